"""Money of a plan in the installation in use: what was secured, with its letter, and a rate."""

from __future__ import annotations

from decimal import Decimal

from nap_tracker.extensions import db
from nap_tracker.models.funding import ExchangeRate, FundingRecord
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import attaching
from tests.cast import Cast


def fill(cast: Cast, version: PlanVersion) -> None:
    who = cast.officer.id
    of_plan = {"party_id": version.party_id, "plan_id": version.plan_id, "recorded_by_id": who}
    file = attaching.keep(version.party_id, "letter.txt", b"We give it", uploaded_by_id=who)
    amount = {"amount": Decimal("12.5"), "currency": "USD", "happened_on": "2025"}
    rate = {"base": "USD", "quote": "XAF", "rate": Decimal("600.25"), "stated_on": "2025-01-31"}
    db.session.add_all(
        [
            FundingRecord(**of_plan, movement="secured", **amount, source="A", file_id=file.id),
            ExchangeRate(**of_plan, **rate, source="Central bank"),
        ]
    )
    db.session.commit()
