"""What stands in the balloon of a Word comment, and what of it comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nap_tracker import i18n
from nap_tracker.content.marks import Remark
from nap_tracker.content.matrix import KINDS
from nap_tracker.i18n import N_

PROPOSED = N_("Proposed text:")
GOVERNMENT = N_("Response of the government")
"""The author of the balloon that holds a response."""
_HEAD = re.compile(r"^\s*#?(\d+)\s*[·.:-]\s*(.+?)\s*$")


@dataclass(frozen=True, slots=True)
class Told:
    """The parts of a balloon."""

    body: str
    kind: str = ""
    proposed: str = ""


def lines_of(remark: Remark) -> tuple[str, ...]:
    """The paragraphs of a balloon: number and kind, what is said, the wording proposed."""
    kind = i18n.gettext(KINDS[remark.kind]) if remark.kind else ""
    head = f"#{remark.number} · {kind}" if kind else f"#{remark.number}"
    said = [head, *remark.body.split("\n")]
    if remark.proposed:
        first, *rest = remark.proposed.split("\n")
        said += [f"{i18n.gettext(PROPOSED)} {first}", *rest]
    return tuple(said)


def is_of_the_government(author: str) -> bool:
    """Whether a balloon holds a response, in whatever language the file was made."""
    name = " ".join(author.split())
    return any(name == words for _code, words in _in_every_language({"": GOVERNMENT}))


def told(lines: tuple[str, ...]) -> Told:
    """What somebody's balloon says; one that has neither head nor wording is all body."""
    kind = ""
    rest = list(lines)
    if rest and (found := _kind_of_head(rest[0])) is not None:
        kind, rest = found, rest[1:]
    body: list[str] = []
    proposed: list[str] | None = None
    for line in rest:
        after = _after_label(line)
        if after is not None and proposed is None:
            proposed = [after]
        elif proposed is not None:
            proposed.append(line)
        else:
            body.append(line)
    return Told("\n".join(body).strip(), kind, "\n".join(proposed or ()).strip())


def _kind_of_head(line: str) -> str | None:
    """The kind a first line names; '' for a bare number, None for a line of somebody's own."""
    if re.fullmatch(r"\s*#\d+\s*", line):
        return ""
    found = _HEAD.match(line)
    if found:
        for code, words in _in_every_language(KINDS):
            if found[2].casefold() == words.casefold():
                return code
    return None


def _after_label(line: str) -> str | None:
    for _code, words in _in_every_language({"": PROPOSED}):
        label = words.rstrip(" :\u00a0\u202f")
        found = re.match(rf"\s*{re.escape(label)}[\s\u00a0\u202f]*:\s*(.*)$", line, re.IGNORECASE)
        if found:
            return found[1]
    return None


def _in_every_language(labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for language in i18n.languages():
        with i18n.use_locale(language):
            yield from ((code, i18n.gettext(words)) for code, words in labels.items())
