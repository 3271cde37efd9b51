"""`plan import-workplan`: the rows of a spreadsheet into a plan, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

import click

from nap_tracker.annex_c.codes import CURRENCIES
from nap_tracker.cli.context import in_app
from nap_tracker.cli.plans import group
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.imports import columns as headings
from nap_tracker.imports import items
from nap_tracker.imports.columns import Column
from nap_tracker.imports.figures import Notation
from nap_tracker.imports.options import Options, RowFilter, Zero
from nap_tracker.imports.problems import Problem, letters
from nap_tracker.imports.proposal import Proposal
from nap_tracker.imports.sheet import Sheet
from nap_tracker.roles import OPERATOR, Permission
from nap_tracker.services import plans, work_plans
from nap_tracker.services.work_plans import Choices, Source, how_read

PROBLEMS = 1
NOT_READ = "none"
MEANINGS = ", ".join(column.value.replace("_", "-") for column in Column)
COUNTS = {
    "strategies": "New strategies",
    "activities": "Activities",
    "without_cost": "Activities without a cost",
    "institutions": "New institutions",
    "milestones": "Milestones",
    "budget_lines": "Budget lines",
    "free": "Budget lines that cost nothing",
    "not_costed": "Budget lines not costed yet",
    "left_out": "Rows left out",
}


@group.command("import-workplan", epilog=f"Meanings of columns: {MEANINGS}.")
@click.argument("plan")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--zero",
    type=click.Choice([each.value.replace("_", "-") for each in Zero]),
    default="ask",
    show_default=True,
    help="What a cost of 0 means; with ask, a file that has one is not taken.",
)
@click.option(
    "--currency",
    type=click.Choice(sorted(CURRENCIES), case_sensitive=False),
    metavar="CODE",
    help="Of amounts that name none, such as USD.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar='"HEADER=MEANING"',
    help="What a column holds, where the guess is wrong; none leaves it out. Repeatable.",
)
@click.option("--sheet", default="", help="Worksheet of a workbook; the likeliest by default.")
@click.option("--only", metavar='"HEADER=VALUE"', help="Only rows with this text in this column.")
@click.option(
    "--notation",
    type=click.Choice([each.value for each in Notation]),
    help="Which sign starts the decimals, where the file does not show it.",
)
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    help="How 03/04/2026 is meant, where the file does not show it.",
)
@click.option("--multiply", type=click.Choice(["1", "1000", "1000000"]), help="Costs, by this.")
@click.option("--language", help="Of the texts; the plan's own by default.")
@click.option(
    "--item",
    "named",
    multiple=True,
    metavar='"NAME=1c,1e"',
    help="What the file calls Annex C items. Repeatable.",
)
@click.option("--default-item", default="", metavar="1c,1e", help="Items of rows that name none.")
@click.option("--dry-run", is_flag=True, help="Say what would come in; store nothing.")
@in_app
def import_workplan(
    plan: str, file: BinaryIO, columns: Sequence[str], sheet: str, dry_run: bool, **said: Any
) -> int:
    """Bring the work plan in FILE (CSV or XLSX) into PLAN (its id, see `plan list`).

    The first row that reads like headings is taken for them, and the meaning of each column is
    guessed from its heading. All rows come in, or none: exit code 1 says that problems were found
    and nothing was stored. Problems go to stderr by row and column; the result goes to stdout.

    \b
    Try first, then bring in:
      nap-tracker plan import-workplan PLAN plan.xlsx --zero not-costed --dry-run
      nap-tracker plan import-workplan PLAN plan.xlsx --zero not-costed \\
          --column "Actions=activity" --column "Theme=items" --item "Trade=1f"
    """
    version = plans.newest(OPERATOR, plan, Permission.PLAN_IMPORT)
    data, source = file.read(), Source(sheet=sheet)
    table = source.read(data, file.name)
    options = _options(table, version.plan.language, said)
    chosen = _columns(table, columns)
    trial = work_plans.try_out(OPERATOR, version, table, chosen, options)
    _print(table, chosen, trial.proposal)
    if not trial.proposal.is_applicable:
        click.echo("Nothing was stored.", err=True)
        return PROBLEMS
    if dry_run:
        click.echo("This was a trial: nothing was stored.")
        return 0
    choices = Choices(source, chosen, options)
    work_plans.apply(OPERATOR, version, trial.proposal, data=data, choices=choices)
    db.session.commit()
    click.echo("The work plan was brought in.")
    return 0


def _options(table: Sheet, language: str, said: Mapping[str, Any]) -> Options:
    dates = {"day-first": True, "month-first": False, None: None}
    return Options(
        language=said["language"] or language,
        zero=Zero(said["zero"].replace("-", "_")),
        currency=said["currency"],
        notation=Notation(said["notation"]) if said["notation"] else None,
        day_first=dates[said["dates"]],
        scale=int(said["multiply"]) if said["multiply"] else None,
        item_map=dict(map(_named, said["named"])),
        default_items=_items(said["default_item"]),
        only=_filter(table, said["only"]) if said["only"] else None,
    )


def _columns(table: Sheet, said: Iterable[str]) -> dict[int, Column]:
    """The guess, corrected by what was said; a meaning that was given moves there."""
    chosen = table.guess()
    for each in said:
        header, sign, meaning = each.rpartition("=")
        place = _place(table, header)
        chosen.pop(place, None)
        if not sign or meaning == NOT_READ:
            continue
        column = _meaning(meaning)
        if column is not Column.COST:
            chosen = {at: other for at, other in chosen.items() if other is not column}
        chosen[place] = column
    return chosen


def _place(table: Sheet, header: str) -> int:
    wanted = headings.plain(header)
    for place, heading in enumerate(table.headers):
        if headings.plain(heading) == wanted or letters(place) == header:
            return place
    raise Invalid(
        "The file has no column “%(header)s”. It has: %(headers)s.",
        {"header": header, "headers": "; ".join(table.headers)},
    )


def _meaning(name: str) -> Column:
    try:
        return Column(name.strip().replace("-", "_"))
    except ValueError:
        raise Invalid(
            "“%(name)s” is no meaning of a column. Choose one of: %(names)s, %(none)s.",
            {"name": name, "names": MEANINGS, "none": NOT_READ},
        ) from None


def _filter(table: Sheet, only: str) -> RowFilter:
    header, _, value = only.partition("=")
    return RowFilter(_place(table, header), value)


def _named(said: str) -> tuple[str, tuple[str, ...]]:
    name, _, keys = said.rpartition("=")
    return name, _items(keys)


def _items(text: str) -> tuple[str, ...]:
    cited = items.read(text)
    if cited.unknown or (text and not cited.keys):
        raise Invalid(
            "“%(text)s” cites no Annex C item. Write it as 1c or 1(b)(i).",
            {"text": ", ".join(cited.unknown) or text},
        )
    return cited.keys


def _print(table: Sheet, chosen: dict[int, Column], proposal: Proposal) -> None:
    for place, column in chosen.items():
        name = column.value.replace("_", "-")
        click.echo(f"Column {letters(place)} “{table.headers[place]}”: {name}")
    for name, words in COUNTS.items():
        click.echo(f"{words}: {getattr(proposal.counts, name)}")
    for total in proposal.totals:
        click.echo(f"Sum in {total.currency}: {total.amount:f} ({total.lines} budget lines)")
    for reading in proposal.readings:
        sentence, params = how_read(reading)
        click.echo(f"Column {letters(reading.column)}: {sentence % params if params else sentence}")
    for problem in (*proposal.errors, *proposal.warnings):
        click.echo(_said(problem), err=True)


def _said(problem: Problem) -> str:
    words = problem.message % problem.params if problem.params else problem.message
    where = " ".join(filter(None, (problem.reference, problem.heading and f"({problem.heading})")))
    return ": ".join(filter(None, (problem.severity.value, where, words)))


COMMANDS: tuple[click.Command, ...] = ()
"""It stands in the `plan` group."""
