"""The outbox: each message is claimed by one worker, sent once, tried again, given up at last."""

import pytest

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.message import Message
from nap_tracker.services import notices
from tests.cast import make_user
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
    assert notices.claim(now()) is message
    assert notices.claim(now()) is None
    clock.pass_by(minutes=5)
    assert notices.claim(now()) is message
    assert message.attempts == 2


def test_a_sent_message_is_not_sent_again(message: Message, clock: Clock) -> None:
    notices.claim(now())
    notices.sent(message, now())
    clock.pass_by(days=1)
    assert notices.claim(now()) is None


def test_a_failed_message_is_tried_ever_more_slowly_and_then_given_up(
    message: Message, clock: Clock
) -> None:
    pauses = []
    for _ in range(notices.MOST_ATTEMPTS):
        assert notices.claim(now()) is message
        notices.failed(message, now())
        if message.lease_until is not None:
            pauses.append(message.lease_until - now())
            clock.moment = message.lease_until
    assert pauses == sorted(pauses)
    assert pauses[-1] == notices.LONGEST_PAUSE
    assert message.failed_at == now()
    clock.pass_by(days=2)
    assert notices.claim(now()) is None


def test_a_message_whose_worker_always_dies_is_not_claimed_for_ever(
    message: Message, clock: Clock
) -> None:
    for _ in range(notices.MOST_ATTEMPTS):
        assert notices.claim(now()) is message
        clock.pass_by(minutes=6)
    assert notices.claim(now()) is None
    clock.pass_by(days=31)
    assert notices.prune(now()) == 0, "given up now, forgotten a month later"
    assert message.failed_at == now()


def test_messages_go_in_the_order_in_which_they_were_written(
    message: Message, clock: Clock
) -> None:
    clock.pass_by(seconds=1)
    notices.password_changed(make_user("Zoe Later"))
    db.session.flush()
    first, second = notices.claim(now()), notices.claim(now())
    assert [m.to for m in (first, second) if m] == ["ben@example.org", "zoe@example.org"]


def test_what_is_done_with_is_forgotten_after_a_month(message: Message, clock: Clock) -> None:
    notices.sent(message, now())
    clock.pass_by(days=29)
    assert notices.prune(now()) == 0
    clock.pass_by(days=2)
    assert notices.prune(now()) == 1
    assert db.session.query(Message).count() == 0
