"""Handing one's work over for good: the offer with its list, and the colleague's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.clock import last_day, now
from nap_tracker.errors import Forbidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.handing_on import AcceptForm, HandoverForm
from nap_tracker.i18n import N_, day, gettext, ngettext
from nap_tracker.models.account import Party, User
from nap_tracker.models.delegation import Handover
from nap_tracker.models.turn import Turn
from nap_tracker.permissions import can
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import accounts, delegations, handovers, in_hand, parties
from nap_tracker.web.door import actor
from nap_tracker.web.people import after_people
from nap_tracker.web.role_words import Told, sections_named
from nap_tracker.web.steps import Words

bp = Blueprint("handovers", __name__, url_prefix="/parties/<uuid:party_id>/handovers")


@dataclass(frozen=True, slots=True)
class Listed:
    """What is in hand, ready to print."""

    roles: list[str]
    sections: list[str]
    locks: list[str]
    lent: list[str]
    turns: list[str]
    answered: int


@bp.route("/new", methods=["GET", "POST"])
def create(party_id: UUID) -> ResponseReturnValue:
    """The list of what is in hand, and to whom it shall go."""
    party = parties.get(actor(), str(party_id), Permission.PARTY_SHOW)
    if not delegations.own_roles(actor(), party):
        raise Forbidden(N_("You have no role here to hand on."))
    form = HandoverForm(colleagues=[(u.id, u.name) for u in delegations.colleagues(actor(), party)])
    if form.validate_on_submit() and _offer(party, form):
        return redirect(after_people(party))
    return render_template(
        "handovers/create.html",
        party=party,
        listed=_listed(accounts.own(actor()), party),
        days=handovers.LAPSES_AFTER.days,
        form=form,
        errors=form.problems,
    )


@bp.route("/<uuid:handover_id>", methods=["GET", "POST"])
def show(party_id: UUID, handover_id: UUID) -> ResponseReturnValue:
    """What is offered, for the colleague to take over."""
    party = parties.get(actor(), str(party_id), Permission.PARTY_SHOW)
    handover = handovers.find(actor(), party, str(handover_id))
    form = AcceptForm()
    if form.validate_on_submit() and _accept(party, handover, form):
        return redirect(after_people(party))
    return render_template(
        "handovers/show.html",
        party=party,
        handover=handover,
        listed=_listed(handover.giver, party) if handover.is_open(now()) else None,
        state=state_words(handover, party),
        is_receiver=handover.to_id == actor().user_id,
        is_giver=handover.from_id == actor().user_id,
        is_open=handover.is_open(now()),
        form=form,
        errors=form.problems,
    )


@bp.post("/<uuid:handover_id>/decline")
def decline(party_id: UUID, handover_id: UUID) -> ResponseReturnValue:
    """Not to take it over."""
    party = parties.get(actor(), str(party_id), Permission.PARTY_SHOW)
    handover = handovers.find(actor(), party, str(handover_id))
    try:
        handovers.decline(actor(), party, handover)
    except Invalid as error:
        db.session.rollback()
        flash(gettext(error.message), "error")
        return redirect(url_for("handovers.show", party_id=party_id, handover_id=handover_id))
    db.session.commit()
    wake("messages")
    flash(gettext("You did not take the work over. Everything stays where it was."), "success")
    return redirect(after_people(party))


@bp.post("/<uuid:handover_id>/withdraw")
def withdraw(party_id: UUID, handover_id: UUID) -> ResponseReturnValue:
    """Take the offer back."""
    party = parties.get(actor(), str(party_id), Permission.PARTY_SHOW)
    handover = handovers.find(actor(), party, str(handover_id))
    handovers.withdraw(actor(), party, handover)
    db.session.commit()
    flash(gettext("The offer is taken back. Everything stays where it was."), "success")
    return redirect(after_people(party))


def state_words(handover: Handover, party: Party) -> str:
    """How the offer stands, with the day."""
    zone = party.time_zone
    if handover.accepted_at:
        return gettext("Taken over on %(day)s", day=day(last_day(handover.accepted_at, zone)))
    if handover.declined_at:
        return gettext("Not taken over (%(day)s)", day=day(last_day(handover.declined_at, zone)))
    if handover.withdrawn_at:
        return gettext("Taken back on %(day)s", day=day(last_day(handover.withdrawn_at, zone)))
    lapses = day(last_day(handover.lapses_at, zone))
    if handover.lapses_at <= now():
        return gettext("Lapsed after %(day)s without an answer", day=lapses)
    return gettext("Waits for an answer until %(day)s", day=lapses)


def _listed(person: User, party: Party) -> Listed:
    held = in_hand.of_person(person, party)
    told = Told.of(party)
    titles = told.titles
    return Listed(
        roles=[told.role(m) for m in held.roles],
        sections=[_in_plan(a.section, titles.get(plan, "")) for a, plan in held.assigned],
        locks=[_in_plan(lock.section, titles.get(plan, "")) for lock, plan in held.locks],
        lent=[d.delegate.name for d in held.lent],
        turns=_requests(held.turns, party, titles),
        answered=held.answered,
    )


def _requests(
    held: Sequence[tuple[Turn, str]], party: Party, titles: Mapping[str, str]
) -> list[str]:
    """Who has not answered is for the drafting team; others read how many there are."""
    if held and not can(actor(), Permission.TURN_SHOW, party):
        return [ngettext("%(n)s request", "%(n)s requests", len(held))]
    return [_request(turn, titles.get(plan, "")) for turn, plan in held]


def _request(turn: Turn, title: str) -> str:
    words = Words()
    said = {"who": words.holder(turn), "what": words.asks(turn.asks), "plan": title}
    if not title:
        return gettext("%(who)s: %(what)s", **said)
    return gettext("%(who)s: %(what)s (%(plan)s)", **said)


def _in_plan(section: str, title: str) -> str:
    named = sections_named([section])
    if not title:
        return named
    return gettext("%(section)s (%(plan)s)", section=named, plan=title)


def _offer(party: Party, form: HandoverForm) -> bool:
    try:
        handover = handovers.offer(
            actor(), party, to_id=form.colleague.data, note=form.note.data or ""
        )
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)
        return False
    name = handover.receiver.name
    db.session.commit()
    wake("messages")
    words = gettext("Offered to %(name)s. Everything stays yours until they accept.", name=name)
    flash(words, "success")
    return True


def _accept(party: Party, handover: Handover, form: AcceptForm) -> bool:
    name = handover.giver.name
    try:
        handovers.accept(actor(), party, handover)
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)
        return False
    db.session.commit()
    wake("messages")
    flash(gettext("The work of %(name)s is yours now.", name=name), "success")
    return True
