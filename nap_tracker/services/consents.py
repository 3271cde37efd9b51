"""A focal point lets one administrator read the Party's content: named, with a reason, for days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from nap_tracker.clock import now
from nap_tracker.errors import Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Consent, Party, User
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history, notices

LONGEST_DAYS = 30


def of_party(actor: Actor, party: Party, *, limit: int = 20) -> Sequence[Consent]:
    """The newest consents of a Party, for its people."""
    require(actor, Permission.PEOPLE_LIST, party)
    query = select(Consent).filter_by(party_id=party.id).order_by(Consent.created_at.desc())
    return db.session.scalars(_with_names(query).limit(limit)).all()


def running(actor: Actor, party: Party) -> Sequence[Consent]:
    """Those by which somebody may read now, the first to end first."""
    require(actor, Permission.PEOPLE_LIST, party)
    query = select(Consent).filter_by(party_id=party.id, withdrawn_at=None)
    query = query.where(Consent.ends_at > now()).order_by(Consent.ends_at, Consent.id)
    return db.session.scalars(_with_names(query)).all()


def concerning(user: User) -> Sequence[Consent]:
    """Consents somebody gave or was given, newest first."""
    query = select(Consent).where(
        or_(Consent.administrator_id == user.id, Consent.given_by_id == user.id)
    )
    return db.session.scalars(_with_names(query).order_by(Consent.created_at.desc())).all()


def administrators(actor: Actor, party: Party) -> Sequence[User]:
    """Whom a focal point may let read."""
    require(actor, Permission.CONSENT_GIVE, party)
    query = select(User).where(User.is_administrator, User.disabled_at.is_(None))
    return db.session.scalars(query.order_by(User.name, User.email)).all()


def give(actor: Actor, party: Party, *, administrator_id: str, reason: str, days: int) -> Consent:
    """Let one administrator read everything of the Party for some days. Raises Invalid."""
    require(actor, Permission.CONSENT_GIVE, party)
    administrator = db.session.get(User, administrator_id)
    if administrator is None or not administrator.is_active or not administrator.is_administrator:
        raise Invalid(N_("Choose an administrator."), about="administrator")
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(N_("Choose for how long."), about="days")
    reason = " ".join(reason.split())
    if not reason or len(reason) > 500:
        raise Invalid(N_("Give the reason in at most 500 characters."), about="reason")
    consent = Consent(
        party_id=party.id,
        administrator_id=administrator.id,
        given_by_id=actor.user_id,
        reason=reason,
        ends_at=now() + timedelta(days=days),
    )
    db.session.add(consent)
    db.session.flush()
    _record(actor, consent, "consent:given")
    notices.consent_given(consent, party)
    db.session.flush()
    return consent


def find(actor: Actor, party: Party, consent_id: str) -> Consent:
    """A consent of this Party that the actor may take back."""
    require(actor, Permission.CONSENT_GIVE, party)
    consent = db.session.scalar(select(Consent).filter_by(id=consent_id, party_id=party.id))
    if consent is None:
        raise NotFound(N_("There is no such consent."))
    return consent


def withdraw(actor: Actor, party: Party, consent: Consent) -> None:
    """Take it back: the administrator reads nothing from this moment."""
    require(actor, Permission.CONSENT_GIVE, party)
    if not consent.has_ended(now()):
        consent.withdrawn_at = now()
        _record(actor, consent, "consent:withdrawn")


def _with_names(query: Select[Consent]) -> Select[Consent]:
    return query.options(
        joinedload(Consent.party), joinedload(Consent.administrator), joinedload(Consent.given_by)
    )


def _record(actor: Actor, consent: Consent, kind: str) -> None:
    history.record(
        actor,
        kind,
        party_id=consent.party_id,
        subject=f"account:{consent.administrator_id}",
        details={"consent": consent.id, "ends_at": consent.ends_at.isoformat()},
    )
    db.session.flush()
