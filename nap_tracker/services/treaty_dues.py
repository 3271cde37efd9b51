"""The dated duties of the Convention, for everybody's list of what is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from nap_tracker.clock import day_of
from nap_tracker.links import path
from nap_tracker.models.account import Party
from nap_tracker.roles import Role
from nap_tracker.services import obligations
from nap_tracker.services.due import Due
from nap_tracker.services.obligations import Account
from nap_tracker.workflow.duties import PRESSING, Duty, Kind
from nap_tracker.workflow.duty_words import TITLES, title_params

KIND = "duty"
WHO = (Role.FOCAL_POINT, Role.COORDINATOR)
"""The focal point owns the obligation; where there is none, who runs the drafting is asked."""


def due(parties: Mapping[str, Party]) -> Iterator[Due]:
    """Duties with a date that are not done; what only may become one has no date."""
    return of_accounts(obligations.of_parties(list(parties.values())).values())


def of_accounts(accounts: Iterable[Account]) -> Iterator[Due]:
    """The same of clocks that were worked out already."""
    for account in accounts:
        since = _known_since(account)
        for duty in account.clock.duties:
            if duty.standing in PRESSING and duty.due is not None:
                yield _due(account, duty, since)


def _due(account: Account, duty: Duty, since: date | None) -> Due:
    on = duty.due.partial or duty.due.last.isoformat() if duty.due else ""
    return Due(
        key=f"{KIND}:{account.party.id}:{duty.key}",
        kind=KIND,
        on=on,
        party_id=account.party.id,
        words=TITLES[duty.kind],
        params=title_params(duty),
        path=_path(account, duty),
        who=WHO,
        since=since,
    )


def _path(account: Account, duty: Duty) -> str:
    """A review is opened and filled with its plan; everything else is recorded with the clock."""
    if duty.kind is Kind.REVIEW and account.plan_id:
        return path("progress-reviews", account.plan_id)
    return path("article-7", account.party.id)


def _known_since(account: Account) -> date | None:
    """The day of the last change to what the dates follow from: they were not known before."""
    moments = [fact.now.recorded_at for fact in account.record.facts]
    return day_of(max(moments), account.party.time_zone) if moments else None
