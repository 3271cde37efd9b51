"""Letting the first people in from the command line."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from nap_tracker import cli, passwords
from nap_tracker.extensions import db
from nap_tracker.models.account import Party, User
from nap_tracker.models.event import Event
from nap_tracker.roles import Role
from nap_tracker.services import accounts
from tests.browser_client import Browser
from tests.cast import Cast

PASSWORD = "seven herons over wet slate"


@dataclass
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(app: Flask, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as the console does, with its exit code."""

    def command(*arguments: str, typed: str = "") -> Ended:
        monkeypatch.setattr("sys.argv", ["nap-tracker", *arguments])
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        db.session.commit()
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.run(lambda: app)
        db.session.rollback()
        db.session.expire_all()
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return command


@pytest.mark.usefixtures("database")
def test_a_party_and_its_first_focal_point(run: Run, browser: Browser) -> None:
    made = run(
        *("party", "create", "--code", "gha", "--name", "en=Ghana", "--name", "fr=Ghana"),
        *("--time-zone", "Africa/Accra"),
    )
    assert (made.code, made.err) == (0, "Added GHA.\n")
    created = run(
        *("user", "create", "--email", "Ama@EPA.example", "--name", "Ama Serwaa"),
        *("--party", "GHA", "--role", "focal_point", "--language", "en"),
    )
    assert created.code == 0
    link = created.out.strip()
    address = "/passwords/" + link.rpartition("/")[2]
    page = browser.post(address, {"password": PASSWORD}, token_from=address)
    assert page.location == "/sign-in"
    user = accounts.by_email("ama@epa.example")
    assert user is not None
    party = db.session.query(Party).one()
    assert accounts.actor_of(user).roles_in(party.id) == {Role.FOCAL_POINT}


@pytest.mark.usefixtures("database")
def test_a_password_is_read_from_the_input(run: Run) -> None:
    created = run(
        *("user", "create", "--email", "gus@example.org", "--name", "Gus", "--administrator"),
        "--password-stdin",
        typed=f"{PASSWORD}\n",
    )
    assert (created.code, created.out) == (0, "")
    user = db.session.query(User).one()
    assert user.is_administrator
    assert passwords.matches(PASSWORD, user.password_hash)


@pytest.mark.usefixtures("database")
def test_a_weak_password_makes_no_account(run: Run) -> None:
    created = run(
        *("user", "create", "--email", "gus@example.org", "--name", "Gus", "--password-stdin"),
        typed="short\n",
    )
    assert created.code == 2
    assert "12 characters" in created.err
    assert db.session.query(User).count() == 0


def test_an_existing_account_gets_another_role(run: Run, cast: Cast) -> None:
    changed = run(
        *("user", "create", "--email", cast.stranger.email, "--party", "XAA", "--role", "viewer")
    )
    assert changed.code == 0
    assert cast.actor("stranger").roles_in(cast.amberland.id) == {Role.VIEWER}
    event = db.session.query(Event).filter_by(chain=cast.amberland.id, kind="role:given").one()
    assert event.actor_kind == "operator"


def test_a_reviewer_gets_a_plan_of_that_party_only(run: Run, cast: Cast) -> None:
    base = ("user", "create", "--email", cast.stranger.email, "--role", "reviewer")
    wrong = run(*base, "--party", "XAA", "--plan", cast.other_plan.id)
    assert wrong.code == 2
    assert run(*base, "--party", "XAA", "--plan", cast.plan.id).code == 0
    assert cast.actor("stranger").reviews(cast.plan.id)


@pytest.mark.parametrize(
    "arguments",
    [
        ("user", "create"),
        ("user", "create", "--email", "a@b.example"),
        ("user", "create", "--email", "nobody", "--name", "A"),
        ("user", "create", "--email", "a@b.example", "--name", "A", "--role", "officer"),
        ("user", "create", "--email", "a@b.example", "--name", "A", "--party", "XAA"),
        (
            *("user", "create", "--email", "a@b.example", "--name", "A"),
            *("--party", "XAA", "--role", "reviewer"),
        ),
        (
            *("user", "create", "--email", "a@b.example", "--name", "A"),
            *("--party", "XZZ", "--role", "officer"),
        ),
        ("party", "create", "--code", "GHA", "--name", "Ghana"),
        ("party", "create", "--code", "QQQ", "--name", "en=Nowhere"),
        ("party", "create", "--code", "XAA", "--name", "en=Again"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_changes_nothing(
    run: Run, cast: Cast, arguments: tuple[str, ...]
) -> None:
    before = db.session.query(User).count(), db.session.query(Party).count()
    ended = run(*arguments)
    assert ended.code == 2
    assert ended.err
    assert (db.session.query(User).count(), db.session.query(Party).count()) == before
    assert cast.amberland.name == {"en": "Amberland"}


def test_a_password_of_an_existing_account_is_not_changed(run: Run, cast: Cast) -> None:
    ended = run(
        *("user", "create", "--email", cast.officer.email, "--password-stdin"), typed=PASSWORD
    )
    assert ended.code == 2
    assert cast.officer.password_hash is None


def test_accounts_are_listed_a_line_each(
    run: Run, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "PAGE", 3)
    accounts.disable(cast.actor("administrator"), cast.viewer)
    lines = run("user", "list").out.splitlines()
    assert len(lines) == 8
    assert "chen@example.org\tChen Li\tXAA:officer" in lines
    assert "emeka@example.org\tEmeka Obi\tXAA:viewer\tstopped" in lines
    assert "gus@example.org\tGus Admin\tadministrator" in lines
    assert "hana@example.org\tHana Stranger\tXBB:coordinator,XBB:focal_point,XBB:officer" in lines
