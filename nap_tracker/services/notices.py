"""Who is told what: one function per message, written in the transaction of the act it tells of.

Mail carries titles and links; what people wrote goes through `_words`: where the Party lets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import last_day, now
from nap_tracker.exports import receipt
from nap_tracker.extensions import db
from nap_tracker.i18n import use_locale
from nap_tracker.models.account import (
    Consent,
    Invitation,
    Membership,
    Party,
    PasswordReset,
    User,
)
from nap_tracker.models.delegation import Delegation, Handover
from nap_tracker.models.message import Message
from nap_tracker.models.named_point import NamedPoint
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.models.submission import Submission
from nap_tracker.models.turn import Turn
from nap_tracker.roles import DRAFTERS, ROLE_NAMES, Actor, Role
from nap_tracker.services.drafters import holds_a_role


def invited(actor: Actor, invitation: Invitation, party: Party) -> None:
    """To the person invited, with the link."""
    _write(
        invitation.email,
        invitation.locale,
        "invitation",
        id=invitation.id,
        inviter=actor.name,
        party=party.name,
        role=ROLE_NAMES[invitation.role],
        until=last_day(invitation.expires_at, party.time_zone).isoformat(),
    )


def invited_from_outside(invitation: Invitation, party: Party) -> None:
    """To those who lead a Party, when the administrator invites a focal point into it."""
    for person in _leading(party.id):
        _tell(
            person,
            "invited_from_outside",
            of_party=party.id,
            invited=invitation.email,
            party=party.name,
            party_id=party.id,
        )


def invitation_accepted(invitation: Invitation, user: User, party: Party) -> None:
    """To whoever invited."""
    if invitation.invited_by is not None:
        _tell(
            invitation.invited_by,
            "invitation_accepted",
            of_party=None if invitation.invited_by.is_administrator else party.id,
            name=user.name,
            email=user.email,
            party=party.name,
            party_id=party.id,
            role=ROLE_NAMES[invitation.role],
        )


def invitation_undelivered(invitation: Invitation, party: Party) -> None:
    """To whoever invited: nobody else knows whom they meant."""
    if invitation.invited_by is not None:
        _tell(
            invitation.invited_by,
            "invitation_undelivered",
            of_party=None if invitation.invited_by.is_administrator else party.id,
            email=invitation.email,
            party=party.name,
            party_id=party.id,
            role=ROLE_NAMES[invitation.role],
        )


def role_changed(membership: Membership, party: Party) -> None:
    """To the person whose role or its end changed."""
    ends_at = membership.ends_at
    _tell(
        membership.user,
        "role_changed",
        of_party=None,
        party=party.name,
        role=ROLE_NAMES[membership.role],
        ended=ends_at is not None and ends_at <= now(),
        until=last_day(ends_at, party.time_zone).isoformat() if ends_at else "",
    )


def calendar_closed(actor: Actor, user: User, party: Party) -> None:
    """To the person whose calendar address stopped working."""
    _tell(user, "calendar_closed", of_party=None, who=actor.name, party=party.name)


def section_assigned(
    actor: Actor, version: PlanVersion, section_id: str, user: User, due_on: str | None
) -> None:
    """To who is asked to draft a section, unless they asked themselves."""
    if user.id == actor.user_id:
        return
    _about_plan(
        user,
        version,
        "section_assigned",
        who=actor.name,
        section_id=section_id,
        section=treaty(version.schema_edition, user.locale).section(section_id).title,
        due_on=due_on or "",
    )


def delegation_given(delegation: Delegation, party: Party) -> None:
    """To the colleague who has somebody's role for a while."""
    zone = party.time_zone
    _tell(
        delegation.delegate,
        "delegation_given",
        of_party=party.id,
        holder=delegation.membership.user.name,
        party=party.name,
        party_id=party.id,
        role=ROLE_NAMES[delegation.role],
        since=last_day(delegation.starts_at + timedelta(seconds=1), zone).isoformat(),
        until=last_day(delegation.ends_at, zone).isoformat(),
    )


def delegation_ended(actor: Actor, delegation: Delegation, party: Party) -> None:
    """To both, but not to who ended it."""
    for person in (delegation.delegate, delegation.membership.user):
        if person.id != actor.user_id:
            _tell(
                person,
                "delegation_ended",
                of_party=party.id,
                ender=actor.name,
                holder=delegation.membership.user.name,
                delegate=delegation.delegate.name,
                party=party.name,
                role=ROLE_NAMES[delegation.role],
            )


