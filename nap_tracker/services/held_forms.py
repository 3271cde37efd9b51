"""Forms that arrived without a session: kept for an hour, for the person whose page it was."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import User
from nap_tracker.models.held_form import HeldForm
from nap_tracker.roles import Actor

KEPT = timedelta(hours=1)
MOST_CHARACTERS = 2_000_000
"""More than the longest section; what is longer is not kept."""
LONGEST_ADDRESS = 2000
MOST_HELD = 5
"""Of one person: the newest stay."""

Pairs = Sequence[tuple[str, str]]


def writer(user_id: str) -> User | None:
    """Who is said to have written a form; None where they may not come in any more."""
    user = db.session.get(User, user_id)
    return None if user is None or user.disabled_at is not None else user


def hold(user_id: str, address: str, pairs: Pairs) -> str | None:
    """Keep what was sent, and tell under which id; None where it cannot be kept.

    Nobody has signed in here: the caller has checked that the page was this person's.
    """
    content = json.dumps([list(pair) for pair in pairs], ensure_ascii=False)
    if len(content) > MOST_CHARACTERS or len(address) > LONGEST_ADDRESS:
        return None
    held = HeldForm(user_id=user_id, address=address, content=content, at=now())
    db.session.add(held)
    db.session.flush()
    _make_room(user_id)
    return held.id


def of(actor: Actor, id: str, address: str) -> Pairs:
    """What was held of this page for who asks; nothing for anybody else."""
    held = db.session.get(HeldForm, id) if actor.user_id else None
    if held is None or held.user_id != actor.user_id or held.address != address:
        return ()
    if held.at <= now() - KEPT:
        return ()
    return [(name, value) for name, value in json.loads(held.content)]


def forget(actor: Actor, id: str) -> None:
    """It came back, and was sent again."""
    db.session.execute(delete(HeldForm).where(HeldForm.id == id, HeldForm.user_id == actor.user_id))


def prune(moment: datetime) -> int:
    """Forget what nobody came back for."""
    gone = db.session.execute(delete(HeldForm).where(HeldForm.at <= moment - KEPT))
    return int(getattr(gone, "rowcount", 0))


def _make_room(user_id: str) -> None:
    newest = select(HeldForm.id).filter_by(user_id=user_id).order_by(HeldForm.at.desc())
    stay = db.session.scalars(newest.limit(MOST_HELD)).all()
    db.session.execute(
        delete(HeldForm).where(HeldForm.user_id == user_id, HeldForm.id.not_in(stay))
    )
