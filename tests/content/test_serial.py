"""Content survives being kept as text."""

from __future__ import annotations

from nap_tracker.content.serial import from_text, to_text
from nap_tracker.content.tree import EntryContent, FileContent, PartyContent, PlanContent

PLAN = PlanContent(
    uid="p",
    party=PartyContent("XAA", {"en": "Amberland"}, sample=True),
    title={"en": "Plan"},
    language="en",
    languages=("en", "fr"),
    period_start=None,
    period_end="2031",
    version=2,
    edition=1,
    entries=(
        EntryContent("s", "section", answers={"text": {"en": "<p>Words</p>"}}, section="summary"),
        EntryContent("a", "activity", 3, {"items": ["1c"]}, audiences={"items": "reviewers"}),
    ),
    files=(FileContent("f", "map.png", "image/png", 10, "00", "public"),),
)


def test_content_kept_as_text_comes_back_the_same():
    assert from_text(to_text(PLAN)) == PLAN


def test_the_same_content_is_always_the_same_text():
    assert to_text(from_text(to_text(PLAN))) == to_text(PLAN)