def handover_offered(handover: Handover, party: Party) -> None:
    """To the colleague, who decides; to those who lead, who may have something to say."""
    until = last_day(handover.lapses_at, party.time_zone).isoformat()
    others = [p for p in _leading(party.id) if p.id not in (handover.from_id, handover.to_id)]
    for person in (handover.receiver, *others):
        _tell(
            person,
            "handover_offered",
            of_party=party.id,
            giver=handover.giver.name,
            receiver=handover.receiver.name,
            is_receiver=person.id == handover.to_id,
            party=party.name,
            party_id=party.id,
            id=handover.id,
            until=until,
        )


def handover_answered(handover: Handover, party: Party, *, accepted: bool) -> None:
    """To who offered, and to those who lead."""
    others = [p for p in _leading(party.id) if p.id not in (handover.from_id, handover.to_id)]
    for person in (handover.giver, *others):
        _tell(
            person,
            "handover_answered",
            of_party=None if person.id == handover.from_id else party.id,
            giver=handover.giver.name,
            receiver=handover.receiver.name,
            party=party.name,
            accepted=accepted,
        )


def password_reset(reset: PasswordReset, user: User) -> None:
    """To the person, with the link."""
    hours = round((reset.expires_at - now()) / timedelta(hours=1))
    _tell(user, "password_reset", of_party=None, id=reset.id, name=user.name, hours=hours)


def password_changed(user: User) -> None:
    """To the person, who may not have been the one who did it."""
    _tell(user, "password_changed", of_party=None, name=user.name)


def consent_given(consent: Consent, party: Party) -> None:
    """To the administrator who may read now."""
    _tell(
        consent.administrator,
        "consent_given",
        of_party=None,
        giver=consent.given_by.name,
        party=party.name,
        reason=_words(party, consent.reason),
        until=last_day(consent.ends_at, party.time_zone).isoformat(),
    )


def lock_asked(actor: Actor, lock: SectionLock, version: PlanVersion) -> None:
    """To the holder of a lock: somebody would like to have the section."""
    _tell(
        lock.holder,
        "lock_asked",
        of_party=version.party_id,
        asker=actor.name,
        plan_id=version.plan_id,
        section_id=lock.section,
        section=treaty(version.schema_edition, lock.holder.locale).section(lock.section).title,
    )


def lock_taken_over(
    actor: Actor, lost: SectionLock, taken: SectionLock, version: PlanVersion
) -> None:
    """To who had it and to who has it now."""
    for person in (lost.holder, db.session.get_one(User, taken.holder_id)):
        title = treaty(version.schema_edition, person.locale).section(lost.section).title
        _tell(
            person,
            "lock_taken_over",
            of_party=version.party_id,
            taker=actor.name,
            holder=lost.holder.name,
            reason=_words(version.plan.party, taken.reason or ""),
            plan_id=version.plan_id,
            section_id=lost.section,
            section=title,
        )


def lock_ended(actor: Actor, lost: SectionLock, version: PlanVersion) -> None:
    """To who had asked for quiet: the section is free for everybody."""
    holder = lost.holder
    _tell(
        holder,
        "lock_ended",
        of_party=version.party_id,
        ender=actor.name,
        reason=_words(version.plan.party, lost.released_reason or ""),
        plan_id=version.plan_id,
        section_id=lost.section,
        section=treaty(version.schema_edition, holder.locale).section(lost.section).title,
    )


def draft_brought_back(
    actor: Actor, lock: SectionLock, version: PlanVersion, point: NamedPoint
) -> None:
    """To who had asked for quiet in a section: the whole draft says again what it said then."""
    _tell(
        lock.holder,
        "draft_brought_back",
        of_party=version.party_id,
        who=actor.name,
        point=_words(version.plan.party, point.name),
        plan_id=version.plan_id,
        section=treaty(version.schema_edition, lock.holder.locale).section(lock.section).title,
    )


