"""After how many months the readings of a plan's progress change; its own, or those of the file."""

from __future__ import annotations

from dataclasses import asdict

from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history
from nap_tracker.workflow.progress_limits import Limits, defaults, fault


def of(plan: Plan) -> Limits:
    """Those that hold for a plan. No query."""
    return defaults().with_own(plan.progress_limits)


def set_(actor: Actor, version: PlanVersion, limits: Limits) -> Limits:
    """Let them hold from now on, for all readings. Raises Invalid about a limit."""
    plan = version.plan
    require(actor, Permission.PLAN_EDIT, plan)
    wrong = fault(limits)
    if wrong is not None:
        raise Invalid(wrong[1], about=wrong[0])
    before = of(plan)
    if limits == before:
        return limits
    plan.progress_limits = limits.apart_from(defaults())
    history.record(
        actor,
        "plan:limits-set",
        party_id=plan.party_id,
        plan_id=plan.id,
        details={"before": asdict(before), "after": asdict(limits)},
    )
    db.session.flush()
    return limits
