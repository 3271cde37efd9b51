"""Claims about history: moments, names, and bringing words back without erasing any."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, Hidden, Invalid, NotFound, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.models.activity import Activity
from nap_tracker.models.entry import Revision
from nap_tracker.models.named_point import NamedPoint
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import moments, points, registers, reverting, timeline
from nap_tracker.text.html import sanitise
from tests.cast import Cast
from tests.doors import Clock
from tests.services.saving import add_row, row, save, section, version_of


def goal(words: str) -> dict[str, Any]:
    return {"goal": {"en": words}}


def revision(uid: str, number: int) -> Revision:
    return db.session.scalars(select(Revision).filter_by(uid=uid, number=number)).one()


def point(cast: Cast, name: str = "sent to the ministry of health") -> NamedPoint:
    return points.name(cast.actor("officer"), version_of(cast), name)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Revision)) or 0


def test_a_section_says_again_what_it_said_and_nothing_is_erased(cast: Cast) -> None:
    officer = cast.actor("officer")
    uid = save(officer, section(cast), answers={**goal("One"), "problem": None}).uid
    save(officer, section(cast), answers=goal("Two"))
    before = count()
    offered = reverting.offer(officer, version_of(cast), revision(uid, 1).id)
    assert offered.fields == ("goal",)
    saved = reverting.entry(officer, version_of(cast), offered, seen=2)
    assert section(cast).content.answers == goal("One")
    assert count() == before + 1
    assert revision(uid, saved.counter).restored_from == 1
    assert revision(uid, saved.counter).origin == "restored"
    assert "Two" in revision(uid, 2).content


def test_one_field_is_brought_back_alone(cast: Cast) -> None:
    officer, colleague = cast.actor("officer"), cast.actor("colleague")
    problem = {"problem": {"en": sanitise("<p>Burning</p>")}}
    uid = save(officer, section(cast), answers={**goal("One"), **problem}).uid
    save(colleague, section(cast), answers={**goal("Two"), "problem": None})
    offered = reverting.offer(officer, version_of(cast), revision(uid, 1).id, "problem")
    reverting.entry(officer, version_of(cast), offered, seen=2)
    assert section(cast).content.answers == {**goal("Two"), **problem}


def test_a_text_kept_beside_can_be_brought_back_without_undoing_the_rest(cast: Cast) -> None:
    officer, colleague = cast.actor("officer"), cast.actor("colleague")
    mine, theirs = section(cast), section(cast)
    problem = {"problem": {"en": sanitise("<p>Burning</p>")}}
    save(colleague, theirs, answers={**goal("Theirs"), **problem})
    kept = save(officer, mine, answers=goal("Mine")).kept
    assert kept is not None
    offered = reverting.offer(officer, version_of(cast), kept)
    assert offered.fields == ("goal",)
    reverting.entry(officer, version_of(cast), offered, seen=section(cast).counter)
    assert section(cast).content.answers == {**goal("Mine"), **problem}


def test_bringing_back_over_a_change_that_was_not_seen_is_refused(cast: Cast) -> None:
    officer = cast.actor("officer")
    uid = save(officer, section(cast), answers=goal("One")).uid
    save(officer, section(cast), answers=goal("Two"))
    offered = reverting.offer(officer, version_of(cast), revision(uid, 1).id)
    with pytest.raises(StaleEdit):
        reverting.entry(officer, version_of(cast), offered, seen=1)


def test_a_removed_row_comes_back_with_an_earlier_text_and_its_columns(cast: Cast) -> None:
    officer, version = cast.actor("officer"), version_of(cast)
    uid = add_row(cast, "activity", {"start": "2024"})
    save(officer, row(cast, "activity", uid), answers={"start": "2025"})
    registers.remove(officer, version, "activity", uid)
    offered = reverting.offer(officer, version, revision(uid, 1).id)
    reverting.entry(officer, version, offered, seen=3)
    assert row(cast, "activity", uid).content.answers == {"start": "2024"}
    assert db.session.get_one(Activity, (version.id, uid)).start == "2024"


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_history_is_for_the_drafting_team(cast: Cast, who: str) -> None:
    uid = save(cast.actor("officer"), section(cast), answers=goal("One")).uid
    version, actor = version_of(cast), cast.actor(who)
    for ask in (
        lambda: timeline.of_version(actor, version),
        lambda: timeline.of_entry(actor, version, uid),
        lambda: timeline.one(actor, version, revision(uid, 1).sitting),
        lambda: timeline.saves(actor, version, revision(uid, 1).sitting),
        lambda: moments.at(actor, version, None),
        lambda: moments.find(actor, version, revision(uid, 1).id),
        lambda: points.of_version(actor, version),
        lambda: points.name(actor, version, "x"),
        lambda: reverting.offer(actor, version, revision(uid, 1).id),
    ):
        with pytest.raises(Forbidden):
            ask()


def test_behind_the_wall_there_is_no_history(cast: Cast) -> None:
    uid = save(cast.actor("officer"), section(cast), answers=goal("One")).uid
    stranger, version = cast.actor("stranger"), version_of(cast)
    with pytest.raises(NotFound):
        moments.find(stranger, version, revision(uid, 1).id)
    with pytest.raises(NotFound):
        timeline.of_version(stranger, version)


def test_a_guessed_id_of_another_plan_opens_nothing(cast: Cast) -> None:
    ours = save(cast.actor("officer"), section(cast), answers=goal("One")).uid
    own = cast.actor("stranger")
    other = db.session.scalars(select(PlanVersion).filter_by(plan_id=cast.other_plan.id)).one()
    named = point(cast)
    for ask in (
        lambda: moments.find(own, other, revision(ours, 1).id),
        lambda: moments.entry_of(own, other, ours),
        lambda: timeline.one(own, other, revision(ours, 1).sitting),
        lambda: points.find(own, other, named.id),
        lambda: reverting.offer(own, other, revision(ours, 1).id),
    ):
        with pytest.raises(Hidden):
            ask()
    assert timeline.of_entry(own, other, ours).sittings == []


def test_a_field_the_section_does_not_have_is_not_found(cast: Cast) -> None:
    uid = save(cast.actor("officer"), section(cast), answers=goal("One")).uid
    with pytest.raises(Hidden):
        reverting.offer(cast.actor("officer"), version_of(cast), revision(uid, 1).id, "amount")


def test_a_moment_shows_every_row_as_it_was_and_where_it_stood(clock: Clock, cast: Cast) -> None:
    officer, version = cast.actor("officer"), version_of(cast)
    north, south = (add_row(cast, "region", {"name": {"en": n}}) for n in ("North", "South"))
    then = now()
    clock.pass_by(minutes=1)
    registers.move(officer, version, "region", south, up=True)
    save(officer, row(cast, "region", north), answers={"name": {"en": "Far north"}})
    gone = now()
    clock.pass_by(minutes=1)
    registers.remove(officer, version, "region", south)
    added = add_row(cast, "region", {"name": {"en": "East"}})

    def rows(moment: Any) -> list[tuple[str, str]]:
        plan = moments.at(officer, version, moment).plan
        return [(r.uid, r.answers["name"]["en"]) for r in plan.rows("region")]

    assert rows(then) == [(north, "North"), (south, "South")]
    assert rows(gone) == [(south, "South"), (north, "Far north")]
    assert rows(None) == [(north, "Far north"), (added, "East")]
    assert moments.at(officer, version, None).plan.entries == tuple(
        e for e in moments.at(officer, version, None).everything.entries if e.uid != south
    )


def test_a_name_is_needed_short_and_not_taken(cast: Cast) -> None:
    officer, version = cast.actor("officer"), version_of(cast)
    assert points.name(officer, version, "  sent  to us ").name == "sent to us"
    for words in ("", " ", "x" * 201, "sent to us"):
        with pytest.raises(Invalid):
            points.name(officer, version, words)


def test_a_name_is_taken_away_by_who_gave_it_or_who_leads(cast: Cast) -> None:
    version, named = version_of(cast), point(cast)
    with pytest.raises(Forbidden):
        points.remove(cast.actor("colleague"), version, named)
    points.remove(cast.actor("coordinator"), version, named)
    points.remove(cast.actor("officer"), version, point(cast))
    assert points.of_version(cast.actor("officer"), version) == []
