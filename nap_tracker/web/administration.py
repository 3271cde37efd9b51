"""Running the installation: its Parties, accounts and acts, without anybody's content."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.forms.accounts import SearchForm, StopForm
from nap_tracker.i18n import chosen, gettext, moment, ngettext, number
from nap_tracker.models.account import User
from nap_tracker.permissions import require
from nap_tracker.roles import ROLE_NAMES, Permission
from nap_tracker.services import accounts, acts, outbox, parties, people, samples
from nap_tracker.web.acts import lines as timeline
from nap_tracker.web.door import actor
from nap_tracker.web.tables import Line

bp = Blueprint("administration", __name__, url_prefix="/administration")

NEWEST = 50
ZONE = "UTC"
"""An installation serves Parties in many zones."""


@bp.get("")
def index() -> ResponseReturnValue:
    """Parties, newest acts, sample data."""
    lines = parties.listing(actor())
    newest = acts.of_installation(actor(), limit=NEWEST)
    return render_template(
        "administration/index.html",
        parties=[_party(line) for line in lines],
        lines=timeline(newest, ZONE),
        zone=ZONE,
        has_samples=any(line.party.sample for line in lines),
    )


@bp.get("/accounts")
def show_accounts() -> ResponseReturnValue:
    """Accounts by name, a page at a time."""
    form = SearchForm(request.args)
    search = form.search.data
    wanted = request.args.get("page", default=1, type=int)
    page = accounts.listing(actor(), search=search, page=wanted)
    return render_template(
        "administration/show_accounts.html",
        form=form,
        page=page,
        lines=[_account(user) for user in page.users],
        previous=_page(page.number - 1, search) if page.number > 1 else "",
        following=_page(page.number + 1, search) if page.number < page.last else "",
    )


@bp.get("/undelivered")
def undelivered() -> ResponseReturnValue:
    """Whose mail could not be delivered and when; not what it said."""
    page = outbox.undelivered(actor(), request.args.get("page", default=1, type=int))
    url = partial(url_for, "administration.undelivered")
    return render_template(
        "administration/undelivered.html",
        page=page,
        lines=[
            Line(str(n), (_recipient(line), line.email, moment(line.failed_at)))
            for n, line in enumerate(page.lines)
        ],
        waiting=_waiting(page),
        previous=url(page=page.number - 1) if page.number > 1 else "",
        following=url(page=page.number + 1) if page.number < page.last else "",
    )


@bp.post("/accounts/<uuid:user_id>/disable")
def disable(user_id: UUID) -> ResponseReturnValue:
    """Stop an account from signing in; where it leads a Party alone, only when said twice."""
    user = accounts.get(actor(), str(user_id))
    name, form = user.name, StopForm()
    is_meant = bool(form.knows.data)
    if (alone := people.led_by_alone(user)) and user.is_active and not is_meant:
        roles = [(chosen(m.party.name), gettext(ROLE_NAMES[m.role])) for m in alone]
        return render_template("administration/disable.html", user=user, roles=roles, form=form)
    accounts.disable(actor(), user, although_last=is_meant)
    db.session.commit()
    flash(gettext("The account of %(name)s is stopped.", name=name), "success")
    return redirect(url_for("administration.show_accounts"))


@bp.post("/accounts/<uuid:user_id>/enable")
def enable(user_id: UUID) -> ResponseReturnValue:
    """Let a stopped account sign in again."""
    user = accounts.get(actor(), str(user_id))
    name = user.name
    accounts.enable(actor(), user)
    db.session.commit()
    flash(gettext("The account of %(name)s can sign in again.", name=name), "success")
    return redirect(url_for("administration.show_accounts"))


@bp.post("/sample-data/remove")
def remove_samples() -> ResponseReturnValue:
    """Remove the sample Parties, their plans and people."""
    require(actor(), Permission.INSTALLATION_MANAGE)
    samples.remove(actor())
    db.session.commit()
    flash(gettext("The sample data is removed."), "success")
    return redirect(url_for("administration.index"))


def _party(line: parties.PartyLine) -> Line:
    return Line(
        line.party.id,
        (
            chosen(line.party.name),
            line.party.code,
            number(line.people),
            number(line.focal_points) if line.focal_points else gettext("None yet"),
        ),
        url_for("parties.show", party_id=line.party.id),
        line.party,
    )


def _account(user: User) -> Line:
    present = now()
    roles = [
        f"{membership.party.code}: {gettext(ROLE_NAMES[membership.role])}"
        for membership in sorted(user.memberships, key=lambda m: (m.party.code, m.role))
        if not membership.has_ended(present)
    ]
    if user.is_administrator:
        roles.insert(0, gettext("Administrator"))
    state = gettext("Can sign in") if user.is_active else gettext("Stopped")
    return Line(user.id, (user.name, user.email, "; ".join(roles), state), of=user)


def _recipient(line: outbox.Undelivered) -> str:
    return line.name or gettext("Somebody without an account")


def _waiting(page: outbox.Page) -> str:
    if page.waiting_since is None:
        return gettext("No mail waits to be sent.")
    since = moment(page.waiting_since)
    return ngettext(
        "%(n)s message waits to be sent, since %(since)s (UTC).",
        "%(n)s messages wait to be sent, the oldest since %(since)s (UTC).",
        page.waiting,
        since=since,
    )


def _page(number: int, search: str) -> str:
    return url_for("administration.show_accounts", page=number, search=search or None)
