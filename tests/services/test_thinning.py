"""Claims about thinning: only autosaves, only old ones, never what somebody may need."""

from __future__ import annotations

from sqlalchemy import select

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.entry import Revision
from nap_tracker.services import entries, points, presence, reverting, thinning
from nap_tracker.services.entries import Change
from nap_tracker.services.presence import Ping
from tests.cast import Cast
from tests.doors import Clock
from tests.services.saving import save, section, version_of


def numbers(cast: Cast) -> list[int | None]:
    query = select(Revision.number).where(Revision.uid == section(cast).content.uid)
    query = query.where(Revision.number > 0).order_by(Revision.number)
    return list(db.session.scalars(query))


def autosave(cast: Cast, clock: Clock, count: int, *, seconds: int = 60) -> None:
    """A sitting of so many autosaves."""
    for _ in range(count):
        clock.pass_by(seconds=seconds)
        words = f"Goal {section(cast).counter}"
        answers = {"goal": {"en": words}}
        save(cast.actor("officer"), section(cast), answers=answers, origin="autosave", window="w")


def test_the_first_the_last_and_one_every_five_minutes_stay(clock: Clock, cast: Cast) -> None:
    autosave(cast, clock, 13)
    clock.pass_by(days=3)
    assert thinning.thin(now()) == 9
    assert numbers(cast) == [1, 6, 11, 13]
    assert thinning.thin(now()) == 0


def test_a_sitting_of_yesterday_stays_whole(clock: Clock, cast: Cast) -> None:
    autosave(cast, clock, 13)
    clock.pass_by(days=1, hours=23)
    assert thinning.thin(now()) == 0


def test_what_was_saved_on_purpose_stays(clock: Clock, cast: Cast) -> None:
    autosave(cast, clock, 3)
    clock.pass_by(seconds=5)
    save(cast.actor("officer"), section(cast), answers={"goal": {"en": "Mine"}}, window="w")
    autosave(cast, clock, 3)
    clock.pass_by(days=3)
    thinning.thin(now())
    assert numbers(cast) == [1, 4, 7]


def test_a_named_point_stays(clock: Clock, cast: Cast) -> None:
    autosave(cast, clock, 3)
    points.name(cast.actor("officer"), version_of(cast), "sent")
    autosave(cast, clock, 3)
    clock.pass_by(days=3)
    thinning.thin(now())
    assert numbers(cast) == [1, 3, 6]


def test_what_was_brought_back_stays(clock: Clock, cast: Cast) -> None:
    autosave(cast, clock, 6, seconds=10)
    third = db.session.scalars(select(Revision).filter_by(number=3)).one()
    officer = cast.actor("officer")
    offered = reverting.offer(officer, version_of(cast), third.id)
    reverting.entry(officer, version_of(cast), offered, seen=6)
    clock.pass_by(days=3)
    thinning.thin(now())
    assert numbers(cast) == [1, 3, 6, 7]


def test_what_a_collision_was_based_on_and_met_stays(clock: Clock, cast: Cast) -> None:
    autosave(cast, clock, 2, seconds=10)
    theirs = section(cast, who="colleague")
    autosave(cast, clock, 4, seconds=10)
    clock.pass_by(seconds=10)
    change = Change(theirs.counter, {"goal": {"en": "Theirs"}}, origin="autosave")
    told = entries.save(cast.actor("colleague"), section(cast, who="colleague"), change)
    assert told.conflicts
    autosave(cast, clock, 4, seconds=10)
    clock.pass_by(days=3)
    thinning.thin(now())
    left = numbers(cast)
    assert {2, 6, 7} <= set(left)
    assert 9 not in left


def test_the_newest_words_stay_whatever_happens(clock: Clock, cast: Cast) -> None:
    autosave(cast, clock, 8, seconds=1)
    before = section(cast).content
    clock.pass_by(days=30)
    thinning.thin(now())
    assert section(cast).content == before
    assert numbers(cast) == [1, 8]


def open_form(cast: Cast, *shown: int, page: str = "a page") -> None:
    """A colleague has the form open, as it tells the server of itself."""
    sent = Ping(page, section(cast).content.uid, seen=shown[0] if shown else None, shown=shown)
    presence.ping(cast.actor("colleague"), version_of(cast), sent)


def test_what_an_open_form_was_opened_with_stays(clock: Clock, cast: Cast) -> None:
    """Over a week-end, in a tab that is hidden; then both texts are together."""
    autosave(cast, clock, 3)
    opened = section(cast, who="colleague")
    open_form(cast, 3, 2)
    open_form(cast, 3, page="another of theirs")
    autosave(cast, clock, 3)
    clock.pass_by(days=3)
    assert presence.prune(now()) == 0
    thinning.thin(now())
    assert numbers(cast) == [1, 2, 3, 6]
    saved = save(cast.actor("colleague"), opened, answers={"problem": {"en": "<p>Mine</p>"}})
    assert not saved.conflicts
    assert section(cast).content.answers["goal"] == {"en": "Goal 5"}


def test_a_form_that_was_closed_or_lies_open_for_weeks_holds_on_to_nothing(
    clock: Clock, cast: Cast
) -> None:
    autosave(cast, clock, 3)
    open_form(cast, 2)
    autosave(cast, clock, 3)
    open_form(cast)
    clock.pass_by(days=3)
    assert presence.prune(now()) == 1
    open_form(cast, 2, page="another")
    clock.pass_by(days=13, hours=23)
    assert presence.prune(now()) == 0
    clock.pass_by(hours=1)
    assert presence.prune(now()) == 1
    thinning.thin(now())
    assert numbers(cast) == [1, 6]


def test_a_form_whose_ground_was_thinned_asks_and_loses_nothing(clock: Clock, cast: Cast) -> None:
    """Without scripts no page says that it is open."""
    officer, colleague = cast.actor("officer"), cast.actor("colleague")
    answers = {"problem": {"en": "<p>Ours</p>"}}
    save(officer, section(cast), answers=answers, origin="autosave", window="w")
    autosave(cast, clock, 2)
    opened = section(cast, who="colleague")
    autosave(cast, clock, 3)
    clock.pass_by(days=3)
    thinning.thin(now())
    assert numbers(cast) == [1, 6]
    shown = entries.as_seen(colleague, section(cast, who="colleague"), opened.counter)
    assert set(shown.content.answers) == {"problem"}, "the ground before the one that is gone"
    told = save(colleague, opened, answers={"problem": {"en": "<p>Mine</p>"}})
    assert not told.conflicts
    assert "Mine" in section(cast).content.answers["problem"]["en"]
    stale = save(colleague, opened, answers={"goal": opened.content.answers["goal"]})
    assert [c.field for c in stale.conflicts] == ["goal"]
    assert section(cast).content.answers["goal"] == {"en": "Goal 5"}
