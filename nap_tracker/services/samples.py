"""The sample Parties: made up, marked everywhere, gone in one act; never in production."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, update

from nap_tracker.errors import NotReady
from nap_tracker.extensions import Base, db
from nap_tracker.i18n import N_
from nap_tracker.imports import interchange as incoming
from nap_tracker.models.account import (
    Consent,
    Invitation,
    Membership,
    Party,
    PasswordReset,
    User,
)
from nap_tracker.models.base import new_uid
from nap_tracker.models.calendar_feed import CalendarFeed
from nap_tracker.models.event import ChainHead, Event
from nap_tracker.models.held_form import HeldForm
from nap_tracker.models.message import Message
from nap_tracker.models.plan import Assignment, Plan
from nap_tracker.passwords import hash_password
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission, Role
from nap_tracker.services import history, interchange, sample_facts, sample_progress, walls

FOLDER = Path(__file__).resolve().parent.parent / "samples"
PASSWORD = "sample-data-only"
"""Published on purpose: sample accounts exist in demonstration mode alone."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sample account."""

    role: str
    name: str
    email: str
    party: str | None
    locale: str = "en"
    password: str = PASSWORD
    about: str = ""
    """What this one shows, where another has the same role."""


SIGN_INS = (
    SignIn("focal_point", "Ama Serwaa", "focal@sample.example", "XAA"),
    SignIn("coordinator", "Kofi Lartey", "coordinator@sample.example", "XAA"),
    SignIn("officer", "Efua Mensima", "officer@sample.example", "XAA"),
    SignIn("viewer", "Yaw Badu", "viewer@sample.example", "XAA"),
    SignIn("reviewer", "Ingrid Solheim", "reviewer@sample.example", "XAA"),
    SignIn("administrator", "Ravi Menon", "admin@sample.example", None),
    SignIn(
        "coordinator",
        "Pascal Dubrek",
        "coordination@velmar.example",
        "XAC",
        about=N_("Of a plan in force"),
    ),
)
"""One per role, and one of a plan that is carried out: printed when the demonstration starts."""

OTHERS = (
    SignIn("officer", "Kwame Otieno", "officer2@sample.example", "XAA"),
    SignIn("officer", "Lindiwe Asare", "officer3@sample.example", "XAA"),
    SignIn("focal_point", "Salimata Koné", "focal@exemple.example", "XAB", "fr"),
    SignIn("coordinator", "Moussa Diarra", "coordination@exemple.example", "XAB", "fr"),
    SignIn("officer", "Awa Bagayoko", "redaction@exemple.example", "XAB", "fr"),
    SignIn("officer", "Ibrahima Sow", "redaction2@exemple.example", "XAB", "fr"),
    SignIn("focal_point", "Marta Oyelin", "focal@velmar.example", "XAC"),
    SignIn("officer", "Ines Talvar", "mines@velmar.example", "XAC"),
    SignIn("officer", "Owen Sarrat", "health@velmar.example", "XAC", "fr"),
)


ASSIGNED = (
    ("work_plan", "officer@sample.example", "2026-12-15"),
    ("budget", "officer2@sample.example", "2026-12-18"),
    ("trade", "redaction@exemple.example", "2026-12-11"),
    ("health", "redaction2@exemple.example", "2026-12-18"),
    ("vulnerable", "redaction2@exemple.example", "2027-01-15"),
    ("budget", "redaction@exemple.example", "2027-01-29"),
)
"""(section, who drafts it, by when), so that the task lists show whose turn it is."""


def load(actor: Actor, *, mode: str) -> int:
    """Bring in the sample Parties with their plans and people; how many plans came in."""
    require(actor, Permission.PARTY_CREATE)
    refuse_to_load(mode)
    plans = {}
    for path in sorted(FOLDER.glob("*.json")):
        with sample_facts.in_its_time(path.stem):
            plan = interchange.bring_in(actor, incoming.read(path.read_bytes()), existing="refuse")
        plans[plan.party.code] = plan
    for account in (*SIGN_INS, *OTHERS):
        _add_account(account, plans)
    db.session.flush()
    for section, email, due_on in ASSIGNED:
        _assign(section, email, due_on, plans)
    sample_facts.load()
    sample_progress.load()
    history.record(actor, "sample:loaded", details={"plans": str(len(plans))})
    db.session.flush()
    return len(plans)


