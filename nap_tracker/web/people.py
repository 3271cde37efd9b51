"""People of a Party: who does what until when; inviting, changing and ending roles."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.clock import last_day, now
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.people import (
    InstitutionOfficerForm,
    InvitationForm,
    ReviewerForm,
    RoleForm,
    SectionDrafterForm,
)
from nap_tracker.i18n import chosen, day, gettext, locale
from nap_tracker.models.account import Membership, Party
from nap_tracker.permissions import can, require
from nap_tracker.queue import wake
from nap_tracker.roles import PARTY_ROLES, PLAN_ROLES, Permission, Role
from nap_tracker.services import (
    calendars,
    consents,
    delegations,
    handovers,
    institutions,
    invitations,
    parties,
    people,
    plans,
)
from nap_tracker.services.questions import Person
from nap_tracker.web import people_lines
from nap_tracker.web.door import actor, offered
from nap_tracker.web.role_words import Told, section_name
from nap_tracker.web.tables import Line

bp = Blueprint("people", __name__)


@bp.get("/people")
def index() -> ResponseReturnValue:
    """The Parties one belongs to; straight to the people where it is a single one."""
    own = people.parties_of(actor())
    if len(own) == 1:
        return redirect(url_for("people.show", party_id=own[0].id))
    return render_template("people/index.html", parties=own)


@bp.get("/parties/<uuid:party_id>/people")
def show(party_id: UUID) -> ResponseReturnValue:
    """Everybody in the Party and every invitation that waits."""
    party = parties.get(actor(), str(party_id), Permission.PEOPLE_LIST)
    memberships = people.of_party(actor(), party)
    told = Told.of(party)
    titles = told.titles
    moment = now()
    may_manage = can(actor(), Permission.PEOPLE_MANAGE, party)
    has_one = any(_is_focal_point(m) for m in memberships)
    may_close = can(actor(), Permission.CALENDAR_CLOSE, party)
    gives = frozenset(r for r in Role if people.may_give(actor(), party, r, has_one))
    return render_template(
        "people/show.html",
        party=party,
        current=[people_lines.line(m, party, told) for m in memberships if not m.has_ended(moment)],
        ended=[people_lines.line(m, party, told) for m in memberships if m.has_ended(moment)],
        loans=[people_lines.loan(d, party, told) for d in delegations.of_party(actor(), party)],
        offers=[people_lines.offer(h, party) for h in handovers.waiting(actor(), party)],
        let_in=[people_lines.let_in(c, party) for c in consents.running(actor(), party)],
        calendars=[
            Line(user.id, (user.name,), of=may_close) for user in calendars.open_in(actor(), party)
        ]
        if may_manage
        else [],
        runs_out=[
            (role.value, day(last_day(at, party.time_zone)))
            for role, at in people.runs_out(memberships).items()
        ],
        hands_on=may_hand_on(party),
        explains=can(actor(), Permission.PEOPLE_EXPLAIN, Person(party.id, None)),
        has_focal_point=has_one,
        may_invite=may_manage and not gives.isdisjoint(PARTY_ROLES),
        may_invite_reviewers=bool(titles) and Role.REVIEWER in gives,
        may_invite_drafters=bool(titles) and Role.SECTION_DRAFTER in gives,
        may_invite_institutions=any(one.plan_id in titles for one in told.institutions.values())
        and Role.INSTITUTION in gives,
        waiting=people_lines.waiting(party, told, gives) if may_manage else [],
    )


@bp.route("/parties/<uuid:party_id>/invitations/new", methods=["GET", "POST"])
def invite(party_id: UUID) -> ResponseReturnValue:
    """Invite somebody into the Party."""
    party = parties.get(actor(), str(party_id), Permission.PEOPLE_MANAGE)
    form = InvitationForm(
        roles=people.roles_to_give(actor(), party), languages=offered(), locale=locale()
    )
    if form.validate_on_submit() and _invite(party, form, Role(form.role.data)):
        return redirect(url_for("people.show", party_id=party.id))
    return render_template(
        "people/invite.html", party=party, form=form, errors=form.problems, days=_lifetime().days
    )


@bp.route("/parties/<uuid:party_id>/reviewers/new", methods=["GET", "POST"])
def invite_reviewer(party_id: UUID) -> ResponseReturnValue:
    """Invite somebody from outside to read one plan."""
    party = parties.get(actor(), str(party_id), Permission.PEOPLE_MANAGE)
    require(actor(), Permission.ROLE_GIVE, people.RoleOf(party.id, Role.REVIEWER))
    found = [p for p in plans.visible_to(actor()) if p.party_id == party.id]
    form = ReviewerForm(
        plans=[(p.id, chosen(p.title)) for p in found], languages=offered(), locale=locale()
    )
    if form.validate_on_submit() and _invite(party, form, Role.REVIEWER, form.plan.data):
        return redirect(url_for("people.show", party_id=party.id))
    return render_template(
        "people/invite_reviewer.html",
        party=party,
        form=form,
        errors=form.problems,
        days=_lifetime().days,
    )


@bp.route("/parties/<uuid:party_id>/section-drafters/new", methods=["GET", "POST"])
def invite_drafter(party_id: UUID) -> ResponseReturnValue:
    """Invite somebody of another ministry to draft single sections of one plan."""
    party = parties.get(actor(), str(party_id), Permission.PEOPLE_MANAGE)
    require(actor(), Permission.ROLE_GIVE, people.RoleOf(party.id, Role.SECTION_DRAFTER))
    found = [p for p in plans.visible_to(actor()) if p.party_id == party.id]
    form = SectionDrafterForm(
        plans=[(p.id, chosen(p.title)) for p in found],
        offered=[(s.id, section_name(s)) for s in treaty(LATEST, locale()).sections],
        languages=offered(),
        locale=locale(),
        plan=request.args.get("plan") or (found[0].id if len(found) == 1 else None),
        sections=request.args.getlist("section"),
    )
    if form.validate_on_submit() and _invite(party, form, Role.SECTION_DRAFTER, form.plan.data):
        return redirect(url_for("people.show", party_id=party.id))
    return render_template(
        "people/invite_drafter.html",
        party=party,
        form=form,
        errors=form.problems,
        days=_lifetime().days,
    )


@bp.route("/parties/<uuid:party_id>/institution-officers/new", methods=["GET", "POST"])
def invite_officer(party_id: UUID) -> ResponseReturnValue:
    """Invite somebody of an institution to report on its part of a plan in force."""
    party = parties.get(actor(), str(party_id), Permission.PEOPLE_MANAGE)
    require(actor(), Permission.ROLE_GIVE, people.RoleOf(party.id, Role.INSTITUTION))
    found = {f"{one.plan_id}:{one.uid}": one for one in institutions.of_party(actor(), party)}
    form = InstitutionOfficerForm(
        institutions=[(key, _of_a_plan(one)) for key, one in found.items()],
        languages=offered(),
        locale=locale(),
        institution=request.args.get("institution"),
    )
    if form.validate_on_submit():
        plan_id = found[form.institution.data].plan_id
        if _invite(party, form, Role.INSTITUTION, plan_id):
            return redirect(url_for("people.show", party_id=party.id))
    return render_template(
        "people/invite_officer.html",
        party=party,
        form=form,
        errors=form.problems,
        days=_lifetime().days,
        is_any=bool(found),
    )


@bp.route("/parties/<uuid:party_id>/people/<uuid:membership_id>", methods=["GET", "POST"])
def edit(party_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """Another role or last day for somebody."""
    party = parties.get(actor(), str(party_id), Permission.PEOPLE_MANAGE)
    membership = people.find(actor(), party, str(membership_id))
    is_of_a_plan = membership.role in PLAN_ROLES
    form = RoleForm(
        roles=(membership.role,) if is_of_a_plan else people.roles_to_give(actor(), party),
        role=membership.role.value,
        last_day=membership.ends_at and last_day(membership.ends_at, party.time_zone),
    )
    if form.validate_on_submit() and _change(party, membership, form):
        return redirect(url_for("people.show", party_id=party.id))
    return render_template(
        "people/edit.html",
        party=party,
        membership=membership,
        form=form,
        errors=form.problems,
        has_ended=membership.has_ended(now()),
    )


@bp.post("/parties/<uuid:party_id>/people/<uuid:membership_id>/end")
def end(party_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """End a role now."""
    party = parties.get(actor(), str(party_id), Permission.PEOPLE_MANAGE)
    membership = people.find(actor(), party, str(membership_id))
    name = membership.user.name
    try:
        people.end(actor(), party, membership)
    except Invalid as error:
        flash(gettext(error.message), "error")
        return redirect(url_for("people.edit", party_id=party.id, membership_id=membership_id))
    db.session.commit()
    wake("messages")
    flash(gettext("The role of %(name)s has ended.", name=name), "success")
    return redirect(url_for("people.show", party_id=party_id))


@bp.post("/parties/<uuid:party_id>/invitations/<uuid:invitation_id>/withdraw")
def withdraw(party_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    party = parties.get(actor(), str(party_id), Permission.PEOPLE_MANAGE)
    invitation = invitations.find(actor(), party, str(invitation_id))
    email = invitation.email
    invitations.withdraw(actor(), invitation)
    db.session.commit()
    flash(gettext("The invitation of %(email)s is withdrawn.", email=email), "success")
    return redirect(url_for("people.show", party_id=party_id))


@bp.post("/parties/<uuid:party_id>/invitations/<uuid:invitation_id>/renew")
def renew(party_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Send an invitation again with a new link."""
    party = parties.get(actor(), str(party_id), Permission.PEOPLE_MANAGE)
    invitation = invitations.find(actor(), party, str(invitation_id))
    try:
        again = invitations.renew(actor(), invitation, lifetime=_lifetime())
    except Invalid as error:
        db.session.rollback()
        flash(gettext(error.message), "error")
    else:
        flash(gettext("A new link is on its way to %(email)s.", email=again.email), "success")
        db.session.commit()
        wake("messages")
    return redirect(url_for("people.show", party_id=party_id))


