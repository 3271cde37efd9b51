"""The dry run of a spreadsheet as a page shows it: problems, how cells were read, first rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import EntryContent
from nap_tracker.i18n import gettext, locale, number
from nap_tracker.imports.problems import Problem, Severity
from nap_tracker.imports.proposal import Reading as HowRead
from nap_tracker.services import plans
from nap_tracker.services.answers import LABEL_LENGTH, Reading
from nap_tracker.services.work_plan_uploads import Opened
from nap_tracker.services.work_plans import Trial, how_read
from nap_tracker.web.tables import Line

PAGE = 100
"""Problems on one page."""
FIRST_ROWS = 10
ANSWERED_AT = {
    "ambiguous_amount": "notation",
    "ambiguous_column": "notation",
    "ambiguous_dates": "day_first",
    "broad_item": "items",
    "column_twice": "columns",
    "no_activity_column": "columns",
    "no_cost_column": "columns",
    "no_currency": "currency",
    "no_item": "default_items",
    "no_strategy_column": "columns",
    "no_such_column": "columns",
    "nothing": "only",
    "other_notation": "notation",
    "scale": "scale",
    "several_countries": "only",
    "shared_currency": "currency",
    "unknown_item": "items",
    "zeros": "zero",
}
"""Problem -> the place on the page of columns where a person can settle it for the file."""


@dataclass(frozen=True, slots=True)
class TrialPage:
    """What the page of a dry run prints, in the reader's language."""

    errors: Sequence[Line]
    warnings: Sequence[Line]
    readings: Sequence[Line]
    totals: Sequence[Line]
    rows: Sequence[Line]
    previous_url: str
    next_url: str
    words: str
    """Such as 'Page 2 of 7'; empty for a single page."""


def trial_page(opened: Opened, trial: Trial, asked: str) -> TrialPage:
    """One page of the dry run; `asked` is the page's number as the address has it."""
    proposal = trial.proposal
    found = [*proposal.errors, *proposal.warnings]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, int(asked)), pages) if asked.isdecimal() else 1
    shown = list(enumerate(found, 1))[(page - 1) * PAGE : page * PAGE]
    return TrialPage(
        errors=[_problem(opened, n, p) for n, p in shown if p.severity is Severity.ERROR],
        warnings=[_problem(opened, n, p) for n, p in shown if p.severity is Severity.WARNING],
        readings=[_reading(reading) for reading in proposal.readings],
        totals=[
            Line(total.currency, (total.currency, number(total.amount), number(total.lines)))
            for total in proposal.totals
        ],
        rows=_first_rows(opened, trial),
        previous_url=_page_url(opened, page - 1) if page > 1 else "",
        next_url=_page_url(opened, page + 1) if page < pages else "",
        words=_page_words(page, pages) if pages > 1 else "",
    )


def _problem(opened: Opened, place: int, problem: Problem) -> Line:
    where = problem.reference or gettext("Whole file")
    anchor = ANSWERED_AT.get(problem.code)
    url = _columns_url(opened, anchor) if anchor else ""
    said = gettext(problem.message, **problem.params)
    return Line(f"problem-{place}", (where, problem.heading, said), of=url)


def _reading(reading: HowRead) -> Line:
    sentence, params = how_read(reading)
    return Line(
        f"{reading.subject}-{reading.column}", (reading.heading, gettext(sentence, **params))
    )


def _first_rows(opened: Opened, trial: Trial) -> list[Line]:
    schema = plans.schema_of(opened.version, locale())
    language = opened.choices.options.language
    reading = Reading(trial.plan, schema, Audience.DRAFTING_TEAM, language)
    costs: dict[str, list[EntryContent]] = {}
    for row in trial.proposal.of("budget_line"):
        costs.setdefault(row.answers["activity"], []).append(row.content())
    first = trial.proposal.of("activity")[:FIRST_ROWS]
    return [_row(reading, row.content(), costs.get(row.uid, ())) for row in first]


def _row(reading: Reading, activity: EntryContent, lines: Sequence[EntryContent]) -> Line:
    register = reading.schema.register("activity")
    cost = reading.schema.register("budget_line").field("cost")
    cells = [
        reading.words(register.field(name), activity.answers.get(name))
        for name in ("statement", "strategy", "items", "start", "end", "lead")
    ]
    cells[0] = cells[0] or gettext("Untitled")
    money = "; ".join(reading.words(cost, line.answers.get("cost")) for line in lines)
    return Line(activity.uid, (*map(_shortened, cells), money))


def _shortened(text: str) -> str:
    return text if len(text) <= LABEL_LENGTH else f"{text[:LABEL_LENGTH].rstrip()}…"


def _page_words(page: int, pages: int) -> str:
    return gettext("Page %(page)s of %(pages)s", page=number(page), pages=number(pages))


def _page_url(opened: Opened, page: int) -> str:
    return url_for(
        "work_plan_imports.show",
        plan_id=opened.version.plan_id,
        upload_id=opened.upload.id,
        page=page,
    )


def _columns_url(opened: Opened, anchor: str) -> str:
    return url_for(
        "work_plan_imports.edit",
        plan_id=opened.version.plan_id,
        upload_id=opened.upload.id,
        _anchor=anchor,
    )
