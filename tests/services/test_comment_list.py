"""What is kept of the comments of a plan is found only by who hears the same of the same words."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import update

from nap_tracker.clock import now
from nap_tracker.content.audience import Audience
from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.models.account import User
from nap_tracker.models.comment import Comment
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.services import comment_list, comments
from nap_tracker.services.comment_list import Listed
from nap_tracker.services.comment_readers import Reader, reader
from nap_tracker.workflow.hearing import Visibility
from tests.cast import Cast
from tests.doors import QueryCount
from tests.services.saying import SECTION, newest, say, write_text
from tests.web.test_my_reviews import Story, begin, write

pytestmark = pytest.mark.database

COMMENT_COLUMNS: dict[str, object] = {
    "section": None,
    "entry_uid": "0" * 36,
    "field": "other",
    "language": "fr",
    "block": "bbbbbbbb",
    "quote": "other words",
    "before": "other words",
    "after": "other words",
    "alone": False,
    "row_name": "Another row",
    "proposed": "other words",
    "visibility": Visibility.PLAN.value,
    "state": "withdrawn",
    "said_at": None,
    **{name: "other" for name in comments.Glimpse._fields if name.startswith("read_")},
    "read_entry_uid": "0" * 36,
    "read_alone": True,
}


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


def listed(cast: Cast, who: str, section: str | None = None) -> list[Listed]:
    return list(comment_list.heard_by(reader(cast.actor(who), newest(cast)), section))


def sum_for(cast: Cast, who: str = "officer") -> str:
    return comments.sum_of(reader(cast.actor(who), newest(cast)))


@pytest.fixture
def said(cast: Cast) -> Comment:
    write_text(cast)
    comment = say(cast, "officer")
    db.session.commit()
    return comment


@pytest.mark.parametrize("column", COMMENT_COLUMNS)
def test_whatever_changes_of_a_comment_changes_the_sum(cast: Cast, said: Comment, column: str):
    comment, before = said, sum_for(cast)
    assert sum_for(cast) == before
    assert getattr(comment, column) != COMMENT_COLUMNS[column]
    with db.session.no_autoflush:
        setattr(comment, column, COMMENT_COLUMNS[column])
        if column in ("state", "said_at"):  # a said comment has a moment
            comment.state = "written" if column == "said_at" else "withdrawn"
    db.session.flush()
    assert sum_for(cast) != before


def test_every_fact_that_decides_is_in_the_sum() -> None:
    kept_as_they_are = {"id", "number", "author_id", "invitation_id", "on_behalf_of", "round_id"}
    assert set(comments.Glimpse._fields) - kept_as_they_are == set(COMMENT_COLUMNS)


@pytest.mark.parametrize(
    "change",
    [
        lambda story: _round(story, is_anonymous=True),
        lambda story: _round(story, number=77),
        lambda story: _round(story, is_outside=False),
        lambda story: _seat(story, "name", "Another name"),
        lambda story: _seat(story, "code_name", "Reviewer Z"),
    ],
    ids=["anonymous", "number", "outside", "name", "code"],
)
def test_what_decides_the_name_of_who_said_it_is_in_the_sum(
    cast: Cast, change: Callable[[Story], None]
):
    write(cast, "<p>Mercury comes by sea.</p>")
    story = begin(cast)
    seat = story.seats[cast.reviewer.name]
    db.session.add(_in_round(cast, story.round, seat))
    db.session.flush()
    before = sum_for(cast)
    change(story)
    db.session.flush()
    assert sum_for(cast) != before


def test_nothing_beside_a_comment_is_left_out_of_the_sum() -> None:
    """Six facts, of which the cases above and below change each."""
    assert [one.key for one in comments.FACTS] == [
        *("number", "is_outside", "is_anonymous", "code_name", "name", "name")
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda who: replace_with(who, seats={}),
        lambda who: replace_with(who, actor=replace(who.actor, user_id="0" * 36)),
        lambda who: replace_with(who, side=None),
        lambda who: replace_with(who, _handed_in=frozenset({"a round"})),
        lambda who: replace_with(who, _reads={SECTION: Audience.PUBLIC}),
    ],
    ids=["seats", "person", "side", "handed in", "audience"],
)
def test_whatever_decides_what_a_reader_hears_leads_to_another_list(
    cast: Cast, change: Callable[[Reader], Reader]
):
    write(cast, "<p>Mercury comes by sea.</p>")
    begin(cast)
    who = reader(cast.actor("reviewer"), newest(cast))
    assert who.facts(SECTION) == reader(cast.actor("reviewer"), newest(cast)).facts(SECTION)
    before = who.facts(SECTION)
    assert change(who).facts(SECTION) != before


def test_an_author_who_is_called_otherwise_changes_the_sum(cast: Cast, said: Comment):
    before = sum_for(cast)
    db.session.get_one(User, said.author_id).name = "Another Name"
    db.session.flush()
    assert sum_for(cast) != before


def test_the_second_look_reads_no_text_and_says_the_same(
    cast: Cast, said: Comment, queries: QueryCount
):
    who = reader(cast.actor("officer"), newest(cast))
    with queries:
        first = list(comment_list.heard_by(who))
    cost = queries.count
    with queries:
        again = list(comment_list.heard_by(who))
    assert again == first
    assert [one.stood.id for one in first] == [said.id]
    assert first[0].called.label
    assert queries.count == 2 < cost


def test_readers_who_hear_different_things_find_different_lists(cast: Cast, said: Comment):
    assert [one.stood.id for one in listed(cast, "officer")] == [said.id]
    assert [one.is_own for one in listed(cast, "officer")] == [True]
    assert [one.is_own for one in listed(cast, "colleague")] == [False]
    assert listed(cast, "reviewer") == []


def test_a_list_of_one_section_is_not_that_of_another(cast: Cast, said: Comment):
    assert len(listed(cast, "officer", SECTION)) == 1
    assert listed(cast, "officer", "foreword") == []


def test_words_that_were_edited_away_put_the_comment_into_the_tray(cast: Cast, said: Comment):
    assert [one.is_lost for one in listed(cast, "officer")] == [False]
    write_text(cast, "<p>Other words entirely.</p>")
    db.session.commit()
    assert [one.is_lost for one in listed(cast, "officer")] == [True]


def test_a_comment_that_was_withdrawn_is_not_listed_as_open_any_more(cast: Cast, said: Comment):
    assert [one.is_open for one in listed(cast, "officer")] == [True]
    comments.withdraw(cast.actor("officer"), newest(cast), said)
    db.session.commit()
    assert [one.is_open for one in listed(cast, "officer")] == [False]


def replace_with(who: Reader, **values: object) -> Reader:
    """The same reader but for one thing."""
    other = copy.copy(who)
    other._reads = {}
    for name, value in values.items():
        other.__dict__[name] = value
    return other


def _round(story: Story, **values: object) -> None:
    """Behind the back of the rule that a round never changes."""
    table = Round.__table__
    change = update(table).where(table.c.id == story.round.id).values(**values)
    db.session.connection().execute(change)


def _seat(story: Story, column: str, value: str) -> None:
    setattr(next(iter(story.seats.values())), column, value)


def _in_round(cast: Cast, round_: Round, seat: RoundInvitation) -> Comment:
    version = newest(cast)
    return Comment(
        party_id=version.party_id,
        plan_id=version.plan_id,
        version_id=version.id,
        number=1,
        round_id=round_.id,
        invitation_id=seat.id,
        kind="note",
        body="Said in the round",
        visibility=Visibility.ROUND.value,
        state="open",
        created_at=now(),
        said_at=now(),
    )
