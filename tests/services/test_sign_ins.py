"""Signing in is counted before it is looked at, and tells nothing about who has an account."""

import pytest

from nap_tracker import passwords
from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, TooMany
from nap_tracker.extensions import db
from nap_tracker.models.account import SignInAttempt, User
from nap_tracker.services import sign_ins
from tests.cast import make_user
from tests.doors import Clock

PASSWORD = "seven herons over wet slate"
HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def ben(database: None) -> User:
    return make_user("Ben Known", password_hash=passwords.hash_password(PASSWORD))


def try_out(password: str = "wrong", email: str = "ben@example.org", address: str = HERE) -> bool:
    knock = sign_ins.knock(email, address)
    if not sign_ins.opens(knock, password):
        return False
    sign_ins.enter(knock, password)
    return True


def test_the_right_password_lets_in_however_the_address_is_typed(ben: User) -> None:
    knock = sign_ins.knock("  Ben@Example.ORG ", HERE)
    assert sign_ins.opens(knock, PASSWORD)
    assert sign_ins.enter(knock, PASSWORD) is ben


@pytest.mark.usefixtures("ben")
@pytest.mark.parametrize("email", ["ben@example.org", "nobody@example.org", ""])
def test_a_sixth_failure_from_one_place_is_refused_whether_there_is_an_account_or_not(
    email: str,
) -> None:
    for _ in range(sign_ins.MOST_FROM_HERE):
        assert not try_out(email=email)
    with pytest.raises(TooMany):
        try_out(PASSWORD, email=email)


@pytest.mark.usefixtures("ben")
def test_waiting_is_enough(clock: Clock) -> None:
    for _ in range(sign_ins.MOST_FROM_HERE):
        try_out()
    clock.pass_by(minutes=14, seconds=59)
    with pytest.raises(TooMany):
        try_out(PASSWORD)
    clock.pass_by(seconds=1)
    assert try_out(PASSWORD)


@pytest.mark.usefixtures("ben")
def test_the_owner_gets_in_from_elsewhere_while_somebody_guesses(clock: Clock) -> None:
    for _ in range(sign_ins.MOST_FROM_HERE):
        try_out()
    clock.pass_by(seconds=1)
    assert try_out(PASSWORD, address=THERE)


@pytest.mark.usefixtures("ben")
def test_guesses_from_many_places_are_refused_too() -> None:
    for n in range(sign_ins.MOST_OF_ACCOUNT):
        assert not try_out(address=f"198.51.100.{n}")
    with pytest.raises(TooMany):
        try_out(PASSWORD, address=THERE)


@pytest.mark.usefixtures("ben")
def test_one_place_cannot_try_many_accounts() -> None:
    for n in range(sign_ins.MOST_OF_ADDRESS):
        assert not try_out(email=f"person{n}@example.org")
    with pytest.raises(TooMany):
        try_out(PASSWORD)
    assert try_out(PASSWORD, address=THERE)


@pytest.mark.usefixtures("ben")
def test_the_addresses_of_one_household_count_as_one() -> None:
    for n in range(sign_ins.MOST_FROM_HERE):
        try_out(address=f"2001:db8:1:2::{n}")
    with pytest.raises(TooMany):
        try_out(address="2001:db8:1:2:ffff::1")
    assert not try_out(address="2001:db8:1:3::1")


@pytest.mark.usefixtures("ben")
def test_an_address_that_is_none_counts_as_one() -> None:
    for _ in range(sign_ins.MOST_FROM_HERE):
        try_out(address="")
    with pytest.raises(TooMany):
        try_out(address="a unix socket")


@pytest.mark.usefixtures("ben")
def test_signing_in_starts_the_count_again(clock: Clock) -> None:
    for _ in range(sign_ins.MOST_FROM_HERE - 1):
        try_out()
    clock.pass_by(seconds=1)
    assert try_out(PASSWORD)
    clock.pass_by(seconds=1)
    for _ in range(sign_ins.MOST_FROM_HERE - 1):
        try_out()
    assert try_out(PASSWORD)


@pytest.mark.usefixtures("database")
def test_an_unknown_account_costs_as_much_work_as_a_known_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checked: list[str] = []

    class Heard:
        def verify(self, stored: str, password: bytes) -> bool:
            checked.append(stored)
            return passwords_hasher.verify(stored, password)

    passwords_hasher = passwords.hasher
    monkeypatch.setattr(passwords, "hasher", Heard())
    assert not try_out(email="nobody@example.org")
    assert checked == [passwords.DECOY]


def test_a_stopped_account_looks_like_a_wrong_password(ben: User) -> None:
    ben.disabled_at = now()
    db.session.flush()
    assert not try_out(PASSWORD)


def test_an_account_stopped_at_that_moment_is_not_let_in(ben: User) -> None:
    knock = sign_ins.knock(ben.email, HERE)
    assert sign_ins.opens(knock, PASSWORD)
    ben.disabled_at = now()
    with pytest.raises(Forbidden):
        sign_ins.enter(knock, PASSWORD)


def test_an_old_hash_is_made_anew_when_somebody_comes_in(
    ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ben.password_hash
    hasher = passwords.PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "hasher", hasher)
    assert try_out(PASSWORD)
    assert ben.password_hash != before
    assert passwords.matches(PASSWORD, ben.password_hash)


@pytest.mark.usefixtures("ben")
def test_tries_are_forgotten_after_a_day_and_name_nobody(clock: Clock) -> None:
    try_out()
    row = db.session.query(SignInAttempt).one()
    assert "ben" not in str(vars(row))
    clock.pass_by(hours=23)
    assert sign_ins.prune(now()) == 0
    clock.pass_by(hours=2)
    assert sign_ins.prune(now()) == 1
