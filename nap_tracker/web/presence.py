"""Who else is here: what open pages say of themselves, and what they are told of each other."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.rows import uid
from nap_tracker.i18n import N_, gettext, time_of_day
from nap_tracker.permissions import can, drafts_a_section
from nap_tracker.roles import Permission
from nap_tracker.services import presence
from nap_tracker.services.presence import News, Ping, Present, State
from nap_tracker.web.door import actor
from nap_tracker.web.entries import MOST_FIELDS, Desk, is_name, part_desk, window_sent
from nap_tracker.web.replies import reply

MOST_SHOWN = 4
"""People shown by their initials; the others are counted."""

WORDS = {
    State.UNSAVED: N_("%(name)s has text here that is not saved yet"),
    State.SAVED: N_("%(name)s saved a new version at %(time)s"),
    State.VIEWING: N_("%(name)s is viewing this page"),
    State.IDLE: N_("%(name)s has this page open and is away"),
}
ELSEWHERE = N_("You saved a new version in another window at %(time)s.")
"""The same person, who is not told of themselves by name."""

bp = Blueprint("presence", __name__, url_prefix="/plans/<uuid:plan_id>")


@bp.post("/presence")
def ping(plan_id: UUID) -> ResponseReturnValue:
    """One page is open, or being left; who else is here."""
    at = part_desk(plan_id, Permission.PRESENCE_SHOW)
    sent = _sent()
    presence.ping(actor(), at.version, sent)
    db.session.commit()
    if sent.is_released:
        return reply("ok")
    people = presence.others(actor(), at.version, sent.uid, since=_since())
    news = presence.news(actor(), at.version, sent)
    zone = at.version.plan.party.time_zone
    html = render_template(
        "presence/_people.html",
        news=_told(news, zone) if news else "",
        difference=_difference(at, news) if news else "",
        people=[(one, _words(one, zone)) for one in people],
        most=MOST_SHOWN,
    )
    return reply("ok", people=len(people), html=html)


def _told(news: News, zone: str) -> str:
    time = time_of_day(news.other.at, zone)
    if news.other.is_self:
        return gettext(ELSEWHERE, time=time)
    return gettext("%(name)s saved a new version at %(time)s.", name=news.other.name, time=time)


def _difference(at: Desk, news: News) -> str:
    """Where what was saved since is compared with what the page shows; '' for who may not look."""
    sees_all = can(actor(), Permission.HISTORY_SHOW, at.version)
    if not (sees_all or drafts_a_section(actor(), at.version)):  # the entry is one of theirs
        return ""
    return url_for(
        "comparisons.entry", plan_id=at.plan_id, before=news.before, after=news.other.revision
    )


def _sent() -> Ping:
    page, entry = request.form.get("_page", ""), uid(request.form.get("_entry", ""))
    if not is_name(page) or entry is None:
        raise Invalid(N_("This could not be taken. Copy it, then reload the page."))
    asked = request.form.getlist("_says")
    return Ping(
        page,
        entry,
        has_unsaved="unsaved" in asked,
        is_active="active" in asked,
        has_saved="saved" in asked,
        is_released="released" in asked,
        seen=_seen(),
        window=window_sent(),
        shown=_shown(),
    )


def _seen() -> int | None:
    sent = request.form.get("_seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None


def _shown() -> tuple[int, ...]:
    """Numbers of revisions; what is none is left out."""
    sent = request.form.get("_bases", "").split(",")[:MOST_FIELDS]
    found = {int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 10}
    return tuple(sorted(found))


def _since() -> datetime | None:
    """When the page was shown the newest text, by the clock of the server that told it."""
    sent = request.form.get("_shown_at", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 16):
        return None
    return datetime.fromtimestamp(int(sent) / 1000, UTC)


def _words(present: Present, zone: str) -> str:
    if present.state is State.SAVED:
        time = time_of_day(present.at, zone)
        return gettext(WORDS[present.state], name=present.name, time=time)
    return gettext(WORDS[present.state], name=present.name)
