"""What every template may ask: the frame of the page, words, numbers, assets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from nap_tracker import i18n
from nap_tracker.clock import last_day, milliseconds
from nap_tracker.forms.accounts import AGAIN, SignInForm
from nap_tracker.permissions import can
from nap_tracker.roles import ROLE_NAMES, Permission, Role
from nap_tracker.services import my_updates
from nap_tracker.web import door, sessions, visits
from nap_tracker.web.addresses import arguments
from nap_tracker.web.assets import DIST
from nap_tracker.web.browsers import page_proof
from nap_tracker.web.held_forms import held_id
from nap_tracker.web.replies import person


@dataclass(frozen=True, slots=True)
class Account:
    """The person in the header."""

    name: str
    url: str
    sign_out_url: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame: base.html reads exactly these names."""

    locale: str
    direction: str
    languages: list[tuple[str, str, str, bool]]
    home_url: str
    navigation: list[tuple[str, str, bool]]
    account: Account | None
    sign_in_url: str
    reader: str
    """Who reads by a personal link: their name, or their code; '' for everybody else."""
    leave_url: str
    is_demonstration: bool
    session_url: str
    person: str
    """By which the scripts of this page know whose it is; '' for visitors."""
    keeps_copies: bool
    """Whether this browser may keep what was typed: not at a shared computer."""


def init_app(app: Flask) -> None:
    """Install globals and filters."""
    app.jinja_env.globals.update(
        _=i18n.gettext,
        ngettext=i18n.ngettext,
        asset=asset,
        chart_style="",  # pages have theirs in the style sheet
        can=may,
        Permission=Permission,
        held_id=held_id,
        page_proof=page_proof,
        sign_in_again=lambda: SignInForm(formdata=None, prefix=AGAIN),
    )
    app.jinja_env.filters.update(
        number=i18n.number,
        day=i18n.day,
        moment=i18n.moment,
        span=i18n.span,
        labelled=i18n.labelled,
        language_name=i18n.language_name,
        chosen=i18n.chosen,
        last_day=last_day,
        milliseconds=milliseconds,
        role_name=role_name,
    )
    app.context_processor(lambda: {"shell": shell()})


def role_name(role: str) -> str:
    """What somebody is, in the reader's language."""
    if role == "administrator":
        return i18n.gettext("Administrator")
    return i18n.gettext(ROLE_NAMES[Role(role)])


def may(permission: Permission, subject: Any = None) -> bool:
    """Whether the person looking at the page may; templates hide what they may not."""
    return can(door.actor(), permission, subject)


def shell() -> Shell:
    """The frame for this request."""
    return Shell(
        locale="ar" if i18n.locale() == i18n.PSEUDO else i18n.locale(),
        direction=i18n.direction(),
        languages=[
            (tag, i18n.language_name(tag), _here_in(tag), tag == i18n.locale())
            for tag in door.offered()
        ],
        home_url=_home(),
        navigation=_navigation(),
        account=_account(),
        sign_in_url=_sign_in(),
        reader=_reader(),
        leave_url=url_for("reviews.leave"),
        is_demonstration=current_app.config["MODE"] == "demo",
        session_url=url_for("accounts.who"),
        person=person(),
        keeps_copies=current_user.is_authenticated and not sessions.is_shared(),
    )


def _reader() -> str:
    who = door.actor()
    return who.name if who.invitation_id is not None else ""


def _home() -> str:
    """Who reads by a personal link has one page to begin at."""
    visit = visits.current() if _reader() else None
    if visit is None:
        return url_for("plans.index")
    return url_for("my_reviews.show", round_id=visit.round_id)


def _sign_in() -> str:
    return "" if current_user.is_authenticated or _reader() else url_for("accounts.sign_in")


def _account() -> Account | None:
    if not current_user.is_authenticated:
        return None
    return Account(current_user.name, url_for("accounts.show"), url_for("accounts.sign_out"))


def _navigation() -> list[tuple[str, str, bool]]:
    if not current_user.is_authenticated:
        return []
    own = {grant.party_id for grant in door.actor().grants if grant.plan_id is None}
    entries = [("plans", i18n.gettext("Plans"), url_for("plans.index"))]
    if my_updates.concerns(door.actor()):
        entries.append(("my_updates", i18n.gettext("My updates"), url_for("my_updates.index")))
    if own:
        entries.append(("people", i18n.gettext("People"), url_for("people.index")))
    if len(own) == 1:
        party = url_for("parties.show", party_id=own.pop())
        entries.append(("parties", i18n.gettext("Your Party"), party))
    if may(Permission.INSTALLATION_MANAGE):
        words = i18n.gettext("Administration")
        entries.append(("administration", words, url_for("administration.index")))
    here = (request.endpoint or "").partition(".")[0]
    return [(words, url, noun == here) for noun, words, url in entries]


def _here_in(language: str) -> str:
    """This page in another language; a page that answered a form goes back to its GET."""
    if request.endpoint is None:
        return url_for("plans.index", lang=language)
    return url_for(request.endpoint, **{**arguments(), "lang": language})


@cache
def _manifest(changed: float) -> dict[str, str]:
    return dict(json.loads((DIST / "manifest.json").read_text(encoding="utf-8")))


def asset(name: str) -> str:
    """The address of a built file, with the hash of its content in the name."""
    path = DIST / "manifest.json"
    if not path.exists():
        raise RuntimeError("The front-end files are not built: run `make setup`.")
    return url_for("assets.show", filename=_manifest(path.stat().st_mtime)[name])
