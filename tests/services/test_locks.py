"""Claims about requests for quiet: they hold back other officers' saves, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from nap_tracker import mail
from nap_tracker.clock import now
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Forbidden, Hidden, Invalid, Locked, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import accounts, entries, exports, locks, people, registers, reverting
from nap_tracker.services.entries import Change
from tests.cast import Cast
from tests.doors import Clock
from tests.services.saving import add_row, row, save, section, version_of

WHY = "merging the figures of the districts"


def goal(words: str) -> dict[str, Any]:
    return {"goal": {"en": words}}


def take(cast: Cast, who: str = "officer", hours: int = 2, id: str = "objectives") -> SectionLock:
    return locks.take(cast.actor(who), version_of(cast), id, reason=WHY, hours=hours)


def holder(cast: Cast, id: str = "objectives") -> str | None:
    lock = locks.of_section(cast.actor("colleague"), version_of(cast), id)
    return lock.holder.name if lock else None


def why(lock: SectionLock) -> str | None:
    db.session.refresh(lock)
    return lock.released_because


def test_the_others_see_who_until_when_and_why(clock: Clock, cast: Cast) -> None:
    lock = take(cast)
    assert holder(cast) == cast.officer.name
    assert (lock.reason, lock.ends_at) == (WHY, now() + timedelta(hours=2))
    assert locks.of_section(cast.actor("reviewer"), version_of(cast), "objectives") is None


def test_what_another_officer_saves_is_kept_beside_and_not_in_the_plan(cast: Cast) -> None:
    opened = section(cast, who="colleague")
    save(cast.actor("officer"), section(cast), answers=goal("Mine"))
    take(cast)
    pending = {"problem": {"typed": "x", "message": "m", "params": {}}}
    saved = save(cast.actor("colleague"), opened, answers=goal("Theirs"), unaccepted=pending)
    assert saved.locked is not None
    assert saved.locked.reason == WHY
    assert section(cast).content.answers == goal("Mine")
    kept = db.session.get_one(Revision, saved.kept)
    assert "Theirs" in kept.content
    assert "typed" in kept.unaccepted
    assert kept.number is None
    offered = reverting.offer(cast.actor("colleague"), version_of(cast), kept.id)
    with pytest.raises(Locked):
        reverting.entry(cast.actor("colleague"), version_of(cast), offered, seen=1)
    locks.release(cast.actor("officer"), version_of(cast), saved.locked)
    reverting.entry(cast.actor("colleague"), version_of(cast), offered, seen=1)
    assert section(cast).content.answers == goal("Theirs")


def test_the_same_text_sent_again_is_kept_once(cast: Cast) -> None:
    take(cast)
    opened, colleague = section(cast, who="colleague"), cast.actor("colleague")
    first = save(colleague, opened, answers=goal("Theirs"))
    assert save(colleague, opened, answers=goal("Theirs")).kept == first.kept
    assert save(colleague, opened, answers=goal("Others")).kept != first.kept


def test_nothing_typed_leaves_nothing_behind(cast: Cast) -> None:
    take(cast)
    saved = save(cast.actor("colleague"), section(cast, who="colleague"), answers={})
    assert saved.locked is not None
    assert saved.kept is None


def test_a_new_row_is_kept_out_of_the_plan_and_can_be_put_in_later(cast: Cast) -> None:
    home = version_of(cast)
    section_id = locks.section_of(home, "institution", None)
    lock = take(cast, id=section_id)
    colleague = cast.actor("colleague")
    opened = entries.new_row(home, "institution", {})
    saved = entries.save(colleague, opened, Change(0, {"name": {"en": "Ministry"}}))
    assert saved.locked is not None
    with pytest.raises(NotFound):
        row(cast, "institution", saved.uid)
    locks.release(cast.actor("officer"), home, lock)
    registers.restore(colleague, home, opened.owner, saved.uid)  # type: ignore[arg-type]
    assert row(cast, "institution", saved.uid).content.answers == {"name": {"en": "Ministry"}}


def test_rows_of_the_section_stay_where_they_are(cast: Cast) -> None:
    version, colleague = version_of(cast), cast.actor("colleague")
    uids = [add_row(cast, "institution", {"name": {"en": name}}) for name in "AB"]
    registers.remove(colleague, version, "institution", uids[1])
    take(cast, id=locks.section_of(version, "institution", None))
    opened = row(cast, "institution", uids[0], "colleague")
    assert save(colleague, opened, answers={"name": {"en": "C"}}).locked
    for act in (
        lambda: registers.move(colleague, version, "institution", uids[0], up=True),
        lambda: registers.remove(colleague, version, "institution", uids[0]),
        lambda: registers.restore(colleague, version, opened.owner, uids[1]),  # type: ignore[arg-type]
    ):
        with pytest.raises(Locked):
            act()
    assert db.session.get_one(Entry, (version.id, uids[0])).removed_at is None


def test_words_of_history_wait_too_and_nothing_is_half_done(cast: Cast) -> None:
    """The save decides, where the entry is held: a lock taken a moment before counts."""
    version, colleague = version_of(cast), cast.actor("colleague")
    uid = add_row(cast, "institution", {"name": {"en": "A"}})
    save(colleague, row(cast, "institution", uid), answers={"name": {"en": "B"}})
    registers.remove(colleague, version, "institution", uid)
    db.session.commit()
    first = db.session.scalars(select(Revision).filter_by(uid=uid, number=1)).one()
    offered = reverting.offer(colleague, version, first.id)
    take(cast, id=locks.section_of(version, "institution", None))
    db.session.commit()
    with pytest.raises(Locked) as refused:
        reverting.entry(colleague, version, offered, seen=3)
    db.session.rollback()
    assert refused.value.params["name"] == cast.officer.name
    entry = db.session.get_one(Entry, (version.id, uid))
    assert (entry.counter, entry.removed_at is None) == (3, False)
    reverting.entry(cast.actor("officer"), version, offered, seen=3)
    assert row(cast, "institution", uid).content.answers == {"name": {"en": "A"}}


def test_other_sections_are_free(cast: Cast) -> None:
    take(cast)
    opened = section(cast, "gender", "colleague")
    assert not save(cast.actor("colleague"), opened, completed=True).locked


@pytest.mark.parametrize("who", ["coordinator", "focal_point"])
def test_those_who_lead_are_never_held_back(cast: Cast, who: str) -> None:
    take(cast)
    assert not save(cast.actor(who), section(cast, who=who), answers=goal("Ours")).locked
    assert section(cast).content.answers == goal("Ours")


def test_imports_and_documents_go_on(cast: Cast) -> None:
    version, lead = version_of(cast), cast.actor("coordinator")
    take(cast, id=locks.section_of(version, "institution", None))
    content = entries.new_row(version, "institution", {"name": {"en": "A"}}).content
    entries.write_many(lead, version, [content], origin="import")
    assert row(cast, "institution", content.uid)
    assert not save(OPERATOR, section(cast), answers=goal("By hand")).locked
    for audience in Audience:
        exports.request(
            cast.actor("officer"), version, format="json", audience=audience, mark="draft"
        )


def test_working_extends_it_to_eight_hours_and_no_further(clock: Clock, cast: Cast) -> None:
    lock, officer = take(cast), cast.actor("officer")
    begun = lock.taken_at
    clock.pass_by(hours=1)
    save(officer, section(cast), answers=goal("1"))
    assert lock.ends_at == begun + timedelta(hours=3)
    for hour in range(2, 8):
        clock.pass_by(hours=1)
        save(officer, section(cast), answers=goal(str(hour)))
    assert lock.ends_at == begun + timedelta(hours=8)
    clock.pass_by(minutes=59, seconds=59)
    assert holder(cast) == cast.officer.name
    clock.pass_by(seconds=1)
    assert holder(cast) is None


@pytest.mark.parametrize("hours", [0, 9, -1])
def test_it_is_for_one_to_eight_hours(cast: Cast, hours: int) -> None:
    with pytest.raises(Invalid):
        take(cast, hours=hours)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_it_needs_a_reason(cast: Cast, reason: str) -> None:
    with pytest.raises(Invalid):
        locks.take(cast.actor("officer"), version_of(cast), "objectives", reason=reason, hours=2)


def test_only_one_at_a_time_and_not_in_a_section_that_is_not(cast: Cast) -> None:
    take(cast)
    with pytest.raises(Locked):
        take(cast, "colleague")
    with pytest.raises(Hidden):
        take(cast, id="no-such-section")
    again = take(cast, hours=4)
    assert again.hours == 4


def test_it_is_let_go_by_hand(cast: Cast) -> None:
    lock = take(cast)
    with pytest.raises(Forbidden):
        locks.release(cast.actor("colleague"), version_of(cast), lock)
    locks.release(cast.actor("officer"), version_of(cast), lock)
    locks.release(cast.actor("officer"), version_of(cast), lock)
    assert (holder(cast), why(lock)) == (None, "by_hand")


def test_it_is_over_with_its_end(clock: Clock, cast: Cast) -> None:
    lock = take(cast)
    clock.pass_by(hours=1, minutes=59, seconds=59)
    assert holder(cast) == cast.officer.name
    clock.pass_by(seconds=1)
    assert holder(cast) is None
    assert not save(cast.actor("colleague"), section(cast), answers=goal("Free")).locked
    assert locks.sweep(now()) == 1
    assert why(lock) == "end"
    assert locks.sweep(now()) == 0


def test_it_is_over_with_the_role(cast: Cast) -> None:
    lock, lead = take(cast), cast.actor("coordinator")
    membership = db.session.scalars(select(Membership).filter_by(user_id=cast.officer.id)).one()
    people.end(lead, cast.amberland, membership)
    assert holder(cast) is None
    assert locks.sweep(now()) == 1
    assert why(lock) == "role_ended"


def test_it_is_over_when_the_holder_only_reads(cast: Cast) -> None:
    lock = take(cast)
    membership = db.session.scalars(select(Membership).filter_by(user_id=cast.officer.id)).one()
    people.change(
        cast.actor("coordinator"), cast.amberland, membership, role=Role.VIEWER, last_day=None
    )
    assert holder(cast) is None
    locks.sweep(now())
    assert why(lock) == "role_ended"


def test_it_is_over_with_the_account_even_before_anybody_sweeps(cast: Cast) -> None:
    lock = take(cast)
    cast.officer.disabled_at = now()
    db.session.flush()
    assert holder(cast) is None
    other = take(cast, "colleague")
    assert (why(lock), other.holder_id) == ("account_disabled", cast.colleague.id)


def test_who_has_been_away_for_a_day_holds_nothing(clock: Clock, cast: Cast) -> None:
    lock, officer = take(cast, hours=8), cast.actor("officer")
    clock.pass_by(hours=7)
    save(officer, section(cast), answers=goal("Late"))
    clock.pass_by(days=1)
    assert holder(cast) is None
    locks.sweep(now())
    assert why(lock) == "end"


def test_a_coordinator_takes_it_over_and_both_are_told(cast: Cast) -> None:
    lock, version = take(cast), version_of(cast)
    with pytest.raises(Forbidden):
        locks.take_over(cast.actor("colleague"), version, lock, reason="Now", hours=1)
    taken = locks.take_over(cast.actor("coordinator"), version, lock, reason="Now", hours=1)
    assert (holder(cast), why(lock)) == (cast.coordinator.name, "taken_over")
    messages = db.session.scalars(select(Message).filter_by(template="lock_taken_over")).all()
    assert {m.to for m in messages} == {cast.officer.email, cast.coordinator.email}
    assert cast.coordinator.name in mail.render(messages[0]).get_content()
    saved = save(cast.actor("officer"), section(cast), answers=goal("Mine"))
    assert saved.locked is taken
    assert saved.kept is not None


def test_a_coordinator_ends_it_with_a_reason_and_the_holder_is_told(cast: Cast) -> None:
    cast.officer.locale, cast.amberland.mail_has_words = "fr", True
    lock, version = take(cast), version_of(cast)
    with pytest.raises(Forbidden):
        locks.end(cast.actor("colleague"), version, lock, reason="Now")
    for reason in ("", " ", "x" * 201):
        with pytest.raises(Invalid):
            locks.end(cast.actor("coordinator"), version, lock, reason=reason)
    locks.end(cast.actor("coordinator"), version, lock, reason=" The  deadline ")
    assert (holder(cast), why(lock)) == (None, "ended_by_lead")
    assert lock.released_reason == "The deadline"
    (message,) = db.session.scalars(select(Message).filter_by(template="lock_ended")).all()
    letter = mail.render(message)
    assert (letter["To"], letter["Content-Language"]) == (cast.officer.email, "fr")
    assert cast.coordinator.name in letter.get_content()
    assert "The deadline" in letter.get_content()
    assert not save(cast.actor("colleague"), section(cast), answers=goal("Free")).locked


def test_mail_carries_the_reason_only_where_the_party_lets_it(cast: Cast) -> None:
    locks.end(cast.actor("coordinator"), version_of(cast), take(cast), reason="The deadline")
    (message,) = db.session.scalars(select(Message).filter_by(template="lock_ended")).all()
    letter = mail.render(message).get_content()
    assert "has ended this" in letter
    assert "deadline" not in letter


def test_ending_what_is_over_tells_nobody(cast: Cast) -> None:
    lock, version = take(cast), version_of(cast)
    locks.release(cast.actor("officer"), version, lock)
    locks.end(cast.actor("coordinator"), version, lock, reason="Now")
    assert why(lock) == "by_hand"
    assert db.session.scalars(select(Message)).all() == []


def test_the_reason_for_ending_it_is_not_in_the_log(cast: Cast) -> None:
    """What people wrote can be removed for protection; the log cannot be changed."""
    lock, version = take(cast), version_of(cast)
    locks.end(cast.actor("coordinator"), version, lock, reason="Ama is ill")
    event = db.session.scalars(select(Event).filter_by(kind="lock:ended")).one()
    assert "Ama" not in event.details


def test_it_is_over_when_the_holder_leaves_the_party_or_only_has_another_plan(cast: Cast) -> None:
    lock = take(cast)
    membership = db.session.scalars(select(Membership).filter_by(user_id=cast.officer.id)).one()
    membership.role, membership.plan_id = Role.REVIEWER, cast.plan.id
    db.session.flush()
    assert holder(cast) is None
    locks.sweep(now())
    assert why(lock) == "role_ended"


def test_it_is_over_on_the_day_a_role_for_a_time_ends(clock: Clock, cast: Cast) -> None:
    membership = db.session.scalars(select(Membership).filter_by(user_id=cast.officer.id)).one()
    membership.ends_at = now() + timedelta(hours=1)
    lock = take(cast)
    clock.pass_by(minutes=59)
    assert holder(cast) == cast.officer.name
    clock.pass_by(minutes=1)
    assert holder(cast) is None
    locks.sweep(now())
    assert why(lock) == "role_ended"


def test_it_is_over_when_the_account_is_removed_from_the_installation(cast: Cast) -> None:
    """Accounts are disabled, never deleted: the name stays with what somebody wrote."""
    lock = take(cast)
    accounts.disable(cast.actor("administrator"), cast.officer)
    assert holder(cast) is None
    assert locks.sweep(now()) == 1
    assert why(lock) == "account_disabled"
    assert lock.holder.name == "Chen Li"


def test_asking_writes_to_the_holder_in_their_language_and_not_every_minute(
    clock: Clock, cast: Cast
) -> None:
    cast.officer.locale = "fr"
    lock, version = take(cast), version_of(cast)
    locks.ask(cast.actor("colleague"), version, lock)
    (message,) = db.session.scalars(select(Message).filter_by(template="lock_asked")).all()
    letter = mail.render(message)
    assert (letter["To"], letter["Content-Language"]) == (cast.officer.email, "fr")
    assert cast.colleague.name in letter["Subject"]
    assert f"/plans/{cast.plan.id}/locks/objectives" in letter.get_content()
    with pytest.raises(Invalid):
        locks.ask(cast.actor("colleague"), version, lock)
    clock.pass_by(minutes=16)
    locks.ask(cast.actor("colleague"), version, lock)


def test_every_step_is_in_the_log(cast: Cast) -> None:
    lock, version = take(cast), version_of(cast)
    locks.ask(cast.actor("colleague"), version, lock)
    locks.take_over(cast.actor("coordinator"), version, lock, reason="Now", hours=1)
    kinds = list(db.session.scalars(select(Event.kind).order_by(Event.number)))
    assert kinds[-4:] == ["lock:taken", "lock:asked", "lock:released", "lock:taken_over"]


@pytest.mark.parametrize("who", ["viewer", "reviewer", "stranger", "administrator"])
def test_who_does_not_draft_locks_nothing(cast: Cast, who: str) -> None:
    with pytest.raises((Forbidden, NotFound)):
        take(cast, who)
