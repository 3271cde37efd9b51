"""Signing in: tried by anybody, so counted per account and per network address.

In two steps, with a commit between them: `knock` writes the try down as failed before the password
is looked at, so that many tries at once cannot outrun the count, and no lock is held while argon2
works; `enter` marks it as succeeded.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from nap_tracker import passwords
from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, TooMany
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import SignInAttempt, User
from nap_tracker.services import accounts

WINDOW = timedelta(minutes=15)
MOST_FROM_HERE = 5
"""Failures of one account from one address, since it was last opened."""
MOST_OF_ACCOUNT = 20
"""Failures of one account from anywhere, since it was last opened: higher, so that somebody who
only knows the address of a mailbox cannot easily keep its owner out."""
MOST_OF_ADDRESS = 60
"""Failures from one address: a ministry may share one."""
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Knock:
    """Somebody at the door: which try, and what the password must match."""

    attempt_id: str
    user_id: str | None
    password_hash: str | None = field(repr=False)


def knock(email: str, address: str | None) -> Knock:
    """Count one more try. Raises TooMany, the same for accounts that do not exist.

    A try that is refused here is not counted, so that waiting is enough.
    """
    account, network = _account(email), _network(address)
    _refuse_too_many(account, network)
    attempt = SignInAttempt(at=now(), account_sha256=account, address=network, succeeded=False)
    db.session.add(attempt)
    db.session.flush()
    user = accounts.by_email(email)
    if user is None or user.disabled_at is not None:
        return Knock(attempt.id, None, None)
    return Knock(attempt.id, user.id, user.password_hash)


def opens(knock: Knock, password: str) -> bool:
    """Whether the password is right; takes as long where there is no account. No transaction."""
    return passwords.matches(password, knock.password_hash)


def enter(knock: Knock, password: str) -> User:
    """Let somebody in whose password opened: the count of failures starts again."""
    attempt = db.session.get_one(SignInAttempt, knock.attempt_id)
    attempt.succeeded = True
    user = db.session.get_one(User, knock.user_id)
    if user.disabled_at is not None:
        raise Forbidden(N_("This account has been stopped."))
    if user.password_hash is not None and passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    db.session.flush()
    return user


def prune(moment: datetime) -> int:
    """Forget tries that no longer count."""
    old = db.session.scalars(select(SignInAttempt.id).where(SignInAttempt.at < moment - KEPT)).all()
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < moment - KEPT))
    return len(old)


def _refuse_too_many(account: str, network: str) -> None:
    recent = db.session.scalars(
        select(SignInAttempt)
        .where(SignInAttempt.at > now() - WINDOW)
        .where(or_(SignInAttempt.account_sha256 == account, SignInAttempt.address == network))
        .order_by(SignInAttempt.at.desc())
    ).all()
    of_account = _since_opened([a for a in recent if a.account_sha256 == account])
    from_here = [a for a in of_account if a.address == network]
    of_address = [a for a in recent if a.address == network and not a.succeeded]
    if (
        len(from_here) >= MOST_FROM_HERE
        or len(of_account) >= MOST_OF_ACCOUNT
        or len(of_address) >= MOST_OF_ADDRESS
    ):
        raise TooMany(N_("Too many attempts. Wait a quarter of an hour, then try again."))


def _since_opened(newest_first: Sequence[SignInAttempt]) -> Sequence[SignInAttempt]:
    """Failures until the newest success; only the right password makes one."""
    for position, attempt in enumerate(newest_first):
        if attempt.succeeded:
            return newest_first[:position]
    return newest_first


def _account(email: str) -> str:
    return hashlib.sha256(accounts.normal_email(email).encode("utf-8", "replace")).hexdigest()


def _network(address: str | None) -> str:
    """A household has a whole /64 of IPv6 addresses, so that is what counts as one."""
    try:
        ip = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if ip.version == 4:
        return str(ip)
    return str(ipaddress.ip_network((ip, 64), strict=False).network_address)
