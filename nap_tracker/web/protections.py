"""Removal for protection: look for words, see every place, remove; or withdraw a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.protections import FileRemovalForm, RemovalForm, WordsForm
from nap_tracker.i18n import gettext
from nap_tracker.models.account import Party
from nap_tracker.permissions import can
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import (
    erasures,
    parties,
    reissues,
    remains,
    removals,
    withdrawals,
)
from nap_tracker.services.finding import needle_of
from nap_tracker.services.removals import Found
from nap_tracker.text.redaction import Needle
from nap_tracker.web.door import actor
from nap_tracker.web.protection_words import choices_of_files, choices_of_places, told_places

bp = Blueprint("protections", __name__, url_prefix="/parties/<uuid:party_id>/protection")

REMOVE = "remove"
LISTS = ("files", "removals")
"""Lists of the first page; each is turned by itself, under its own name in the address."""


@bp.route("", methods=["GET", "POST"])
def index(party_id: UUID) -> ResponseReturnValue:
    """The words to look for; then every place they stand in, to be chosen and removed."""
    party = parties.get(actor(), str(party_id), Permission.PROTECTION_REMOVE)
    if request.method == "POST" and request.form.get("do") == REMOVE:
        return _remove(party)
    form = WordsForm()
    if form.validate_on_submit():
        try:
            needle = needle_of(form.words.data, exact=form.exact.data, whole=form.whole.data)
        except Invalid as error:
            form.refuse(error)
        else:
            return _preview(party, needle)
    at = {name: _page(name) for name in LISTS}
    done, more_done = removals.of_party(actor(), party, at["removals"])
    files, more_files = withdrawals.of_party(actor(), party, at["files"])
    return render_template(
        "protections/index.html",
        party=party,
        form=form,
        errors=form.problems,
        removals=done,
        files=files,
        pages_of_removals=_around(party, at, "removals", more_done),
        pages_of_files=_around(party, at, "files", more_files),
    )


@bp.get("/<uuid:removal_id>")
def show(party_id: UUID, removal_id: UUID) -> ResponseReturnValue:
    """What was done, and what it could not reach."""
    party = parties.get(actor(), str(party_id), Permission.EVENT_LIST)
    removal = removals.get(actor(), party, str(removal_id))
    return render_template(
        "protections/show.html",
        party=party,
        removal=removal,
        places=told_places(removal),
        left=remains.of(actor(), party, removal),
        lacking=_lacking(party),
    )


@bp.post("/<uuid:removal_id>/reissue")
def reissue(party_id: UUID, removal_id: UUID) -> ResponseReturnValue:
    """Have redacted documents made in place of sealed ones that were withdrawn."""
    party = parties.get(actor(), str(party_id), Permission.PROTECTION_REMOVE)
    asked = reissues.reissue(actor(), party)
    db.session.commit()
    wake("exports")
    if asked:
        flash(gettext("The redacted documents are being made. They will be new files."), "success")
    return redirect(url_for("protections.show", party_id=party_id, removal_id=removal_id))


@bp.route("/files/<uuid:file_id>", methods=["GET", "POST"])
def withdraw(party_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Withdraw a file of a plan, with the documents that show it."""
    party = parties.get(actor(), str(party_id), Permission.PROTECTION_REMOVE)
    file = withdrawals.get(actor(), party, str(file_id))
    shown = withdrawals.showing(party, file)
    form = FileRemovalForm()
    ticked = None if form.is_submitted() else [line.key for line in shown]
    form.offer_files(choices_of_files(party, shown), ticked)
    if form.validate_on_submit():
        try:
            removal = removals.remove_file(
                actor(), party, file, files=form.files.data or (), reason=form.reason.data
            )
        except Invalid as error:
            form.refuse(error)
        else:
            return _done(party, removal.id)
    return render_template(
        "protections/withdraw.html", party=party, file=file, form=form, errors=form.problems
    )


def _page(name: str) -> int:
    sent = request.args.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and 0 < int(sent) < 10**6 else 1


def _around(party: Party, at: dict[str, int], name: str, is_more: bool) -> tuple[str, str]:
    """Addresses of the page before and behind, the other list as it stands."""

    def url(step: int) -> str:
        turned: dict[str, Any] = {**at, name: at[name] + step}
        return url_for("protections.index", party_id=party.id, **turned)

    return url(-1) if at[name] > 1 else "", url(1) if is_more else ""


def _lacking(party: Party) -> list[int]:
    """Numbers of versions whose sealed documents could be made again, for who may."""
    if not can(actor(), Permission.PROTECTION_REMOVE, party):
        return []
    return [version.number for version, _ in reissues.waiting(actor(), party)]


def _remove(party: Party) -> ResponseReturnValue:
    form = RemovalForm()
    needle = needle_of(
        form.words.data or "", exact=bool(form.exact.data), whole=bool(form.whole.data)
    )
    if form.validate():
        try:
            removal = removals.remove_words(
                actor(),
                party,
                needle,
                places=form.places.data or (),
                files=form.files.data or (),
                reason=form.reason.data,
            )
        except Invalid as error:
            form.refuse(error)
        else:
            return _done(party, removal.id)
    return _preview(party, needle, form)


def _preview(party: Party, needle: Needle, form: RemovalForm | None = None) -> ResponseReturnValue:
    """Every place, ticked; where the form came back, what was ticked stays so."""
    found = removals.look(actor(), party, needle)
    filled = form or _fresh(needle)
    everything = None if form else [place.key for place in found.places]
    certain = None if form else [line.key for line in found.files if line.is_certain]
    filled.offer_places(choices_of_places(party, found), everything)
    filled.offer_files(choices_of_files(party, found.files), certain)
    return render_template(
        "protections/choose.html",
        party=party,
        needle=needle,
        form=filled,
        errors=filled.problems if form else [],
        is_found=_is_found(found),
        do=REMOVE,
    )


def _fresh(needle: Needle) -> RemovalForm:
    return RemovalForm(
        formdata=None,
        words=needle.words,
        exact="y" if needle.exact else "",
        whole="y" if needle.whole else "",
    )


def _is_found(found: Found) -> bool:
    return bool(found.places or any(line.is_certain for line in found.files))


def _done(party: Party, removal_id: str) -> ResponseReturnValue:
    """What is committed first; then the bytes, which a sweep finishes where this is killed."""
    party_id = party.id
    db.session.commit()
    erasures.erase()
    db.session.commit()
    wake("erasures")
    flash(gettext("It is removed. Read below what other copies may still hold."), "success")
    return redirect(url_for("protections.show", party_id=party_id, removal_id=removal_id))
