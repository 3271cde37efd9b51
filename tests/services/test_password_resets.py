"""A forgotten password is set by a link that is mailed, works once and tells nobody anything."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from nap_tracker import links, passwords
from nap_tracker.clock import now
from nap_tracker.errors import Invalid, NotFound
from nap_tracker.extensions import Base, db
from nap_tracker.models.account import PasswordReset, User
from nap_tracker.models.message import Message
from nap_tracker.services import password_resets
from tests.cast import make_user
from tests.doors import Clock

HOURS = timedelta(hours=2)
NEW = "nine otters under the bridge"


@pytest.fixture
def ben(database: None) -> User:
    return make_user("Ben Known", locale="fr")


def ask(email: str = "ben@example.org") -> str:
    """Ask for a link; the token of the newest one."""
    password_resets.request(email, lifetime=HOURS)
    newest = select(PasswordReset).order_by(PasswordReset.created_at.desc()).limit(1)
    reset = db.session.scalar(newest)
    return links.token("password", reset.id) if reset else ""


def test_the_link_sets_the_password_and_ends_every_session(ben: User) -> None:
    key = ben.session_key
    password_resets.use(ask(), NEW)
    assert passwords.matches(NEW, ben.password_hash)
    assert ben.session_key != key


def test_the_mail_is_in_the_persons_language_and_says_how_long(ben: User) -> None:
    ask(" BEN@example.org")
    message = db.session.query(Message).one()
    assert (message.to, message.locale, message.context["hours"]) == (ben.email, "fr", 2)


@pytest.mark.usefixtures("ben")
def test_no_table_holds_the_token() -> None:
    token = ask()
    for table in Base.metadata.sorted_tables:
        assert token not in str(db.session.execute(select(table)).all())


@pytest.mark.usefixtures("ben")
def test_a_link_works_once_and_takes_the_others_with_it(clock: Clock) -> None:
    first = ask()
    clock.pass_by(minutes=1)
    second = ask()
    password_resets.use(second, NEW)
    for token in (first, second):
        with pytest.raises(NotFound):
            password_resets.use(token, NEW + "!")


@pytest.mark.usefixtures("ben")
def test_a_link_works_until_it_expires(clock: Clock) -> None:
    token = ask()
    clock.pass_by(hours=2, seconds=-1)
    assert password_resets.opened(token)
    clock.pass_by(seconds=1)
    with pytest.raises(NotFound):
        password_resets.use(token, NEW)


@pytest.mark.usefixtures("ben")
def test_a_weak_password_leaves_the_link_working() -> None:
    token = ask()
    with pytest.raises(Invalid):
        password_resets.use(token, "short")
    assert password_resets.opened(token)


def test_nobody_gets_a_mail_for_an_address_without_an_account(ben: User) -> None:
    ask("nobody@example.org")
    assert db.session.query(Message).count() == 0


def test_a_stopped_account_gets_no_link_and_an_earlier_one_does_not_work(ben: User) -> None:
    token = ask()
    ben.disabled_at = now()
    db.session.flush()
    with pytest.raises(NotFound):
        password_resets.opened(token)
    db.session.query(Message).delete()
    ask()
    assert db.session.query(Message).count() == 0


@pytest.mark.usefixtures("ben")
def test_nobodys_mailbox_is_flooded(clock: Clock) -> None:
    for _ in range(10):
        clock.pass_by(minutes=1)
        ask()
    assert db.session.query(Message).count() == password_resets.MOST_AN_HOUR
    clock.pass_by(hours=1)
    ask()
    assert db.session.query(Message).count() == password_resets.MOST_AN_HOUR + 1


def test_the_person_is_told_that_the_password_was_changed(ben: User) -> None:
    password_resets.use(ask(), NEW)
    templates = [m.template for m in db.session.query(Message)]
    assert sorted(templates) == ["password_changed", "password_reset"]
