"""What is written where the operator reads: faults with their place, never with anybody's words.

The message of an error often holds what it failed on, and logs go to places that know no audience.
"""

from __future__ import annotations

import copy
import logging
import traceback
from collections.abc import Iterator
from types import TracebackType

LEFT_OUT = "(its message is left out: it may hold words of a plan)"


class Formatter(logging.Formatter):
    """Times, levels, and of an error its type and where it was raised."""

    def __init__(self, *, messages: bool) -> None:
        super().__init__("[%(asctime)s] %(levelname)s in %(name)s: %(message)s")
        self.messages = messages

    def format(self, record: logging.LogRecord) -> str:
        """The record keeps what another handler made of its error; ours makes its own."""
        record = copy.copy(record)
        record.exc_text = None
        return super().format(record)

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        if self.messages or ei[1] is None:
            return super().formatException(ei)
        return "\nThen:\n".join(map(_without_message, reversed(list(_chain(ei[1])))))


def configure(*, messages: bool) -> None:
    """Every logger of the process writes to stderr in this form; twice is as good as once."""
    root = logging.getLogger()
    formatter = Formatter(messages=messages)
    for handler in root.handlers:
        if isinstance(handler.formatter, Formatter):
            handler.setFormatter(formatter)
            return
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root.addHandler(handler)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, the newest first."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        before = None if following.__suppress_context__ else following.__context__
        following = following.__cause__ or before


def _without_message(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"Traceback (most recent call last):\n{frames}{type(error).__qualname__} {LEFT_OUT}"
