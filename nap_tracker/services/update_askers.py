"""Who is asked how things go in plans in force: institutions somebody reports for, else who leads.

An activity is asked of the institution that leads it: no ministry answers for what another one
leads. Those that support it may report at any time, and are asked only where the plan names no
lead. What officers of institutions may not read is asked of who leads the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nap_tracker.content.tracked import Tracked, TrackedActivity
from nap_tracker.models.account import User
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Grant
from nap_tracker.services import tracking

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Askers:
    """Of one plan in force."""

    reporting: frozenset[str]
    """Institutions that somebody reports for now."""
    seen: Tracked | None
    """What their officers may read; None where there are none."""

    def activity(self, uid: str) -> TrackedActivity | None:
        """As officers of institutions read it."""
        return self.seen.activity(uid) if self.seen else None

    def of_activity(self, uid: str) -> frozenset[str]:
        """The institutions that are asked; none where it is asked of who leads the plan."""
        one = self.activity(uid)
        if one is None:
            return NOBODY
        return self.reporting.intersection([one.lead_uid] if one.lead_uid else one.supporting)

    def of_milestone(self, activity_uid: str, uid: str, due: str | None) -> frozenset[str]:
        """The same of a milestone of the text, which may be kept from them, or its date."""
        one = self.activity(activity_uid)
        shown = one.milestones if one else ()
        is_shown = any((each.uid, each.due) == (uid, due) for each in shown)
        return self.of_activity(activity_uid) if is_shown else NOBODY


NOBODY_REPORTS = Askers(NOBODY, None)


def reporting(held: Mapping[User, Iterable[Grant]]) -> Mapping[str, frozenset[str]]:
    """Plan -> the institutions somebody reports for."""
    found: dict[str, set[str]] = {}
    for roles in held.values():
        for grant in roles:
            if grant.plan_id and grant.institution:
                found.setdefault(grant.plan_id, set()).add(grant.institution)
    return {plan_id: frozenset(institutions) for plan_id, institutions in found.items()}


def of_version(version: PlanVersion, institutions: frozenset[str]) -> Askers:
    """Of a version in force, whose text is read only where somebody reports for an institution."""
    return Askers(institutions, tracking.of_reporters(version) if institutions else None)
