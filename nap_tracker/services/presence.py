"""Who else is here: pages that are open on one section or row, merged by person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import User
from nap_tracker.models.entry import Entry
from nap_tracker.models.open_page import OpenPage
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can, drafts_a_section
from nap_tracker.roles import Actor, Permission
from nap_tracker.services.places import place_of, require_at
from nap_tracker.services.revisions import Other, numbered, other_since

IDLE = timedelta(minutes=10)
"""Without a key or a click somebody is idle, though the page is open."""
GONE = timedelta(minutes=25)
"""Without a word from the page nobody is there any more: it may ask once in a minute only."""
KEPT = timedelta(hours=1)
FORM_KEPT = timedelta(days=14)
"""A form that lies open in a hidden tab may still be saved; what it was opened with is kept."""


class State(StrEnum):
    """What somebody does here, the strongest first: it counts for all their windows."""

    UNSAVED = "unsaved"
    """Has something that is not saved yet."""
    SAVED = "saved"
    """Has saved a new version since the reader's page was last shown one."""
    VIEWING = "viewing"
    """Has the page open."""
    IDLE = "idle"
    """Has the page open and does nothing."""


@dataclass(frozen=True, slots=True)
class Ping:
    """What an open page says of itself."""

    page: str
    uid: str
    """Of the entry it shows."""
    has_unsaved: bool = False
    is_active: bool = False
    """Something was typed or clicked since the last ping."""
    has_saved: bool = False
    is_released: bool = False
    """It is being hidden or closed."""
    seen: int | None = None
    """The newest revision it knows of; None where it shows none."""
    window: str = ""
    """Under which name it saves by itself; '' where it does not."""
    shown: tuple[int, ...] = ()
    """Revisions at which its form shows something."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is here."""

    name: str
    state: State
    at: datetime
    """When they saved, where that is their state; else when they were last heard of."""

    @property
    def initials(self) -> str:
        """Two letters at most; of a name without spaces the first one."""
        words = self.name.split()
        return "".join(word[0] for word in (words[0], *words[1:][-1:])) if words else "?"


@dataclass(frozen=True, slots=True)
class News:
    """Somebody has saved a new version of what a page shows."""

    other: Other
    before: str | None
    """The revision that the page shows; None where nothing had been saved yet."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What a page that is only read shows."""

    uid: str
    seen: int
    at: datetime


def ping(actor: Actor, version: PlanVersion, sent: Ping) -> None:
    """Note that a page is open. Who may only read is never noted as writing."""
    place = require_at(actor, Permission.PRESENCE_SHOW, version, sent.uid)
    if version.frozen_at is not None:
        return  # nobody writes in it, and nothing that hangs on it changes
    writes = can(actor, Permission.SECTION_EDIT, place)
    page = _page(actor, version, sent)
    moment = now()
    page.uid, page.seen_at = sent.uid, moment
    page.has_unsaved = writes and sent.has_unsaved
    page.shown = ",".join(map(str, sent.shown)) if writes else ""
    page.released_at = moment if sent.is_released else None
    if sent.is_active:
        page.active_at = moment
    if sent.has_saved and writes:
        page.saved_at = moment
    db.session.flush()


def others(
    actor: Actor, version: PlanVersion, uid: str, *, since: datetime | None = None
) -> Sequence[Present]:
    """Everybody else on this entry, by name; one query, however many they are.

    `since` is when the reader's page was last shown the newest text: who saved later has saved a
    new version.
    """
    require_at(actor, Permission.PRESENCE_SHOW, version, uid)
    moment = now()
    query = (
        select(OpenPage, User.name)
        .join(User, User.id == OpenPage.user_id)
        .where(
            OpenPage.version_id == version.id,
            OpenPage.uid == uid,
            OpenPage.user_id != actor.user_id,
            OpenPage.seen_at > moment - GONE,
            OpenPage.released_at.is_(None),
        )
    )
    people: dict[str, list[Present]] = {}
    for page, name in db.session.execute(query):
        people.setdefault(page.user_id, []).append(_present(page, name, moment, since))
    found = [_merged(windows) for windows in people.values()]
    return sorted(found, key=lambda one: (one.name.casefold(), one.at))


def watched(actor: Actor, version: PlanVersion, uid: str) -> Watched | None:
    """What a reader looks at now; None for who is not told of others, and where nobody writes."""
    is_told = can(actor, Permission.PRESENCE_SHOW, version) or drafts_a_section(actor, version)
    entry = db.session.get(Entry, (version.id, uid)) if is_told else None
    if entry is None or version.frozen_at is not None:
        return None
    place = place_of(version, entry.kind, entry.section)
    is_told = can(actor, Permission.PRESENCE_SHOW, place)
    return Watched(uid, entry.counter, now()) if is_told else None


def news(actor: Actor, version: PlanVersion, sent: Ping) -> News | None:
    """What others saved that the page does not show yet, or the same person elsewhere."""
    require_at(actor, Permission.PRESENCE_SHOW, version, sent.uid)
    entry = db.session.get(Entry, (version.id, sent.uid))
    if entry is None or sent.seen is None or entry.counter <= sent.seen:
        return None
    other = other_since(actor, entry, sent.window, since=sent.seen, until=entry.counter)
    if other is None:
        return None
    before = numbered(entry, sent.seen)
    return News(other, before.id if before else None)


def prune(moment: datetime) -> int:
    """Forget pages nobody has heard of for an hour, and forms after two weeks."""
    gone = db.session.execute(
        delete(OpenPage).where(
            OpenPage.seen_at <= moment - KEPT,
            or_(OpenPage.shown == "", OpenPage.seen_at <= moment - FORM_KEPT),
        )
    )
    return int(getattr(gone, "rowcount", 0))


def bases(version_id: str, uid: str) -> set[int]:
    """Revisions that open forms of an entry are merged against."""
    query = select(OpenPage.shown).filter_by(version_id=version_id, uid=uid)
    query = query.where(OpenPage.shown != "")
    return {int(number) for shown in db.session.scalars(query) for number in shown.split(",")}


def _page(actor: Actor, version: PlanVersion, sent: Ping) -> OpenPage:
    key = (sent.page, actor.user_id)
    found = db.session.get(OpenPage, key)
    if found is not None and found.version_id == version.id:
        return found
    if found is not None:
        db.session.delete(found)
        db.session.flush()
    moment = now()
    page = OpenPage(
        page=sent.page,
        user_id=actor.user_id,
        party_id=version.party_id,
        version_id=version.id,
        uid=sent.uid,
        seen_at=moment,
        active_at=moment,
    )
    try:
        with db.session.begin_nested():
            db.session.add(page)
    except IntegrityError:
        # The same page spoke twice at once; the other one was quicker.
        return db.session.get_one(OpenPage, key)
    return page


def _present(page: OpenPage, name: str, moment: datetime, since: datetime | None) -> Present:
    if page.has_unsaved:
        return Present(name, State.UNSAVED, page.seen_at)
    if page.saved_at is not None and since is not None and page.saved_at > since:
        return Present(name, State.SAVED, page.saved_at)
    is_idle = page.active_at <= moment - IDLE
    return Present(name, State.IDLE if is_idle else State.VIEWING, page.seen_at)


def _merged(windows: Iterable[Present]) -> Present:
    order = list(State)
    return min(windows, key=lambda one: (order.index(one.state), -one.at.timestamp()))
