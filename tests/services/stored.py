"""Made-up plans put into the database as an import would."""

from __future__ import annotations

from dataclasses import replace

from nap_tracker.content.tree import PlanContent
from nap_tracker.extensions import db
from nap_tracker.imports.interchange import Incoming
from nap_tracker.models.account import Party
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import interchange, plans
from tests.cast import make_plan


def store(plan: Plan, content: PlanContent) -> PlanVersion:
    """The content as the newest version of a plan of the cast."""
    party = replace(content.party, code=plan.party.code)
    incoming = Incoming(replace(content, uid=plan.id, party=party), ())
    interchange.bring_in(OPERATOR, incoming, existing="new_draft")
    db.session.commit()
    return plans.newest(OPERATOR, plan.id)


def many_plans(party: Party, number: int) -> None:
    """More plans of a Party, as cheaply as they come."""
    for place in range(number):
        make_plan(party, f"Plan {place}")
    db.session.commit()
