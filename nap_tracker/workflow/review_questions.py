"""The questions of the review pack, read once from `review_questions.toml`: replaceable data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from nap_tracker.i18n import spaced

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Its answer is always a person's."""

    id: str
    """Permanent: answers are kept under it."""
    article: str
    """The paragraph it is about, without the word."""
    yes_no: bool
    """Whether it is answered by yes or no before it is answered in words."""
    unverified: bool
    """Nobody has compared its words with the format of the Article 21 report yet."""
    source: tuple[str, ...]
    """Which recorded facts stand beside it."""
    words: Mapping[str, str]

    def text(self, language: str) -> str:
        """In a language, or in English."""
        return self.words.get(language) or self.words["en"]


@cache
def questions() -> tuple[Question, ...]:
    """In the order of the report. Raises KeyError at once where the file lacks something."""
    raw = tomllib.loads(FILE.read_text("utf-8"))["question"]
    return tuple(_question(one) for one in raw)


def question(id: str) -> Question:
    """KeyError where there is none."""
    return {one.id: one for one in questions()}[id]


def _question(raw: Mapping[str, object]) -> Question:
    known = {"id", "article", "yes_no", "unverified", "source"}
    words = {name: spaced(str(value), name) for name, value in raw.items() if name not in known}
    source = raw["source"]
    if not isinstance(source, list) or not source or "en" not in words:
        raise KeyError(f"the question {raw['id']} has no source or no English words")
    return Question(
        id=str(raw["id"]),
        article=str(raw["article"]),
        yes_no=bool(raw["yes_no"]),
        unverified=bool(raw["unverified"]),
        source=tuple(map(str, source)),
        words=MappingProxyType(words),
    )
