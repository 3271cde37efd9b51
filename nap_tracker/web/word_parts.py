"""The parts of a Word file: each with its beginning, and where it goes."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from nap_tracker.errors import NotFound, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.forms.word_imports import PartsForm, numbered, parts_form
from nap_tracker.i18n import N_, gettext, locale
from nap_tracker.imports.word.placement import Placed
from nap_tracker.services import plans, word_uploads
from nap_tracker.services.word_uploads import Opened
from nap_tracker.text.headings import in_steps
from nap_tracker.web.door import actor
from nap_tracker.web.word_pages import at, pages_of, said, send_on

bp = Blueprint(
    "word_parts", __name__, url_prefix="/plans/<uuid:plan_id>/word-imports/<uuid:word_id>"
)
send_on(bp)
PAGE = 20
NO_PART = N_("There is no such part in this file any more.")
"""Another decision on a tracked change can make a heading vanish."""
_IMAGE = re.compile(r'<img data-file="[^"]*" alt="([^"]*)">')
Link = tuple[str, str]


@bp.route("/parts", methods=["GET", "POST"])
def edit(plan_id: UUID, word_id: UUID) -> ResponseReturnValue:
    """Where each part goes; what was proposed is chosen already."""
    opened = word_uploads.open_(actor(), str(plan_id), str(word_id))
    pages = pages_of(numbered(opened.placement), PAGE, request.args.get("page", ""))
    schema = plans.schema_of(opened.version, locale())
    form = parts_form(pages.shown, schema, opened.seen, within=opened.within)
    if form.validate_on_submit():
        step = int(_kept(opened, form))
        if step and (not pages.has_next or request.form.get("act") == "look"):
            return redirect(at("word_imports.show", plan_id, word_id))
        return redirect(at("word_parts.edit", plan_id, word_id, page=pages.number + step))
    return render_template(
        "word_parts/edit.html",
        opened=opened,
        form=form,
        pages=pages,
        links={each.part.place: _links(opened, each) for _, each in pages.shown},
        errors=form.problems,
    )


@bp.get("/parts/<int:place>")
def show(plan_id: UUID, word_id: UUID, place: int) -> ResponseReturnValue:
    """One part whole, as it would read."""
    opened = word_uploads.open_(actor(), str(plan_id), str(word_id))
    found = [each for each in opened.placement.parts if each.part.place == place]
    if not found:
        raise NotFound(NO_PART)
    html = in_steps(_IMAGE.sub(_described, opened.placement.html_of(found[0])))
    return render_template("word_parts/show.html", opened=opened, placed=found[0], html=html)


def _kept(opened: Opened, form: PartsForm) -> bool:
    """Only what differs from the proposal is a choice."""
    before = {each.part.place: each.choice for each in opened.placement.parts}
    changed = {at: to for at, to in form.chosen.items() if to != before[at]}
    choices = replace(opened.choices, parts={**opened.choices.parts, **changed})
    try:
        word_uploads.choose(actor(), opened, choices, seen=form.seen.data)
    except StaleEdit as error:
        db.session.rollback()
        flash(said(error), "error")
        return False
    db.session.commit()
    return True


def _links(opened: Opened, placed: Placed) -> list[Link]:
    """Reading the part whole, and its tables."""
    here = (opened.version.plan_id, opened.upload.id)
    links = []
    if placed.part.blocks:
        url = at("word_parts.show", *here, place=placed.part.place)
        links.append((gettext("Read this part"), url))
    for number, table in enumerate(placed.part.tables, 1):
        words = gettext("Table %(n)s: turn it into rows", n=number)
        if table.place in opened.choices.tables:
            words = gettext("Table %(n)s becomes rows: change this", n=number)
        links.append((words, at("word_tables.edit", *here, place=table.place)))
    return links


def _described(found: re.Match[str]) -> str:
    """Pictures are not shown before they are files of the plan; their words are."""
    return f"<em>[{gettext('Picture')}: {found[1]}]</em>"
