"""What is due because somebody was asked to review: a source of the agenda, and mail to links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from nap_tracker.annex_c.codes import COUNTRIES
from nap_tracker.clock import day_of
from nap_tracker.content.audience import Audience
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, weekend
from nap_tracker.links import path
from nap_tracker.models.account import Party
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.services import round_mail
from nap_tracker.services.due import Due
from nap_tracker.workflow import reminding
from nap_tracker.workflow.rounds import EXPECTED, OPEN

HAND_IN = N_("Read the plan and send your review, or say that you cannot")
EXPECTED_STATES = [state.value for state in EXPECTED]


def due(parties: Mapping[str, Party]) -> Iterator[Due]:
    """Reviews that people with an account were asked for.

    The reviewers' own: nobody else is asked to review because they are silent. Whoever leads is
    reminded of the round as a whole, as of everybody who was asked (`turn_dues`).
    """
    query = (
        select(RoundInvitation.user_id, RoundInvitation.invited_at, Round, Plan.title)
        .join(Round, Round.id == RoundInvitation.round_id)
        .join(Plan, Plan.id == Round.plan_id)
        .where(
            Round.party_id.in_(parties),
            Round.state == OPEN.value,
            RoundInvitation.state.in_(EXPECTED_STATES),
            RoundInvitation.user_id.is_not(None),
        )
    )
    for user_id, invited_at, round_, title in db.session.execute(query):
        zone = parties[round_.party_id].time_zone
        yield Due(
            key=f"review:{round_.id}:{user_id}",
            kind="review",
            on=round_.due_on,
            party_id=round_.party_id,
            words=HAND_IN,
            path=path("my-review", round_.id),
            who=((str(user_id),),),
            plan_id=round_.plan_id,
            plan=title,
            since=day_of(invited_at, zone),
            audience=Audience.REVIEWERS,
        )


def remind_by_link(moment: datetime) -> int:
    """Write to those who review by a personal link, by the same rules; how many messages.

    Each rule is told once, on a working day of the Party and in its working hours.
    """
    query = (
        select(RoundInvitation, Round, PlanVersion)
        .join(Round, Round.id == RoundInvitation.round_id)
        .join(PlanVersion, PlanVersion.id == Round.version_id)
        .options(joinedload(PlanVersion.plan).joinedload(Plan.party))
        .where(
            Round.state == OPEN.value,
            RoundInvitation.state.in_(EXPECTED_STATES),
            RoundInvitation.token_sha256.is_not(None),
        )
        .order_by(RoundInvitation.id)
    )
    written = 0
    for seat, round_, version in db.session.execute(query).all():
        rule = _rule(seat, round_, version.plan.party, moment)
        if rule is None:
            continue
        try:
            with db.session.begin_nested():
                written += round_mail.reminded(seat, round_, version, rule=rule.name)
        except IntegrityError:  # another worker wrote it at the same time
            continue
    return written


def _rule(
    seat: RoundInvitation, round_: Round, party: Party, moment: datetime
) -> reminding.Rule | None:
    there = moment.astimezone(ZoneInfo(party.time_zone))
    free = weekend(COUNTRIES.get(party.code, ""))
    is_working = reminding.is_working_day(there.date(), free)
    if not is_working or there.hour not in reminding.WORKING_HOURS:
        return None
    invited_on = day_of(seat.invited_at, party.time_zone)
    return reminding.reached(
        date.fromisoformat(round_.due_on), there.date(), since=invited_on, weekend=free
    )
