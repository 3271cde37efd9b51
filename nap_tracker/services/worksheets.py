"""The worksheet of the determination: what was gathered, as often as it was saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from nap_tracker.annex_c.worksheet import MEASURES, worksheet
from nap_tracker.content.audience import Audience
from nap_tracker.content.canonical import dumps
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, chosen, gettext
from nap_tracker.models.account import Party
from nap_tracker.models.obligation import Worksheet
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.permissions import reads_as, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, history, plans
from nap_tracker.services.contents import Extent
from nap_tracker.services.treaty_facts import MEANWHILE


@dataclass(frozen=True, slots=True)
class Figure:
    """An estimate of a plan that can be taken over."""

    plan: Plan
    uid: str
    field: str
    """The question it answers here."""
    title: str
    amount: Mapping[str, Any]


def newest(actor: Actor, party: Party) -> Worksheet | None:
    """What the worksheet says now, for the drafting team."""
    require(actor, Permission.OBLIGATION_FILES, party)
    query = select(Worksheet).filter_by(party_id=party.id).order_by(Worksheet.number.desc())
    return db.session.scalar(query.options(joinedload(Worksheet.recorded_by)).limit(1))


def get(actor: Actor, party: Party, number: int) -> Worksheet:
    """The worksheet as it was saved then."""
    require(actor, Permission.OBLIGATION_FILES, party)
    found = db.session.scalar(select(Worksheet).filter_by(party_id=party.id, number=number))
    if found is None:
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    return found


def numbers(actor: Actor, party: Party) -> Sequence[Worksheet]:
    """Every time it was saved, the newest first."""
    require(actor, Permission.OBLIGATION_FILES, party)
    query = select(Worksheet).filter_by(party_id=party.id).order_by(Worksheet.number.desc())
    return db.session.scalars(query.options(joinedload(Worksheet.recorded_by)).limit(50)).all()


def save(actor: Actor, party: Party, answers: Mapping[str, Any], *, seen: int) -> Worksheet:
    """Save what was gathered; what it said before stays. Raises Invalid."""
    require(actor, Permission.WORKSHEET_EDIT, party)
    before = newest(actor, party)
    number = before.number if before else 0
    if number != seen:
        raise Invalid(MEANWHILE)
    known = {field.id for field in worksheet().fields}
    kept = {id: value for id, value in answers.items() if id in known and value is not None}
    if before is not None and before.answers == kept:
        return before
    sheet = Worksheet(
        party_id=party.id,
        number=number + 1,
        answers=kept,
        recorded_by_id=actor.user_id,
        recorded_by_name="" if actor.user_id else actor.name,
    )
    db.session.add(sheet)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise Invalid(MEANWHILE) from None
    history.record(
        actor,
        "worksheet:saved",
        party_id=party.id,
        subject=f"worksheet:{sheet.id}",
        details={"number": str(sheet.number)},
        content=dumps(kept),
    )
    db.session.flush()
    return sheet


def figures(actor: Actor, party: Party) -> list[Figure]:
    """Estimates of the Party's plans that answer a question of the worksheet."""
    require(actor, Permission.WORKSHEET_EDIT, party)
    query = select(Plan).filter_by(party_id=party.id).order_by(Plan.created_at)
    found: list[Figure] = []
    for plan in db.session.scalars(query.limit(5)):
        version = plans.newest(actor, plan.id)
        if reads_as(actor, version) is Audience.DRAFTING_TEAM:
            found += _of_version(actor, plan, version)
    return found


def take_over(actor: Actor, party: Party, plan_id: str, uid: str) -> Worksheet:
    """Put an estimate of a plan into the worksheet, with where it comes from. Raises Hidden."""
    require(actor, Permission.WORKSHEET_EDIT, party)
    figure = next((f for f in figures(actor, party) if (f.plan.id, f.uid) == (plan_id, uid)), None)
    if figure is None:
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    before = newest(actor, party)
    answers = dict(before.answers) if before else {}
    answers[figure.field] = _with_source(figure)
    return save(actor, party, answers, seen=before.number if before else 0)


def _of_version(actor: Actor, plan: Plan, version: PlanVersion) -> list[Figure]:
    content = contents.read(actor, version, extent=Extent(frozenset({"baseline", "region"})))
    units = {field.id: field.units for field in worksheet().fields}
    found = []
    for row in content.rows("baseline"):
        field = MEASURES.get(row.answers.get("measure", ""))
        amount = row.answers.get("amount") or {}
        if field is not None and amount.get("unit") in units[field]:
            title = chosen(row.answers.get("title") or {}, plan.language)
            found.append(Figure(plan, row.uid, field, title, amount))
    return found


def _with_source(figure: Figure) -> dict[str, Any]:
    """The figure with the sentence of where it stands, before the source it names itself."""
    language = figure.plan.language
    said = gettext(
        "From the plan “%(plan)s”, estimate “%(title)s”.",
        plan=chosen(figure.plan.title, language),
        title=figure.title,
    )
    source = dict(figure.amount.get("source") or {})
    source[language] = " ".join(filter(None, (said, source.get(language, ""))))
    return {**figure.amount, "source": source}
