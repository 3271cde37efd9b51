"""What the pages of a Word file share: pages of a list, sentences of refusals, the result."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.errors import DomainError
from nap_tracker.extensions import db
from nap_tracker.i18n import gettext, labelled, listing, locale, number
from nap_tracker.imports.word.choices import WORK_PLAN
from nap_tracker.imports.word.leftovers import KINDS
from nap_tracker.imports.word.tree import Aside
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import plans
from nap_tracker.services.word_imports import FieldTrial, RowsTrial, Trial
from nap_tracker.services.word_uploads import Applied, Gone
from nap_tracker.text.plain import to_text, word_count

BEGINNING = 200
NAMED = 12
"""Rows named on the page of the result."""
LISTED = 200
"""Of one kind of things beside the text."""


@dataclass(frozen=True, slots=True)
class Pages:
    """One page of a long list."""

    shown: Sequence[Any]
    number: int
    of: int

    @property
    def has_next(self) -> bool:
        return self.number < self.of

    @property
    def words(self) -> str:
        """Such as 'Page 2 of 7'; empty for a single page."""
        if self.of == 1:
            return ""
        said = {"page": number(self.number), "pages": number(self.of)}
        return gettext("Page %(page)s of %(pages)s", **said)

    def url(self, step: int) -> str:
        """The page before or behind this one; '' where there is none."""
        wanted = self.number + step
        if not 1 <= wanted <= self.of:
            return ""
        return url_for(str(request.endpoint), **(request.view_args or {}), page=wanted)


def pages_of(things: Sequence[Any], size: int, asked: str) -> Pages:
    """The page asked for; `asked` is its number as the address has it."""
    count = max(1, -(-len(things) // size))
    page = min(max(1, int(asked)), count) if asked.isdecimal() else 1
    return Pages(things[(page - 1) * size : page * size], page, count)


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field that gets a text."""

    name: str
    words: str
    now: str
    """Beginning of what it says; '' where it says nothing."""
    new: str
    count: int
    """Words that come in."""
    parts: Sequence[str]


@dataclass(frozen=True, slots=True)
class RowsLine:
    """A table that becomes rows."""

    place: int
    words: str
    count: int
    names: Sequence[str]
    known: Sequence[str]
    unread: int
    problems: Sequence[str]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The result of a trial, in the reader's language."""

    fields: Sequence[FieldLine]
    tables: Sequence[RowsLine]
    unplaced: Sequence[tuple[str, str]]
    left_out: Sequence[tuple[str, str]]
    elsewhere: Sequence[tuple[str, str]]
    """Of sections that others draft."""
    asides: Sequence[tuple[str, Sequence[str]]]
    modes: Mapping[str, str]
    """Field -> its words, of the fields that have a text already."""


def result_page(trial: Trial) -> ResultPage:
    """What the page prints."""
    opened = trial.opened
    schema = plans.schema_of(opened.version, locale())
    fields = [_field(field, schema) for field in trial.fields]
    return ResultPage(
        fields,
        [_rows(table, schema, opened.choices.language) for table in trial.tables],
        [(p.part.title, p.part.beginning) for p in opened.placement.unplaced],
        [(p.part.title, p.part.beginning) for p in opened.placement.left_out],
        [(p.part.title, p.part.beginning) for p in opened.placement.elsewhere],
        _asides(opened.document.asides),
        {line.name: line.words for line in fields if line.now},
    )


def sections_named(version: PlanVersion, sections: Collection[str] | None) -> str:
    """Titles of the sections somebody may bring text into; '' where that is all of the plan."""
    if sections is None:
        return ""
    schema = plans.schema_of(version, locale())
    return listing([s.title for s in schema.sections if s.id in sections])


def at(view: str, plan_id: Any, word_id: Any, **more: Any) -> str:
    """The address of a page of one upload."""
    return url_for(view, plan_id=plan_id, word_id=word_id, **more)


def said(error: DomainError) -> str:
    """The sentence of a refusal, in the reader's language."""
    return gettext(error.message, **error.params)


def send_on(bp: Blueprint) -> None:
    """An upload that is gone leads back to the files, one that was brought in to the plan."""

    @bp.errorhandler(Gone)
    def _gone(error: Gone) -> ResponseReturnValue:
        return _elsewhere(error, "word_imports.create")

    @bp.errorhandler(Applied)
    def _applied(error: Applied) -> ResponseReturnValue:
        return _elsewhere(error, "plans.show")


def _elsewhere(error: DomainError, endpoint: str) -> ResponseReturnValue:
    db.session.rollback()
    flash(said(error), "error")
    return redirect(url_for(endpoint, plan_id=(request.view_args or {})["plan_id"]))


def _field(field: FieldTrial, schema: Schema) -> FieldLine:
    section = schema.section(field.target.section)
    label = section.field(field.target.field).label
    return FieldLine(
        field.target.name,
        gettext("%(section)s: %(field)s", section=section.title, field=label),
        _beginning(field.before),
        _beginning(field.incoming),
        word_count(field.incoming),
        [title for title in field.parts if title],
    )


def _rows(table: RowsTrial, schema: Schema, language: str) -> RowsLine:
    is_work_plan = table.register == WORK_PLAN
    register = schema.register("activity" if is_work_plan else table.register)
    names = [
        str((row.answers.get(register.label_field) or {}).get(language, ""))
        for row in table.rows
        if row.register == register.id
    ]
    return RowsLine(
        table.place,
        register.title,
        len(table.rows),
        [*names[:NAMED], *(["…"] if len(names) > NAMED else [])],
        table.known,
        table.unread,
        [_problem(problem) for problem in table.problems],
    )


def _problem(problem: Any) -> str:
    words = gettext(problem.message, **problem.params)
    where = " ".join(filter(None, (problem.reference, problem.heading)))
    return f"{labelled(where)} {words}" if where else words


def _asides(asides: Sequence[Aside]) -> list[tuple[str, list[str]]]:
    """What stands beside the text, by kind, with who wrote it and when."""
    found: dict[str, list[str]] = {}
    for aside in asides:
        found.setdefault(gettext(KINDS[aside.kind]), []).append(_aside(aside))
    return [(kind, lines[:LISTED]) for kind, lines in found.items()]


def _aside(aside: Aside) -> str:
    words = aside.text or gettext("without a name")
    if len(words) > 4 * BEGINNING:
        words = f"{words[: 4 * BEGINNING]}…"
    who = ", ".join(filter(None, (aside.author, aside.date)))
    about = gettext("on “%(words)s”", words=aside.about[:BEGINNING]) if aside.about else ""
    return " – ".join(filter(None, (words, about, who)))


def _beginning(html: str) -> str:
    text = " ".join(to_text(html).split())
    return text if len(text) <= BEGINNING else f"{text[:BEGINNING].rsplit(' ', 1)[0]} …"
