"""A round shows the sections it asks about by every way out, and no word of any other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.matrix import sum_of
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.models.round import Round
from nap_tracker.permissions import Seat
from nap_tracker.roles import Actor
from nap_tracker.services import comment_files, comment_uploads, round_reading
from nap_tracker.services.reading import Words
from tests.cast import Cast
from tests.exports.word import Word
from tests.factories import complete_plan
from tests.services.stored import store
from tests.services.test_comment_files import (
    inside,
    outside,
    seat_actor,
    seat_of,
    ways_out,
)

ASKED = ("trade", "work_plan")
SIGN = re.compile(r"zq[0-9a-f]{8}zq")


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


def sign_of(entry: EntryContent, field: str) -> str:
    return f"zq{sum_of(entry.uid + field)}zq"


def signed(content: PlanContent) -> PlanContent:
    """The plan with a sign of its own in every text, so that it can be looked for."""

    def with_sign(entry: EntryContent, field: str, value: Any) -> Any:
        if not (isinstance(value, dict) and value.keys() == {"en"}):
            return value
        sign, text = sign_of(entry, field), value["en"]
        return {"en": text.replace("</p>", f" {sign}</p>", 1) if "<p" in text else sign}

    entries = (
        replace(e, answers={field: with_sign(e, field, v) for field, v in e.answers.items()})
        for e in content.entries
    )
    return replace(content, entries=tuple(entries))


def home_of(entry: EntryContent) -> str:
    return entry.section or treaty().home(entry.kind).id


@pytest.fixture
def plan(database: None, cast: Cast) -> PlanContent:
    content = signed(complete_plan())
    store(cast.plan, content)
    return content


def on_the_screen(actor: Actor, round_: Round, seat: Seat) -> set[str]:
    """The signs a reader finds on the pages of a round."""
    found = round_reading.of_round(actor, seat)
    pages = (found.page(title.section) for title in found.contents.titles)
    parts = (part.html if isinstance(part, Words) else part for p in pages if p for part in p.parts)
    return set(SIGN.findall("".join(part for part in parts if isinstance(part, str))))


READERS = ("viewer", "officer", "leader", "reviewer", "link")


@pytest.mark.parametrize("who", READERS)
def test_no_file_of_a_round_holds_a_word_of_what_was_not_asked(
    cast: Cast, plan: PlanContent, who: str
) -> None:
    is_outside = who in ("reviewer", "link")
    round_ = (outside if is_outside else inside)(cast, sections=ASKED)
    if who == "leader":
        actor, seat = cast.actor("coordinator"), Seat(round_, None)
        reading = comment_files.of_plan(actor, cast.plan.id, round_.id)
    else:
        name = "Olga Outside" if who == "link" else getattr(cast, who).name
        seat = seat_of(round_, name)
        actor = seat_actor(seat) if who == "link" else cast.actor(who)
        reading = comment_files.of_seat(actor, round_.id)
    shown, ways = on_the_screen(actor, round_, seat), ways_out(reading)
    elsewhere = [entry for entry in plan.entries if home_of(entry) not in ASKED]
    foreign = {sign_of(entry, field) for entry in elsewhere for field in entry.answers}
    # A row of another section may be pointed at from here: then its name is said, on both.
    assert len(foreign - shown) > 100
    for way, text in ways.items():
        assert not set(SIGN.findall(text)) & (foreign - shown), way
    assert set(SIGN.findall(ways["docx"])) == shown
    assert len(shown - foreign) > 10


@pytest.mark.parametrize("who", ["coordinator", "viewer"])
def test_the_file_of_a_round_goes_round_and_is_numbered_as_its_pages(
    cast: Cast, plan: PlanContent, who: str
) -> None:
    round_ = inside(cast, sections=ASKED)
    is_leader = who == "coordinator"

    def again() -> comment_files.Reading:
        if is_leader:
            return comment_files.of_plan(cast.actor(who), cast.plan.id, round_.id)
        return comment_files.of_seat(cast.actor(who), round_.id)

    seat = Seat(round_, None) if is_leader else seat_of(round_, cast.viewer.name)
    tree, _ = comment_files.drawn(again())
    titles = round_reading.of_round(cast.actor(who), seat).contents.titles
    numbered = [(h.section, h.number) for h in tree.headings if h.section and h.level == 2]
    assert numbered == [(title.section, title.number) for title in titles]
    assert not tree.addressed
    data = comment_files.document(again()).data
    assert comment_uploads.examine(again(), data).changes_nothing
    # Word counts from one: what it would number otherwise is typed.
    said = Word(data).styled("Heading2")
    assert [words.split("\u2003")[0] for words in said] == [title.number for title in titles]


def test_a_round_about_what_is_not_written_yet_goes_round_too(cast: Cast) -> None:
    round_ = inside(cast, sections=["foreword"])
    db.session.commit()
    reading = comment_files.of_seat(cast.actor("viewer"), round_.id)
    data = comment_files.document(reading).data
    assert comment_uploads.examine(reading, data).changes_nothing
