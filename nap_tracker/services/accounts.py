"""People's accounts: who they are to the program, their own changes, stopping them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from nap_tracker import passwords
from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, Invalid, NotFound, NotReady
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Consent, Membership, User
from nap_tracker.models.base import new_uid
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, ActorKind, Grant, Permission
from nap_tracker.services import grants, history, notices, people
from nap_tracker.text import mailboxes

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the accounts of the installation."""

    users: Sequence[User]
    number: int
    last: int


def at_the_door(user_id: str) -> tuple[User, tuple[Grant, ...]] | None:
    """An account and its roles of this moment, for who comes in with a cookie."""
    return grants.at_the_door(user_id)


def actor_of(user: User, held: tuple[Grant, ...] | None = None) -> Actor:
    """The actor a signed-in person is at this moment: roles that have ended do not count.

    `held` spares asking for the roles where they were just asked for.
    """
    consents = _consents(user) if user.is_administrator else frozenset()
    return Actor(
        ActorKind.USER,
        user_id=user.id,
        name=user.name,
        is_administrator=user.is_administrator,
        grants=grants.of_person(user.id) if held is None else held,
        consents=consents,
    )


def normal_email(email: str) -> str:
    """The one form of an address by which people are found."""
    return mailboxes.normal(email)


def by_email(email: str) -> User | None:
    """The account with an address."""
    email = normal_email(email)
    if not email.isprintable():  # PostgreSQL breaks at U+0000
        return None
    return db.session.scalar(select(User).filter_by(email=email))


def own(actor: Actor) -> User:
    """The account of who asks."""
    user = db.session.get(User, actor.user_id) if actor.user_id else None
    if user is None:
        raise NotFound(N_("You have no account here."))
    return user


def memberships_of(user: User) -> Sequence[Membership]:
    """One's roles with their Parties, those that ended last."""
    query = select(Membership).join(Membership.party).filter(Membership.user_id == user.id)
    found = db.session.scalars(query.options(selectinload(Membership.party))).all()
    return sorted(found, key=lambda m: (m.has_ended(now()), m.party.code, m.role))


def create(
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str | None = None,
    locale: str = "en",
    is_administrator: bool = False,
) -> User:
    """An account for one person; without a password they get a link to set one.

    Called by whatever already decided that this person may have one (an invitation, the operator).
    Raises Invalid.
    """
    email = checked_email(email)
    if password is not None:
        refuse_weak(password, email, name)
    user = User(
        email=email,
        name=_checked_name(name),
        password_hash=passwords.hash_password(password) if password is not None else None,
        locale=locale,
        is_administrator=is_administrator,
        session_key=new_uid(),
    )
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise Invalid(N_("There is already an account with this address."), about="email") from None
    history.record(actor, "account:created", subject=f"account:{user.id}")
    if is_administrator:
        history.record(actor, "administrator:appointed", subject=f"account:{user.id}")
    return user


def appoint_administrator(actor: Actor, user: User) -> None:
    """Let somebody run the installation; from the command line only."""
    require(actor, Permission.INSTALLATION_MANAGE)
    user.is_administrator = True
    history.record(actor, "administrator:appointed", subject=f"account:{user.id}")
    db.session.flush()


def edit(actor: Actor, *, name: str, locale: str) -> User:
    """Change one's own name and language."""
    user = own(actor)
    user.name, user.locale = _checked_name(name), locale
    history.record(actor, "account:edited", subject=f"account:{user.id}")
    db.session.flush()
    return user


def change_password(actor: Actor, password: str) -> User:
    """One's own new password, after the present one was asked for; ends every session."""
    return set_password(actor, own(actor), password)


def set_password(actor: Actor, user: User, password: str) -> User:
    """A new password ends every session and is told to the person. Raises Invalid."""
    refuse_weak(password, user.email, user.name)
    user.password_hash = passwords.hash_password(password)
    user.session_key = new_uid()
    history.record(actor, "password:changed", subject=f"account:{user.id}")
    notices.password_changed(user)
    db.session.flush()
    return user


def sign_out_everywhere(actor: Actor) -> User:
    """End every session of one's own, this one too."""
    user = own(actor)
    user.session_key = new_uid()
    history.record(actor, "account:signed-out-everywhere", subject=f"account:{user.id}")
    db.session.flush()
    return user


def get(actor: Actor, user_id: str) -> User:
    """Anybody's account, for who runs the installation."""
    require(actor, Permission.INSTALLATION_MANAGE)
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound(N_("There is no such account."))
    return user


def listing(actor: Actor, *, search: str = "", page: int = 1) -> Page:
    """Accounts of the installation by name, a page at a time, without what anybody wrote."""
    require(actor, Permission.INSTALLATION_MANAGE)
    query = select(User)
    if search.strip():
        like = "%" + re.sub(r"([%_\\])", r"\\\1", search.strip().lower()) + "%"
        found = (func.lower(column).like(like, escape="\\") for column in (User.name, User.email))
        query = query.where(or_(*found))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    last = max(1, -(-total // PAGE))
    page = min(max(1, page), last)
    users = db.session.scalars(
        query.order_by(User.name, User.email)
        .options(selectinload(User.memberships).selectinload(Membership.party))
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    return Page(users.all(), page, last)


def disable(actor: Actor, user: User, *, although_last: bool = False) -> None:
    """Stop an account: its sessions end at once. Its Parties see it in their log.

    Raises NotReady where a Party would have no focal point or coordinator left, unless whoever
    does it has been told and goes on.
    """
    require(actor, Permission.ACCOUNT_DISABLE)
    if user.id == actor.user_id:
        raise Forbidden(N_("You cannot stop your own account. Ask another administrator."))
    if user.disabled_at is None:
        if not although_last and people.led_by_alone(user):
            raise NotReady(N_("Nobody else leads a Party of this person."))
        user.disabled_at = now()
        user.session_key = new_uid()
        _record_in_its_parties(actor, user, "account:disabled")


def enable(actor: Actor, user: User) -> None:
    """Let a stopped account sign in again."""
    require(actor, Permission.ACCOUNT_DISABLE)
    if user.disabled_at is not None:
        user.disabled_at = None
        _record_in_its_parties(actor, user, "account:enabled")


def checked_email(email: str) -> str:
    """The address in its one form. Raises Invalid."""
    email = normal_email(email)
    if not mailboxes.is_mailbox(email):
        message = N_("Enter an e-mail address, for example name@ministry.example.")
        raise Invalid(message, about="email")
    return email


def refuse_weak(password: str, *about: str) -> None:
    """Raise Invalid for a password that is too short or obvious."""
    weakness = passwords.weakness(password, about)
    if weakness:
        raise Invalid(weakness, about="password")


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise Invalid(N_("Enter a name of at most 200 characters."), about="name")
    return name


def _record_in_its_parties(actor: Actor, user: User, kind: str) -> None:
    subject = f"account:{user.id}"
    history.record(actor, kind, subject=subject)
    parties = {m.party_id for m in user.memberships if not m.has_ended(now())}
    for party_id in sorted(parties):
        history.record(actor, kind, party_id=party_id, subject=subject)
    db.session.flush()


def _consents(user: User) -> frozenset[str]:
    query = select(Consent.party_id).where(
        Consent.administrator_id == user.id,
        Consent.withdrawn_at.is_(None),
        Consent.ends_at > now(),
    )
    return frozenset(db.session.scalars(query))
