"""The outbox: each message is claimed by one worker, sent once, tried again, given up at last."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from nap_tracker.clock import now
from nap_tracker.errors import Forbidden
from nap_tracker.extensions import db
from nap_tracker.models.account import Invitation
from nap_tracker.models.message import Message
from nap_tracker.services import notices, outbox
from tests.cast import Cast, make_user
from tests.doors import Clock


@pytest.fixture
def message(database: None, clock: Clock) -> Message:
    notices.password_changed(make_user("Ben Known", locale="fr"))
    db.session.flush()
    return db.session.query(Message).one()


def test_a_message_waits_in_the_language_of_its_reader(message: Message) -> None:
    assert (message.to, message.locale) == ("ben@example.org", "fr")
    assert message.sent_at is None


def test_a_claimed_message_is_claimed_by_nobody_else_until_the_lease_is_over(
    message: Message, clock: Clock
) -> None:
    assert outbox.claim(now()) is message
    assert outbox.claim(now()) is None
    clock.pass_by(minutes=5)
    assert outbox.claim(now()) is message
    assert message.attempts == 2


def test_a_sent_message_is_not_sent_again(message: Message, clock: Clock) -> None:
    outbox.claim(now())
    outbox.sent(message, now())
    clock.pass_by(days=1)
    assert outbox.claim(now()) is None


def test_a_message_put_off_is_tried_ever_more_slowly(message: Message, clock: Clock) -> None:
    pauses = []
    while len(pauses) < 12:
        assert outbox.claim(now()) is message
        outbox.put_off(message, now())
        assert message.wait_until is not None
        pauses.append(message.wait_until - now())
        clock.moment = message.wait_until
    assert pauses == sorted(pauses)
    assert pauses[-1] == outbox.LONGEST_PAUSE
    assert outbox.give_up(now()) == 0


def test_a_message_put_back_costs_no_try_and_is_the_next(message: Message) -> None:
    for _ in range(outbox.MOST_ATTEMPTS + 1):
        assert outbox.claim(now()) is message
        outbox.put_back(message)
    assert message.attempts == 0


def test_after_a_week_nobody_tries_any_more(message: Message, clock: Clock) -> None:
    clock.pass_by(days=7)
    assert outbox.give_up(now()) == 0
    clock.pass_by(seconds=1)
    assert outbox.give_up(now()) == 1
    assert outbox.claim(now()) is None
    assert message.failed_at == now()


def test_a_message_that_is_being_sent_is_not_given_up(message: Message, clock: Clock) -> None:
    clock.pass_by(days=8)
    outbox.claim(now())
    assert outbox.give_up(now()) == 0


def test_a_message_whose_worker_always_dies_is_not_claimed_for_ever(
    message: Message, clock: Clock
) -> None:
    for _ in range(outbox.MOST_ATTEMPTS):
        assert outbox.claim(now()) is message
        clock.pass_by(minutes=6)
    assert outbox.claim(now()) is None
    clock.pass_by(days=8)
    assert outbox.give_up(now()) == 1


def test_messages_go_in_the_order_in_which_they_were_written(
    message: Message, clock: Clock
) -> None:
    clock.pass_by(seconds=1)
    notices.password_changed(make_user("Zoe Later"))
    db.session.flush()
    first, second = outbox.claim(now()), outbox.claim(now())
    assert [m.to for m in (first, second) if m] == ["ben@example.org", "zoe@example.org"]


def test_what_is_done_with_is_forgotten_after_a_month(message: Message, clock: Clock) -> None:
    outbox.sent(message, now())
    clock.pass_by(days=29)
    assert outbox.prune(now()) == 0
    clock.pass_by(days=2)
    assert outbox.prune(now()) == 1
    assert db.session.query(Message).count() == 0


@pytest.mark.parametrize("end", [outbox.sent, outbox.refused])
def test_what_a_message_said_is_not_kept_once_it_is_done_with(
    message: Message, end: Callable[[Message, datetime], None]
) -> None:
    end(message, now())
    db.session.expire_all()
    assert message.context == {}


def test_what_was_given_up_is_known_for_a_year(message: Message, clock: Clock) -> None:
    clock.pass_by(days=8)
    outbox.give_up(now())
    db.session.expire_all()
    assert message.context == {}
    clock.pass_by(days=364)
    assert outbox.prune(now()) == 0
    clock.pass_by(days=2)
    assert outbox.prune(now()) == 1


def test_who_runs_the_installation_reads_whose_mail_came_back_and_when(
    cast: Cast, clock: Clock
) -> None:
    notices.password_changed(cast.officer)
    notices.invited_from_outside(Invitation(email="x@y.example"), cast.amberland)
    db.session.flush()
    for message in db.session.scalars(select(Message).where(Message.to == cast.officer.email)):
        outbox.refused(message, now())
    page = outbox.undelivered(cast.actor("administrator"))
    assert [(line.name, line.email, line.failed_at) for line in page.lines] == [
        ("Chen Li", "chen@example.org", now())
    ]
    assert (page.waiting, page.waiting_since) == (2, now())


@pytest.mark.parametrize("who", ["focal_point", "coordinator", "reviewer", "stranger"])
def test_nobody_else_reads_whose_mail_came_back(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        outbox.undelivered(cast.actor(who))
