"""`remind`: what would go out, and sending it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Query

from nap_tracker.extensions import db
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.roles import OPERATOR
from nap_tracker.services import assignments, plans
from tests.cast import Cast
from tests.cli.conftest import Console
from tests.doors import Clock


@pytest.fixture(autouse=True)
def trade(cast: Cast, clock: Clock) -> None:
    """Asked of the officer by Monday week; it is late in the evening."""
    clock.moment = datetime(2026, 6, 8, 22, 0, tzinfo=UTC)
    version = plans.newest(OPERATOR, cast.plan.id)
    assignments.assign(OPERATOR, version, "trade", user_id=cast.officer.id, due_on="2026-06-15")
    db.session.commit()


def daily() -> Query[Message]:
    """The messages of reminders; who is given a section is told of that at once."""
    return db.session.query(Message).filter_by(template="daily")


def test_a_dry_run_prints_what_would_go_out_and_sends_nothing(console: Console) -> None:
    code, out, _ = console("remind", "--dry-run")
    assert code == 0
    first, second = out.splitlines()
    assert first.split("\t") == ["chen@example.org", "2026-06-08", "en", "Chen Li"]
    assert second.split("\t") == [
        "",
        "2026-06-15",
        "before-7",
        "Complete the section “Managing mercury trade and preventing diversion”",
        "Plan of Amberland",
    ]
    assert daily().count() == 0


def test_a_dry_run_may_be_of_another_day(console: Console) -> None:
    assert "before-1" in console("remind", "--dry-run", "--on", "2026-06-12")[1]
    assert "after-7" in console("remind", "--dry-run", "--on", "2026-06-22")[1]
    assert console("remind", "--dry-run", "--on", "2026-06-14")[1] == "", "a Sunday"


def test_reminding_writes_the_messages_of_the_day_once_at_any_hour(console: Console) -> None:
    assert console("remind")[1] == "Messages written: 1. The worker sends them.\n"
    assert console("remind")[1].startswith("Messages written: 0.")
    assert console("remind", "--dry-run")[1] == "", "nothing more goes out today"
    assert daily().one().to == "chen@example.org"


def test_it_stands_in_the_log(console: Console) -> None:
    console("remind", "--dry-run")
    console("remind")
    kinds = {kind for (kind,) in db.session.query(Event.kind)}
    assert {"reminder:listed", "reminder:sent"} <= kinds


@pytest.mark.parametrize("arguments", [("--on", "2026-06-12"), ("--dry-run", "--on", "soon")])
def test_a_day_must_be_one_of_a_dry_run(console: Console, arguments: tuple[str, ...]) -> None:
    code, _, err = console("remind", *arguments)
    assert code == 2
    assert "Error" in err
    assert daily().count() == 0
