"""What is kept beside the questions of a form is found only by who hears the same of the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.services import comments, contents, entries, question_comments
from nap_tracker.services.comment_places import Ground
from nap_tracker.services.comment_readers import reader
from nap_tracker.services.placed_comments import ENOUGH
from nap_tracker.services.question_comments import Heap
from nap_tracker.workflow.hearing import Visibility
from tests.cast import Cast
from tests.doors import QueryCount
from tests.services.saying import FIELD, SECTION, newest, say, write_text

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def nothing_kept(cast: Cast) -> Iterator[None]:
    kept.forget()
    write_text(cast)
    yield
    kept.forget()


def heaps(cast: Cast, who: str = "officer", **changed: object) -> Mapping[str, Heap]:
    """What stands beside the questions of the section, in which something may be otherwise."""
    actor, version = cast.actor(who), newest(cast)
    entry = entries.open_section(actor, version, SECTION).content
    if changed:
        entry = replace(entry, **changed)  # type: ignore[arg-type]
    plan = replace(contents.texts(version), entries=(entry,))
    return question_comments.of_entry(reader(actor, version), Ground(plan), SECTION, entry)


def places(found: Mapping[str, Heap]) -> list[bool]:
    """Of each comment on the text, whether its words are there."""
    return [one.words is not None for one in found[FIELD].shown]


def test_where_nobody_said_anything_nothing_is_kept(cast: Cast, queries: QueryCount):
    """Else every save of every officer would leave a file."""
    heaps(cast)
    with queries:
        assert heaps(cast) == {}
    silent = queries.count
    assert not any(store.folder.is_dir() and list(store.folder.iterdir()) for store in kept._store)
    say(cast, "officer")
    db.session.commit()
    heaps(cast)
    with queries:
        heaps(cast)
    assert queries.count == silent


def test_the_second_look_reads_no_comment_and_says_the_same(cast: Cast, queries: QueryCount):
    made = say(cast, "officer")
    db.session.commit()
    heaps(cast)
    kept.forget()
    with queries:
        first = heaps(cast)
    cost = queries.count
    with queries:
        again = heaps(cast)
    assert again == first
    assert [one.id for one in first[FIELD].shown] == [made.id]
    assert queries.count == cost - 1


def test_of_many_comments_the_first_few_are_shown_and_all_counted(cast: Cast):
    made = [say(cast, "officer", quote="") for _ in range(ENOUGH + 5)]
    for _ in range(2):
        found = heaps(cast)[FIELD]
        assert [one.id for one in found.shown] == [one.id for one in made[:ENOUGH]]
        assert found.number == len(made)


def test_nobody_finds_what_was_kept_for_who_hears_more(cast: Cast):
    say(cast, "officer", visibility=Visibility.TEAM.value)
    for _ in range(2):
        assert heaps(cast)[FIELD].number == 1
        assert heaps(cast, "viewer") == {}


def test_words_that_were_edited_away_lose_their_comment_at_once(cast: Cast):
    say(cast, "officer")
    assert places(heaps(cast)) == [True]
    write_text(cast, "<p>Other words entirely.</p>")
    assert places(heaps(cast)) == [False]


def test_what_is_said_and_withdrawn_shows_at_once(cast: Cast):
    assert heaps(cast) == {}
    made = say(cast, "officer")
    assert heaps(cast)[FIELD].number == 1
    say(cast, "colleague")
    assert heaps(cast)[FIELD].number == 2
    comments.delete(cast.actor("officer"), newest(cast), made)
    assert heaps(cast)[FIELD].number == 1


def test_a_question_that_is_held_back_is_asked_about_anew(cast: Cast):
    say(cast, "colleague", visibility=Visibility.PLAN.value)
    db.session.commit()
    assert heaps(cast, "viewer")[FIELD].number == 1
    assert heaps(cast, "viewer", audiences={FIELD: "drafting_team"}) == {}
    assert heaps(cast, "viewer", audience="drafting_team") == {}
    assert heaps(cast, "viewer")[FIELD].number == 1