def refuse_to_load(mode: str) -> None:
    """Accounts with a published password never come into a production database."""
    if mode not in ("demo", "testing"):
        raise NotReady(N_("Sample data is for demonstrations only: set NAP_MODE=demo."))


def is_empty() -> bool:
    """Whether nobody has used this installation yet."""
    return not db.session.scalar(select(func.count()).select_from(User)) and not db.session.scalar(
        select(func.count()).select_from(Party)
    )


def are_present() -> bool:
    """Whether sample accounts or Parties are in the database."""
    people = select(func.count()).select_from(User).where(User.sample)
    parties = select(func.count()).select_from(Party).where(Party.sample)
    return bool(db.session.scalar(people) or db.session.scalar(parties))


def refuse_in_production(mode: str) -> None:
    """Production does not start while accounts with a published password exist."""
    if mode == "production" and are_present():
        raise NotReady(
            N_(
                "The database holds sample accounts, whose passwords are published. Remove them"
                " with `NAP_MODE=demo nap-tracker demo remove`, or use another database."
            )
        )


def remove(actor: Actor) -> int:
    """Remove the sample Parties, their plans and people in one act; how many Parties went.

    The log of a sample Party goes with it: nothing in it happened.
    """
    parties = list(db.session.scalars(select(Party).filter_by(sample=True)))
    for party in parties:
        require(actor, Permission.PLAN_REMOVE_SAMPLE, party)
    ids = [party.id for party in parties]
    people = list(db.session.scalars(select(User.id).filter_by(sample=True)))
    with walls.for_sample_data():
        _forget_rows(ids)
    db.session.execute(delete(Event).where(Event.chain.in_(ids)))
    db.session.execute(delete(ChainHead).where(ChainHead.chain.in_(ids)))
    _forget_people(people)
    db.session.execute(delete(Party).where(Party.id.in_(ids)))
    db.session.expunge_all()
    history.record(actor, "sample:removed", details={"parties": str(len(ids))})
    db.session.flush()
    return len(ids)


def _forget_rows(parties: list[str]) -> None:
    """Every row of these Parties, those that point at others first."""
    tables = [t for t in reversed(Base.metadata.sorted_tables) if "party_id" in t.columns]
    for table in tables:
        db.session.execute(delete(table).where(table.c.party_id.in_(parties)))


def _forget_people(people: list[str]) -> None:
    db.session.execute(delete(Membership).where(Membership.user_id.in_(people)))
    db.session.execute(delete(Message).where(Message.user_id.in_(people)))
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.user_id.in_(people)))
    db.session.execute(delete(PasswordReset).where(PasswordReset.user_id.in_(people)))
    db.session.execute(delete(HeldForm).where(HeldForm.user_id.in_(people)))
    db.session.execute(delete(Consent).where(Consent.administrator_id.in_(people)))
    db.session.execute(delete(Invitation).where(Invitation.invited_by_id.in_(people)))
    # The installation's own log keeps what they did, under their name, without the account.
    db.session.execute(update(Event).where(Event.actor_id.in_(people)).values(actor_id=None))
    db.session.execute(delete(User).where(User.id.in_(people)))


def _assign(section: str, email: str, due_on: str, plans: Mapping[str, Plan]) -> None:
    user = db.session.scalars(select(User).filter_by(email=email)).one()
    party_id = db.session.scalars(select(Membership.party_id).filter_by(user_id=user.id)).one()
    plan = next(plan for plan in plans.values() if plan.party_id == party_id)
    newest = max(plan.versions, key=lambda version: version.number)
    db.session.add(
        Assignment(
            party_id=party_id,
            version_id=newest.id,
            section=section,
            user_id=user.id,
            due_on=due_on,
        )
    )


def _add_account(account: SignIn, plans: Mapping[str, Plan]) -> None:
    user = User(
        email=account.email,
        name=account.name,
        password_hash=hash_password(account.password),
        locale=account.locale,
        is_administrator=account.role == "administrator",
        sample=True,
        session_key=new_uid(),
    )
    db.session.add(user)
    db.session.flush()
    if account.party is None:
        return
    plan = plans[account.party]
    role = Role(account.role)
    facts: dict[str, Any] = {"plan_id": plan.id} if role is Role.REVIEWER else {}
    db.session.add(Membership(user_id=user.id, party_id=plan.party_id, role=role, **facts))
