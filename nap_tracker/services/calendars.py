"""A person's calendar at a secret address: opened, renewed, closed, and read by whoever has it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from nap_tracker import i18n, links
from nap_tracker.clock import now
from nap_tracker.errors import Hidden
from nap_tracker.exports.calendar import Entry, to_ics
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, chosen, gettext
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.base import new_uid
from nap_tracker.models.calendar_feed import CalendarFeed
from nap_tracker.permissions import can, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import accounts, agenda, history, notices, treaty_dues, walls
from nap_tracker.services.agenda import Agenda
from nap_tracker.services.drafters import holds
from nap_tracker.services.due import Due
from nap_tracker.workflow.spans import Span

PURPOSE = "calendar"
NOTHING_HERE = N_("There is no calendar at this address. It was closed, or renewed.")


def address_of(user: User) -> str:
    """Where the person's calendar is read; '' while there is none."""
    feed = _of(user)
    return links.address(PURPOSE, feed.id) if feed else ""


def open_(actor: Actor) -> CalendarFeed:
    """Make an address; one that was there before is closed, since it may be known to others."""
    user = accounts.own(actor)
    _close(user)
    uid = new_uid()
    token = links.token(PURPOSE, uid)
    feed = CalendarFeed(id=uid, user_id=user.id, token_sha256=links.fingerprint(token))
    db.session.add(feed)
    history.record(actor, "calendar:opened", subject=f"account:{user.id}")
    db.session.flush()
    return feed


def close(actor: Actor) -> None:
    """Let nobody read it any more."""
    user = accounts.own(actor)
    if _close(user):
        history.record(actor, "calendar:closed", subject=f"account:{user.id}")
        db.session.flush()


def open_in(actor: Actor, party: Party) -> Sequence[User]:
    """Whose calendar can be read at an address now, of the people of a Party; for who leads."""
    require(actor, Permission.PEOPLE_MANAGE, party)
    query = (
        select(User)
        .join(CalendarFeed, CalendarFeed.user_id == User.id)
        .where(CalendarFeed.revoked_at.is_(None), _has_a_part(party), User.disabled_at.is_(None))
    )
    return db.session.scalars(query.distinct().order_by(User.name, User.id)).all()


def close_for(actor: Actor, party: Party, user_id: str) -> User:
    """Let nobody read somebody's calendar any more; they are told, and may open another.

    Raises Hidden for who has no part in the Party. The address serves all Parties of the person.
    """
    require(actor, Permission.CALENDAR_CLOSE, party)
    user: User | None = db.session.scalar(
        select(User).where(User.id == user_id, _has_a_part(party))
    )
    if user is None:
        raise Hidden(N_("There is no such person in this Party."))
    if _close(user):
        history.record(
            actor, "calendar:closed-for", party_id=party.id, subject=f"account:{user.id}"
        )
        notices.calendar_closed(actor, user, party)
        db.session.flush()
    return user


def _has_a_part(party: Party) -> ColumnElement[bool]:
    return exists().where(
        Membership.user_id == User.id, Membership.party_id == party.id, holds(now())
    )


def read(token: str) -> bytes:
    """The calendar at this address, with what its person may see at this moment. Raises Hidden.

    Nudges are not in it: no day was set for them, and the one they began on is over.
    It dies with the account and with the last role, whatever the address.
    """
    query = select(CalendarFeed).filter_by(token_sha256=links.fingerprint(token), revoked_at=None)
    feed = db.session.scalar(query.options(joinedload(CalendarFeed.user)))
    if feed is None or feed.user.disabled_at is not None:
        raise Hidden(NOTHING_HERE)
    actor = accounts.actor_of(feed.user)
    if not actor.grants:
        raise Hidden(NOTHING_HERE)
    parties = {grant.party_id for grant in actor.grants}
    walls.raise_walls(parties)
    found = agenda.gather(parties, updates=False)
    with i18n.use_locale(feed.user.locale):
        entries = [_entry(found, due) for due in found.dues if _is_theirs(actor, found, due)]
        return to_ics(entries, name=gettext("NAP Tracker"), language=feed.user.locale, now=now())


def _is_theirs(actor: Actor, found: Agenda, due: Due) -> bool:
    """What they are asked to do, and the duties of the Parties whose clock they may see."""
    if due.is_nudge:
        return False
    if actor.user_id is not None and actor.user_id in found.asked(due):
        return True
    is_duty = due.kind == treaty_dues.KIND
    return is_duty and can(actor, Permission.OBLIGATION_SHOW, found.parties[due.party_id])


def _entry(found: Agenda, due: Due) -> Entry:
    span = Span.of(due.on)
    names = [chosen(words) for words in (found.parties[due.party_id].name, due.plan) if words]
    return Entry(
        key=due.key,
        title=due.sentence(),
        first=span.first,
        last=span.last,
        where="\n".join(names),
        url=links.whole(due.path),
    )


def _of(user: User) -> CalendarFeed | None:
    query = select(CalendarFeed).filter_by(user_id=user.id, revoked_at=None)
    return db.session.scalar(query.order_by(CalendarFeed.created_at.desc()).limit(1))


def _close(user: User) -> bool:
    feeds = db.session.scalars(
        select(CalendarFeed).filter_by(user_id=user.id, revoked_at=None)
    ).all()
    for feed in feeds:
        feed.revoked_at = now()
    return bool(feeds)