def _invite(
    party: Party,
    form: InvitationForm | ReviewerForm | SectionDrafterForm | InstitutionOfficerForm,
    role: Role,
    plan_id: str | None = None,
) -> bool:
    try:
        invitation = invitations.invite(
            actor(),
            party,
            email=form.email.data,
            role=role,
            locale=form.locale.data,
            lifetime=_lifetime(),
            plan=plans.get(actor(), plan_id) if plan_id else None,
            sections=form.sections.data if isinstance(form, SectionDrafterForm) else (),
            institution_uid=form.uid if isinstance(form, InstitutionOfficerForm) else None,
            last_day=form.last_day.data,
        )
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)
        return False
    flash(gettext("An invitation is on its way to %(email)s.", email=invitation.email), "success")
    db.session.commit()
    wake("messages")
    return True


def _of_a_plan(one: institutions.Named) -> str:
    name = chosen(one.name, one.language)
    title = chosen(one.plan, one.language)
    return gettext("%(institution)s (%(plan)s)", institution=name, plan=title)


def _change(party: Party, membership: Membership, form: RoleForm) -> bool:
    name = membership.user.name
    try:
        people.change(
            actor(), party, membership, role=Role(form.role.data), last_day=form.last_day.data
        )
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)
        return False
    db.session.commit()
    wake("messages")
    flash(gettext("The role of %(name)s is saved.", name=name), "success")
    return True


def may_hand_on(party: Party) -> bool:
    """Whether the person has a role of their own there, to hand on."""
    held = (g for g in actor().in_person.grants if g.party_id == party.id)
    return any(grant.role is not Role.REVIEWER for grant in held)


def after_people(party: Party) -> str:
    """Where what was done with a role is seen; who may not see the people goes to the Party."""
    sees = can(actor(), Permission.PEOPLE_LIST, party)
    return url_for("people.show" if sees else "parties.show", party_id=party.id)


def _is_focal_point(membership: Membership) -> bool:
    is_current = not membership.has_ended(now()) and membership.user.is_active
    return is_current and membership.role is Role.FOCAL_POINT


def _lifetime() -> timedelta:
    return current_app.config["INVITATION_LIFETIME"]
