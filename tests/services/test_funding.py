"""What is recorded of money: by whom, for what, and that a mistake stays readable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from nap_tracker.content.tracked import Tracked
from nap_tracker.errors import Forbidden, Invalid, InvalidTransition, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.event import Event
from nap_tracker.models.funding import ExchangeRate, FundingRecord
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    endorsements,
    exchange_rates,
    finances,
    funding,
    sealing,
    tracking,
)
from tests.cast import Cast
from tests.doors import QueryCount
from tests.factories import complete_plan
from tests.services.stored import store

D = Decimal


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    """A whole plan in force."""
    made = store(cast.plan, complete_plan())
    sealing.freeze(OPERATOR, made)
    endorsements.record(OPERATOR, made, details={"body": "Cabinet"})
    db.session.commit()
    return made


@pytest.fixture
def tracked(version: PlanVersion) -> Tracked:
    return tracking.of_version(OPERATOR, version)


def details(tracked: Tracked, **given: Any) -> dict[str, Any]:
    return {
        "movement": "secured",
        "activity_uid": tracked.activities[0].uid,
        "line_uid": None,
        "amount": D("2500.50"),
        "currency": "USD",
        "happened_on": "2026-03",
        "source_type": "gef",
        "source": "GEF-8",
        "note": "Letter of March",
        **given,
    }


def record(cast: Cast, version: PlanVersion, tracked: Tracked, **given: Any) -> FundingRecord:
    return funding.record(
        cast.actor("officer"), version, tracked, details=details(tracked, **given)
    )


def test_an_officer_records_what_was_secured_and_spent(
    cast: Cast, version: PlanVersion, tracked: Tracked
) -> None:
    made = record(cast, version, tracked)
    record(cast, version, tracked, movement="spent", amount=D("0.0001"))
    assert made.who == "Chen Li"
    money = finances.of_version(cast.actor("officer"), version, tracked)
    uid = tracked.activities[0].uid
    assert money.by_activity[uid].secured == {"USD": D("2500.50")}
    assert money.by_activity[uid].spent == {"USD": D("0.0001")}
    assert money.by_source["gef"].secured == {"USD": D("2500.50")}
    assert money.whole.secured == {"USD": D("2500.50")}
    events = db.session.query(Event).filter(Event.kind == "funding:recorded").all()
    assert [e.happened_on for e in events] == ["2026-03", "2026-03"]
    assert "GEF-8" not in events[0].details


@pytest.mark.parametrize("who", ["viewer", "reviewer", "stranger", "administrator"])
def test_nobody_else_records_money(
    cast: Cast, version: PlanVersion, tracked: Tracked, who: str
) -> None:
    with pytest.raises((NotFound, Forbidden)):
        funding.record(cast.actor(who), version, tracked, details=details(tracked))
    assert db.session.query(FundingRecord).count() == 0


@pytest.mark.parametrize(
    ("given", "about"),
    [
        ({"activity_uid": "another"}, "activity_uid"),
        ({"line_uid": "another"}, "line_uid"),
        ({"currency": "XYZ"}, "currency"),
        ({"amount": D(0)}, "amount"),
        ({"amount": D(-1)}, "amount"),
        ({"amount": D(10) ** 14}, "amount"),
        ({"happened_on": "2999"}, "happened_on"),
        ({"movement": "taken_back"}, "amount"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    cast: Cast, version: PlanVersion, tracked: Tracked, given: dict[str, Any], about: str
) -> None:
    with pytest.raises(Invalid) as refused:
        record(cast, version, tracked, **given)
    assert refused.value.about == about


def test_a_line_of_another_activity_is_refused(
    cast: Cast, version: PlanVersion, tracked: Tracked
) -> None:
    with_lines = next(one for one in tracked.activities if one.lines)
    other = next(one for one in tracked.activities if one.uid != with_lines.uid)
    with pytest.raises(Invalid) as refused:
        record(cast, version, tracked, activity_uid=other.uid, line_uid=with_lines.lines[0])
    assert refused.value.about == "line_uid"
    assert record(
        cast, version, tracked, activity_uid=with_lines.uid, line_uid=with_lines.lines[0]
    ).line_uid


def test_no_more_is_taken_back_than_was_secured(
    cast: Cast, version: PlanVersion, tracked: Tracked
) -> None:
    first = record(cast, version, tracked, amount=D(100))
    record(cast, version, tracked, movement="taken_back", amount=D(30))
    with pytest.raises(Invalid) as refused:
        record(cast, version, tracked, movement="taken_back", amount=D("70.01"))
    assert refused.value.params["amount"] == "70.0000"
    money = finances.of_version(OPERATOR, version, tracked)
    assert money.whole.secured == {"USD": D(70)}
    with pytest.raises(Invalid, match="Withdraw what was recorded as taken back"):
        funding.withdraw(cast.actor("officer"), version, first, because="Twice")


def test_a_mistake_is_withdrawn_and_stays_readable(
    cast: Cast, version: PlanVersion, tracked: Tracked
) -> None:
    made = record(cast, version, tracked)
    with pytest.raises(Invalid):
        funding.withdraw(cast.actor("officer"), version, made, because=" ")
    funding.withdraw(cast.actor("officer"), version, made, because="Another plan")
    assert finances.of_version(OPERATOR, version, tracked).whole.secured == {}
    assert funding.of_plan(version.plan_id) == []
    kept = funding.of_plan(version.plan_id, withdrawn=True)
    assert [one.withdrawn_because for one in kept] == ["Another plan"]
    with pytest.raises(InvalidTransition):
        funding.withdraw(cast.actor("officer"), version, made, because="Again")


def test_a_button_pressed_twice_records_once(
    cast: Cast, version: PlanVersion, tracked: Tracked
) -> None:
    who, said = cast.actor("officer"), details(tracked)
    once = "11111111-1111-4111-8111-111111111111"
    first = funding.record(who, version, tracked, details=said, once=once)
    assert funding.record(who, version, tracked, details=said, once=once) is first
    assert db.session.query(FundingRecord).count() == 1


def test_evidence_is_of_the_drafting_team_alone(
    cast: Cast, version: PlanVersion, tracked: Tracked
) -> None:
    made = funding.record(
        cast.actor("officer"),
        version,
        tracked,
        details=details(tracked),
        evidence=("letter.txt", b"We give it"),
    )
    copy = funding.evidence_of(cast.actor("colleague"), version, made.id)
    assert (copy.name, copy.data) == ("letter.txt", b"We give it")
    with pytest.raises((NotFound, Forbidden)):
        funding.evidence_of(cast.actor("viewer"), version, made.id)
    file = db.session.get_one(StoredFile, made.file_id)
    assert (file.plan_id, file.audience) == (None, "drafting_team")


def test_a_record_is_not_reached_through_another_plan(
    cast: Cast, version: PlanVersion, tracked: Tracked
) -> None:
    made = record(cast, version, tracked)
    other = cast.other_plan.versions[-1]
    with pytest.raises(NotFound):
        funding.get(OPERATOR, other, made.id)


def rate(**given: Any) -> dict[str, Any]:
    stated = {"base": "USD", "quote": "XAF", "rate": D("581.84"), "stated_on": "2026-01-31"}
    return {**stated, "source": "Central bank", **given}


def test_a_rate_is_stated_and_its_mistake_withdrawn(cast: Cast, version: PlanVersion) -> None:
    made = exchange_rates.record(cast.actor("officer"), version, details=rate())
    db.session.expire(made)
    assert made.rate == D("581.84")
    exchange_rates.withdraw(cast.actor("officer"), version, made, because="Of another day")
    assert exchange_rates.of_plan(version.plan_id) == []
    assert len(exchange_rates.of_plan(version.plan_id, withdrawn=True)) == 1


@pytest.mark.parametrize(
    ("given", "about"),
    [
        ({"base": "ABC"}, "base"),
        ({"quote": "USD"}, "quote"),
        ({"rate": D(0)}, "rate"),
        ({"rate": D("0.0000000001")}, "rate"),
        ({"rate": D(10) ** 9}, "rate"),
        ({"source": " "}, "source"),
        ({"stated_on": "2999-01-01"}, "stated_on"),
    ],
)
def test_a_rate_that_cannot_be_kept_exactly_is_refused(
    cast: Cast, version: PlanVersion, given: dict[str, Any], about: str
) -> None:
    with pytest.raises(Invalid) as refused:
        exchange_rates.record(cast.actor("officer"), version, details=rate(**given))
    assert refused.value.about == about
    assert db.session.query(ExchangeRate).count() == 0


def test_what_was_known_on_a_day_leaves_out_what_came_later(
    cast: Cast, version: PlanVersion, tracked: Tracked
) -> None:
    record(cast, version, tracked, happened_on="2026-03-10", amount=D(5))
    record(cast, version, tracked, happened_on="2026-05-10", amount=D(7))
    exchange_rates.record(cast.actor("officer"), version, details=rate(stated_on="2026-04-01"))
    then = finances.of_version(OPERATOR, version, tracked, until=date(2026, 3, 31))
    assert then.whole.secured == {"USD": D(5)}
    assert then.rates.between("USD", "XAF") is None
    now = finances.of_version(OPERATOR, version, tracked)
    assert now.whole.secured == {"USD": D(12)}
    assert now.rates.between("USD", "XAF")


def test_a_viewer_reads_no_money_of_an_activity_hidden_from_them(
    cast: Cast, version: PlanVersion, tracked: Tracked
) -> None:
    record(cast, version, tracked)
    uid = tracked.activities[0].uid
    hidden = Tracked(uid=tracked.uid, language="en", version=1, title={})
    seen = finances.of_version(cast.actor("viewer"), version, hidden)
    assert uid not in seen.by_activity
    assert seen.whole.secured == {}


def test_the_money_of_a_plan_costs_two_queries_however_much_there_is(
    cast: Cast, version: PlanVersion, tracked: Tracked, queries: QueryCount
) -> None:
    for amount in range(1, 25):
        record(cast, version, tracked, amount=D(amount))
    db.session.commit()
    plan_id = cast.plan.id
    db.session.expunge_all()
    version = tracking.in_force(OPERATOR, plan_id)
    with queries:
        money = finances.of_version(OPERATOR, version, tracked)
        assert money.whole.secured == {"USD": D(300)}
        assert {one.who for one in money.entries} == {"Chen Li"}
    assert queries.count == 2


def test_stands_say_in_one_language_how_the_money_stood_on_a_day(
    cast: Cast, version: PlanVersion, tracked: Tracked
) -> None:
    record(cast, version, tracked, happened_on="2026-03-10", amount=D(5))
    record(cast, version, tracked, happened_on="2026-05-10", amount=D(7))
    found = finances.stands(cast.plan, until=date(2026, 3, 31), language="fr")
    assert [one.uid for one in found] == [*(a.uid for a in tracked.activities), cast.plan.id]
    first = found[0].reading("secured")
    assert first
    assert (first.label, first.value) == ("Obtenu", "5 USD")
    nothing = found[1].reading("secured")
    assert nothing
    assert nothing.value == "Rien de consigné"
    whole = found[-1].reading("secured")
    assert whole
    assert whole.value == "5 USD"


def test_a_plan_that_is_not_in_force_has_no_stands(cast: Cast) -> None:
    assert finances.stands(cast.plan, until=date(2026, 3, 31), language="en") == ()