def told_of_move(actor: Actor, version: PlanVersion, *, outside: bool) -> Sequence[User]:
    """Who hears of an act on a plan: who drafts it, and its reviewers where it is about them."""
    of_plan = Membership.plan_id == version.plan_id
    team = (Membership.role.in_(DRAFTERS) & Membership.plan_id.is_(None)) | (
        (Membership.role == Role.SECTION_DRAFTER) & of_plan
    )
    readers = (Membership.role == Role.REVIEWER) & of_plan
    return [
        person
        for person in _holding(version.party_id, or_(team, readers) if outside else team)
        if person.id != actor.user_id
    ]


def moved(actor: Actor, version: PlanVersion, done: str, told: Iterable[User]) -> None:
    """To everybody concerned, that a plan has moved on: its title and where it is, no more."""
    for person in told:
        _about_plan(person, version, "plan_moved", done=done, who=actor.name)


def asked_for(actor: Actor, version: PlanVersion, words: str) -> None:
    """To the focal points: somebody asks them for an act."""
    for person in _holding(version.party_id, Membership.role == Role.FOCAL_POINT):
        _about_plan(person, version, "asked_for", asked=words, who=actor.name)


def answered(actor: Actor, version: PlanVersion, turn: Turn) -> None:
    """To who asked, unless they wrote it down themselves; to those who lead where they left."""
    inside = Membership.party_id == version.party_id
    query = select(User).where(User.id == turn.asked_by_id, User.disabled_at.is_(None))
    asker = db.session.scalars(query.where(holds_a_role(now(), User.id, inside))).all()
    for person in asker or _leading(version.party_id):
        if person.id != actor.user_id:
            _about_plan(person, version, "turn_answered", who=actor.name)


def _about_plan(person: User, version: PlanVersion, template: str, **context: Any) -> None:
    _tell(
        person,
        template,
        of_party=version.party_id,
        of_plan=version.plan_id,
        plan_id=version.plan_id,
        plan=version.plan.title,
        **context,
    )


def progress_published(actor: Actor, version: PlanVersion, name: str) -> None:
    """To everybody who drafts: what they recorded can be read outside now. The name is public."""
    for person in _holding(version.party_id, Membership.role.in_(DRAFTERS)):
        if person.id != actor.user_id:
            _about_plan(person, version, "progress_published", who=actor.name, name=name)


def submission_recorded(version: PlanVersion, fact: Submission) -> None:
    """The receipt, to those who lead the Party's drafting: facts and sums, no words of the plan."""
    party = version.plan.party
    for person in _leading(version.party_id):
        with use_locale(person.locale):
            duties = receipt.duties(fact.receipt)
        _tell(
            person,
            "submission_recorded",
            of_party=version.party_id,
            number=fact.number,
            party=dict(party.name),
            version=version.number,
            sent_on=fact.sent_on or "",
            received_on=fact.received_on or "",
            reference=_words(party, fact.reference),
            snapshot_sha256=version.snapshot_sha256 or "",
            redacted_sha256=[one["sha256"] for one in fact.receipt.get("redactions", ())][-1:],
            files=fact.receipt["files"],
            duties=duties,
            chain_number=fact.receipt["chain_number"],
            chain_hash=fact.receipt["chain_hash"],
            plan_id=version.plan_id,
            id=fact.id,
        )


def _leading(party_id: str) -> Iterable[User]:
    return _holding(party_id, Membership.role.in_((Role.FOCAL_POINT, Role.COORDINATOR)))


def _holding(party_id: str, role: ColumnElement[bool]) -> Iterable[User]:
    """Who has a role now, be it as a stand-in, and can sign in."""
    inside = and_(Membership.party_id == party_id, role)
    query = select(User).where(holds_a_role(now(), User.id, inside), User.disabled_at.is_(None))
    return db.session.scalars(query.order_by(User.email))


def _tell(
    user: User, template: str, *, of_party: str | None, of_plan: str | None = None, **context: Any
) -> None:
    """To somebody with an account; `of_party` lets it go out only while they have a role there."""
    db.session.add(
        Message(
            to=user.email,
            locale=user.locale,
            template=template,
            context=context,
            user_id=user.id,
            party_id=of_party,
            plan_id=of_plan,
        )
    )


def _write(to: str, locale: str, template: str, **context: Any) -> None:
    """To an address, whoever reads there."""
    db.session.add(Message(to=to, locale=locale, template=template, context=context))


def _words(party: Party, text: str) -> str:
    """What somebody wrote, if the Party lets mail carry it."""
    return text if party.mail_has_words else ""
