"""Claims about who is seen on a page, doing what, and by whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, Hidden
from nap_tracker.extensions import db
from nap_tracker.models.account import Consent
from nap_tracker.models.open_page import OpenPage
from nap_tracker.roles import Role
from nap_tracker.services import accounts, presence
from nap_tracker.services.presence import Ping, State
from tests.cast import Cast, give, make_user
from tests.doors import Clock, QueryCount
from tests.services.moving import move
from tests.services.saving import section, version_of


def ping(cast: Cast, who: str = "colleague", page: str = "", **says: Any) -> str:
    page = page or str(uuid4())
    sent = Ping(page, section(cast).content.uid, **{"is_active": True, **says})
    presence.ping(cast.actor(who), version_of(cast), sent)
    db.session.commit()
    return page


def seen(cast: Cast, who: str = "officer", **since: Any) -> list[tuple[str, State]]:
    uid = section(cast).content.uid
    found = presence.others(cast.actor(who), version_of(cast), uid, **since)
    return [(one.name, one.state) for one in found]


def test_an_open_page_shows_its_person_to_the_others_and_not_to_herself(cast: Cast) -> None:
    ping(cast)
    assert seen(cast) == [("Dina Petrova", State.VIEWING)]
    assert seen(cast, "colleague") == []


def test_somebody_is_idle_after_ten_minutes_and_gone_after_twenty_five(
    cast: Cast, clock: Clock
) -> None:
    page = ping(cast)
    clock.pass_by(minutes=9, seconds=59)
    ping(cast, page=page, is_active=False)
    assert seen(cast) == [("Dina Petrova", State.VIEWING)]
    clock.pass_by(seconds=1)
    assert seen(cast) == [("Dina Petrova", State.IDLE)]
    clock.pass_by(minutes=24, seconds=58)
    assert seen(cast) == [("Dina Petrova", State.IDLE)]
    clock.pass_by(seconds=1)
    assert seen(cast) == []


def test_a_page_that_is_left_shows_nobody_at_once(cast: Cast) -> None:
    page = ping(cast)
    ping(cast, page=page, is_released=True)
    assert seen(cast) == []
    ping(cast, page=page)
    assert seen(cast) == [("Dina Petrova", State.VIEWING)]


def test_who_has_something_unsaved_or_has_saved_is_said(cast: Cast, clock: Clock) -> None:
    shown = now()
    clock.pass_by(seconds=5)
    page = ping(cast, has_unsaved=True)
    assert seen(cast, since=shown) == [("Dina Petrova", State.UNSAVED)]
    ping(cast, page=page, has_saved=True)
    assert seen(cast, since=shown) == [("Dina Petrova", State.SAVED)]
    assert seen(cast, since=now()) == [("Dina Petrova", State.VIEWING)]


def test_windows_of_one_person_are_one_and_the_strongest_state_counts(cast: Cast) -> None:
    ping(cast)
    ping(cast, has_unsaved=True)
    assert seen(cast) == [("Dina Petrova", State.UNSAVED)]


def test_a_reader_is_never_seen_writing(cast: Cast) -> None:
    consent = Consent(
        party_id=cast.amberland.id,
        administrator_id=cast.administrator.id,
        given_by_id=cast.focal_point.id,
        reason="A fault",
        ends_at=now() + timedelta(days=1),
    )
    db.session.add(consent)
    db.session.commit()
    ping(cast, "administrator", has_unsaved=True, has_saved=True)
    assert seen(cast, since=now() - timedelta(days=1)) == [("Gus Admin", State.VIEWING)]


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_who_is_not_of_the_drafting_team_sees_nobody_and_is_not_seen(cast: Cast, who: str) -> None:
    ping(cast)
    with pytest.raises(Forbidden):
        seen(cast, who)
    with pytest.raises(Forbidden):
        ping(cast, who)


def test_another_party_is_behind_its_wall(cast: Cast) -> None:
    uid = section(cast).content.uid
    with pytest.raises(Hidden):
        presence.others(cast.actor("stranger"), version_of(cast), uid)


def test_nobody_speaks_for_the_page_of_another(cast: Cast) -> None:
    page = ping(cast)
    ping(cast, "coordinator", page=page, is_released=True)
    assert seen(cast) == [("Dina Petrova", State.VIEWING)]


def test_a_page_that_goes_to_another_section_is_seen_there(cast: Cast) -> None:
    page = ping(cast)
    there = section(cast, "summary").content.uid
    presence.ping(cast.actor("colleague"), version_of(cast), Ping(page, there))
    assert seen(cast) == []


def test_forty_people_on_one_page_cost_one_query(cast: Cast, queries: QueryCount) -> None:
    for number in range(40):
        user = make_user(f"P{number} Person")
        give(user, Role.OFFICER, cast.amberland)
        db.session.flush()
        sent = Ping(str(uuid4()), section(cast).content.uid)
        presence.ping(accounts.actor_of(user), version_of(cast), sent)
    actor, version, uid = cast.actor("officer"), version_of(cast), section(cast).content.uid
    db.session.commit()
    assert version.id  # loaded again before counting
    with queries as count:
        assert len(presence.others(actor, version, uid)) == 40
    assert count.count == 1


def test_pages_are_forgotten_after_an_hour(cast: Cast, clock: Clock) -> None:
    ping(cast)
    clock.pass_by(minutes=59)
    assert presence.prune(now()) == 0
    clock.pass_by(minutes=1)
    assert presence.prune(now()) == 1
    assert db.session.query(OpenPage).count() == 0


def test_a_frozen_version_notes_nobody(cast: Cast) -> None:
    version = version_of(cast)
    version.frozen_at = now()
    db.session.commit()
    presence.ping(cast.actor("colleague"), version, Ping("page", str(uuid4())))
    assert db.session.query(OpenPage).count() == 0


def test_a_page_that_was_open_when_the_text_was_frozen_is_noted_in_the_next_version(
    cast: Cast, clock: Clock
) -> None:
    page = ping(cast, "coordinator")
    move(cast.actor("focal_point"), version_of(cast), "send_for_endorsement")
    move(cast.actor("focal_point"), version_of(cast), "withdraw_from_endorsement")
    db.session.commit()
    ping(cast, "coordinator", page=page)
    assert seen(cast) == [("Bruno Costa", State.VIEWING)]
