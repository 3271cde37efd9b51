"""Parties: adding one, its page, its names and time zone, the treaty's authentic text."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.clock import now
from nap_tracker.errors import Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.forms.parties import (
    NOTES,
    UN_LANGUAGES,
    PartyForm,
    field_name,
    mail_form,
    party_form,
    treaty_form,
)
from nap_tracker.forms.parts import Form
from nap_tracker.i18n import N_, gettext, is_language, labelled, language_name, locale, moment
from nap_tracker.models.account import Consent, Party
from nap_tracker.models.plan import Plan
from nap_tracker.permissions import can, require
from nap_tracker.roles import Permission
from nap_tracker.services import consents, parties, plans, standings
from nap_tracker.web.door import actor
from nap_tracker.web.people import may_hand_on
from nap_tracker.web.standings import told
from nap_tracker.web.tables import Line

bp = Blueprint("parties", __name__, url_prefix="/parties")


@bp.route("/new", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Add a Party to the installation."""
    require(actor(), Permission.PARTY_CREATE)
    form = party_form(UN_LANGUAGES, {}, is_new=True, time_zone="UTC")
    if form.validate_on_submit():
        party = _create(form)
        if party is not None:
            flash(gettext("The Party is added. Invite its focal point next."), "success")
            return redirect(url_for("people.show", party_id=party.id))
    return render_template("parties/create.html", form=form, errors=form.problems)


@bp.get("/<uuid:party_id>")
def show(party_id: UUID) -> ResponseReturnValue:
    """The Party's own facts, its plans one may read, and who outside it may read."""
    party = parties.get(actor(), str(party_id))
    sees_people = can(actor(), Permission.PEOPLE_LIST, party)
    found = [p for p in plans.visible_to(actor()) if p.party_id == party.id]
    lines = standings.of_plans(actor(), [plan.id for plan in found])
    return render_template(
        "parties/show.html",
        party=party,
        plans=found,
        standing={plan_id: told(line) for plan_id, line in lines.items()},
        facts=[*_facts(party), _emblem(party, found)],
        sees_people=sees_people,
        hands_on=may_hand_on(party),
        consents=_consents(party) if sees_people else [],
    )


@bp.route("/<uuid:party_id>/edit", methods=["GET", "POST"])
def edit(party_id: UUID) -> ResponseReturnValue:
    """Names and time zone."""
    party = parties.get(actor(), str(party_id), Permission.PARTY_EDIT)
    form = party_form(UN_LANGUAGES, party.name, time_zone=party.time_zone)
    if form.validate_on_submit() and _save(party, form):
        return redirect(url_for("parties.show", party_id=party_id))
    return render_template("parties/edit.html", party=party, form=form, errors=form.problems)


@bp.route("/<uuid:party_id>/treaty-text", methods=["GET", "POST"])
def treaty_text(party_id: UUID) -> ResponseReturnValue:
    """The authentic text of Annex C in one language, item by item."""
    party = parties.get(actor(), str(party_id), Permission.PARTY_EDIT)
    language = request.args.get("language") or "en"
    if not is_language(language):
        raise NotFound(N_("There is no such language."))
    schema = treaty(LATEST, locale())
    texts = {key: words.get(language, "") for key, words in party.authentic.items()}
    form = treaty_form(
        [(i.key, f"{labelled(i.citation)} {i.title}") for i in schema.items], texts, language
    )
    if form.validate_on_submit() and _load_texts(party, form, language):
        return redirect(url_for("parties.treaty_text", party_id=party_id, language=language))
    return render_template(
        "parties/treaty_text.html",
        party=party,
        form=form,
        errors=form.problems,
        language=language,
        tabs=_language_tabs(party, language),
    )


@bp.route("/<uuid:party_id>/mail", methods=["GET", "POST"])
def mail(party_id: UUID) -> ResponseReturnValue:
    """Whether mail carries more than titles and links."""
    party = parties.get(actor(), str(party_id), Permission.MAIL_WIDEN)
    form = mail_form(has_words=party.mail_has_words)
    if form.validate_on_submit():
        parties.let_mail_carry_words(actor(), party, form.carries.data == NOTES)
        db.session.commit()
        flash(gettext("What mail may carry is saved."), "success")
        return redirect(url_for("parties.show", party_id=party_id))
    return render_template("parties/mail.html", party=party, form=form, errors=form.problems)


