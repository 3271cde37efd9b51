"""Money by kind of source in what can be published: its sums, and never who gave it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from nap_tracker.roles import OPERATOR
from nap_tracker.services import finances, funding, tracking
from tests.cast import Cast
from tests.factories import complete_plan
from tests.services.carried_out import CarriedOut, candidates, carry_out
from tests.services.test_progress_publications import endorsed_with


@pytest.fixture
def made(cast: Cast) -> CarriedOut:
    return carry_out(cast)


def test_a_kind_of_source_that_the_plan_keeps_from_the_public_hides_all_of_them(cast: Cast):
    content = complete_plan()
    line = content.rows("budget_line")[0]
    closed = replace(line, audiences={**line.audiences, "source_type": "reviewers"})
    entries = tuple(closed if one is line else one for one in content.entries)
    made = endorsed_with(cast, replace(content, entries=entries))
    found = candidates(cast, made)
    assert {one.is_kept for key, one in found.items() if key.startswith("source:")} == {True}
    assert {one.is_kept for key, one in found.items() if key.startswith("money:")} == {False}


def test_the_money_of_each_kind_of_source_is_told_and_no_giver(cast: Cast, made: CarriedOut):
    found = {key: one for key, one in candidates(cast, made).items() if key.startswith("source:")}
    tracked = tracking.of_version(OPERATOR, made.version)
    money = finances.of_version(OPERATOR, made.version, tracked)
    assert [one.stand.uid for one in found.values()] == [key or "unsaid" for key in money.by_source]
    gef = found["source:gef"].stand
    assert gef.title == "Global Environment Facility"
    secured = gef.reading("secured")
    assert secured is not None
    assert (secured.value, secured.code) == ("2,500 USD", "USD 2500.0000")
    in_french = candidates(cast, made, language="fr")["source:gef"].stand
    assert in_french.title != gef.title
    assert not any(one.is_kept for one in found.values())


def test_money_of_which_nobody_said_the_source_is_told_as_such(cast: Cast, made: CarriedOut):
    tracked = tracking.of_version(OPERATOR, made.version)
    details = {"movement": "spent", "activity_uid": None, "line_uid": None, "source_type": None}
    details |= {"amount": Decimal(70), "currency": "EUR", "happened_on": "2026-03"}
    funding.record(OPERATOR, made.version, tracked, details={**details, "source": "", "note": ""})
    unsaid = candidates(cast, made)["source:unsaid"].stand
    spent = unsaid.reading("spent")
    assert unsaid.title == "Source not said"
    assert spent is not None
    assert spent.value == "70 EUR"
