"""Setting a password by a link: asked for by whoever forgot theirs, or printed for the operator."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update

from nap_tracker import links
from nap_tracker.clock import now
from nap_tracker.errors import NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import PasswordReset, User
from nap_tracker.models.base import new_uid
from nap_tracker.services import accounts, notices

MOST_AN_HOUR = 3
"""Mails to one person; more requests are answered the same and send nothing."""


def request(email: str, *, lifetime: timedelta) -> None:
    """Send a link to the account with this address, if there is one: who asks learns nothing."""
    user = accounts.by_email(email)
    if user is None or user.disabled_at is not None:
        return
    recent = select(func.count(PasswordReset.id)).where(
        PasswordReset.user_id == user.id, PasswordReset.created_at > now() - timedelta(hours=1)
    )
    if (db.session.scalar(recent) or 0) < MOST_AN_HOUR:
        notices.password_reset(begin(user, lifetime=lifetime), user)
        db.session.flush()


def begin(user: User, *, lifetime: timedelta) -> PasswordReset:
    """A link for this person; earlier ones stop working only when one is used."""
    uid = new_uid()
    reset = PasswordReset(
        id=uid,
        user_id=user.id,
        token_sha256=links.fingerprint(links.token("password", uid)),
        expires_at=now() + lifetime,
        created_at=now(),
    )
    db.session.add(reset)
    db.session.flush()
    return reset


def opened(token: str, *, lock: bool = False) -> PasswordReset:
    """The reset of a link. Raises NotFound when it is used, expired or unknown."""
    query = select(PasswordReset).filter_by(token_sha256=links.fingerprint(token))
    if lock:
        query = query.with_for_update()
    reset = db.session.scalar(query)
    if (
        reset is None
        or reset.used_at is not None
        or reset.expires_at <= now()
        or reset.user.disabled_at is not None
    ):
        raise NotFound(N_("This link does not work any more. Ask for a new one."))
    return reset


def use(token: str, password: str) -> User:
    """Set the password. Every session of the person ends, every other link of theirs too."""
    reset = opened(token, lock=True)
    user = accounts.set_password(accounts.actor_of(reset.user), reset.user, password)
    unused = update(PasswordReset).where(
        PasswordReset.user_id == user.id, PasswordReset.used_at.is_(None)
    )
    db.session.execute(unused.values(used_at=now()))
    db.session.flush()
    return user