def _facts(party: Party) -> list[tuple[str, str, str, str]]:
    """(question, answer, address to change it, what is missing) for the summary list."""
    edit_url = treaty_url = ""
    if can(actor(), Permission.PARTY_EDIT, party):
        edit_url = url_for("parties.edit", party_id=party.id)
        treaty_url = url_for("parties.treaty_text", party_id=party.id)
    may_widen = can(actor(), Permission.MAIL_WIDEN, party)
    mail_url = url_for("parties.mail", party_id=party.id) if may_widen else ""
    words = gettext("Also notes that people write")
    carried = words if party.mail_has_words else gettext("Titles and links only")
    names = [f"{text} ({language_name(tag, locale())})" for tag, text in party.name.items()]
    loaded = {tag for words in party.authentic.values() for tag in words}
    return [
        (gettext("Code"), party.code, "", ""),
        (gettext("Names"), "; ".join(names), edit_url, ""),
        (gettext("Time zone"), party.time_zone.replace("_", " "), edit_url, ""),
        (
            gettext("Authentic text of Annex C"),
            "; ".join(language_name(tag, locale()) for tag in sorted(loaded)),
            treaty_url,
            "",
        ),
        (gettext("What mail may carry"), carried, mail_url, ""),
    ]


def _emblem(party: Party, found: Sequence[Plan]) -> tuple[str, str, str, str]:
    """The emblem is one of the pictures of a plan, so it is chosen among the plan's files."""
    offered = found and can(actor(), Permission.PARTY_EDIT, party)
    return (
        gettext("Emblem on the cover"),
        gettext("A picture among the files of a plan") if party.emblem_id else "",
        url_for("files.index", plan_id=found[0].id) if offered else "",
        gettext("Add a picture to the files of a plan and use it as emblem"),
    )


def _consents(party: Party) -> list[Line]:
    may_withdraw = can(actor(), Permission.CONSENT_GIVE, party)
    return [
        Line(
            consent.id,
            (
                consent.administrator.name,
                _until(consent, party),
                consent.reason,
                consent.given_by.name,
            ),
            of=url_for("consents.withdraw", party_id=party.id, consent_id=consent.id)
            if may_withdraw and not consent.has_ended(now())
            else "",
        )
        for consent in consents.of_party(actor(), party)
    ]


def _until(consent: Consent, party: Party) -> str:
    if consent.withdrawn_at is not None:
        end = moment(consent.withdrawn_at, party.time_zone)
        return gettext("Withdrawn %(moment)s", moment=end)
    end = moment(consent.ends_at, party.time_zone)
    return gettext("Ended %(moment)s", moment=end) if consent.has_ended(now()) else end


def _create(form: PartyForm) -> Party | None:
    try:
        party = parties.create(
            actor(), code=form.code.data, name=form.names, time_zone=form.time_zone.data
        )
    except Invalid as error:
        _refuse(form, error)
        return None
    db.session.commit()
    return party


def _save(party: Party, form: PartyForm) -> bool:
    try:
        parties.edit(actor(), party, name=form.names, time_zone=form.time_zone.data)
    except Invalid as error:
        _refuse(form, error)
        return False
    db.session.commit()
    flash(gettext("The Party's names and time zone are saved."), "success")
    return True


def _refuse(form: PartyForm, error: Invalid) -> None:
    """What is wrong with the names as a whole is said at the first of them."""
    if error.about == "name":
        error.about = form.name_fields[0].name
    form.refuse(error)


def _load_texts(party: Party, form: Form, language: str) -> bool:
    texts = {item.key: form[field_name(item.key)].data for item in treaty().items}
    try:
        parties.set_authentic(actor(), party, language=language, texts=texts)
    except Invalid as error:
        error.about = field_name(error.about)
        form.refuse(error)
        return False
    db.session.commit()
    flash(
        gettext("The treaty's text is saved. Documents print it as the official text."), "success"
    )
    return True


def _language_tabs(party: Party, current: str) -> list[tuple[str, str, bool]]:
    """(label, address, is current) of the UN languages and of those the Party uses."""
    used = (tag for words in (party.name, *party.authentic.values()) for tag in words)
    tags = dict.fromkeys((*UN_LANGUAGES, *used, current))
    return [
        (
            language_name(tag, locale()),
            url_for("parties.treaty_text", party_id=party.id, language=tag),
            tag == current,
        )
        for tag in tags
    ]
