"""`plan export`, `plan form`: a plan, or a section of it, out as a document or a form for paper."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from nap_tracker.cli.context import in_app
from nap_tracker.cli.plans import group
from nap_tracker.clock import today
from nap_tracker.content.audience import Audience
from nap_tracker.exports.document_tree import Mark
from nap_tracker.exports.paper.form import Wanted
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR, Permission
from nap_tracker.services import contents, history, interchange, plans, printing

AUDIENCES = [audience.value.replace("_", "-") for audience in Audience]
MARKS = [mark.value.replace("_", "-") for mark in Mark]


class AudienceName(click.Choice[str]):
    """One of AUDIENCES; `drafting_team`, as the JSON form writes it, is taken too."""

    def convert(self, value: str, param: Any, ctx: Any) -> str:
        return super().convert(value.replace("_", "-"), param, ctx)


Command = TypeVar("Command", bound=Callable[..., Any])


def _audience(told: str) -> Callable[[Command], Command]:
    return click.option(
        "--audience",
        type=AudienceName(AUDIENCES),
        default="drafting-team",
        show_default=True,
        help=told,
    )


def _out(command: Command) -> Command:
    return click.option(
        "--out",
        type=click.Path(dir_okay=False, writable=True, allow_dash=True),
        required=True,
        help="The file to write; - is standard output.",
    )(command)


@group.command()
@click.argument("plan")
@click.option("--format", "form", type=click.Choice(["pdf", "docx", "json"]), required=True)
@_audience("What the document holds, said on its face: drafting-team is the whole plan.")
@click.option(
    "--mark",
    type=click.Choice(MARKS),
    default="draft",
    show_default=True,
    help="Printed on every page of a PDF or Word document.",
)
@click.option("--section", metavar="ID", help="Only this section, as PDF or Word document.")
@_out
@in_app
def export(plan: str, form: str, audience: str, mark: str, section: str | None, out: str) -> None:
    """Write PLAN (its id, see `plan list`) to a file, as PDF, Word document or JSON.

    \b
    For example, what anybody may read, one section to work on, and the whole plan for another
    installation:
      nap-tracker plan export PLAN --format pdf --audience public --out plan.pdf
      nap-tracker plan export PLAN --format docx --section trade --out trade.docx
      nap-tracker plan export PLAN --format json --out plan.json
    """
    _refuse_no_folder(out)
    version = plans.newest(OPERATOR, plan, Permission.EXPORT_CREATE)
    _refuse_no_section(version, section, form)
    circle = Audience(audience.replace("-", "_"))
    if form == "json":
        data = interchange.take_out(OPERATOR, version, circle)
    else:
        data = _made(version, form, circle, Mark(mark.replace("-", "_")), section)
    db.session.commit()
    _write(data, out)


@group.command("form")
@click.argument("plan")
@click.option("--section", metavar="ID", help="Only this section.")
@click.option("--filled", is_flag=True, help="With what is answered, to correct by hand.")
@_audience("Whose questions and answers are on it, said on its face.")
@click.option(
    "--language", metavar="TAG", help="One of the plan's languages; else its binding one."
)
@_out
@in_app
def form_(
    plan: str, section: str | None, filled: bool, audience: str, language: str | None, out: str
) -> None:
    """Print PLAN (its id, see `plan list`) as a form for paper, for a meeting without computers.

    \b
    For example, one section to fill in by hand:
      nap-tracker plan form PLAN --section trade --out trade.pdf
    """
    _refuse_no_folder(out)
    version = plans.newest(OPERATOR, plan, Permission.EXPORT_CREATE)
    _refuse_no_section(version, section, "form")
    if language and language not in version.plan.languages:
        spoken = ", ".join(version.plan.languages)
        raise click.BadParameter(f"choose from {spoken}.", param_hint="--language")
    wanted = Wanted(
        Audience(audience.replace("-", "_")),
        Mark.DRAFT,
        today(version.plan.party.time_zone),
        language or version.plan.language,
        filled=filled,
        section=section,
    )
    data = _form(version, wanted)
    db.session.commit()
    _write(data, out)


def _form(version: PlanVersion, wanted: Wanted) -> bytes:
    content = contents.read(OPERATOR, version, wanted.audience)
    party_id = version.party_id
    db.session.rollback()  # printing takes minutes; nobody who saves waits for it
    printed = printing.paper(content, party_id, wanted)
    _tell_missing(printed.warnings)
    kind = "filled_form" if wanted.filled else "form"
    _record(version, format=kind, audience=wanted.audience.value, section=wanted.section)
    return printed.data


def _write(data: bytes, out: str) -> None:
    if out == "-":
        sys.stdout.buffer.write(data)
    else:
        Path(out).write_bytes(data)


def _refuse_no_folder(out: str) -> None:
    """Said before minutes of printing, not after."""
    if not Path(out).absolute().parent.is_dir():
        raise click.BadParameter("there is no such folder.", param_hint="--out")


def _refuse_no_section(version: PlanVersion, section: str | None, form: str) -> None:
    if section is None:
        return
    if form == "json":
        raise click.UsageError("JSON holds the whole plan: leave --section out.")
    known = [one.id for one in plans.schema_of(version, version.plan.language).sections]
    if section not in known:
        raise click.BadParameter(f"choose from {', '.join(known)}.", param_hint="--section")


def _made(
    version: PlanVersion, form: str, audience: Audience, mark: Mark, section: str | None
) -> bytes:
    content = contents.read(OPERATOR, version, audience)
    made_on = today(version.plan.party.time_zone)
    party_id = version.party_id
    db.session.rollback()  # printing takes minutes; nobody who saves waits for it
    if form == "docx":
        data = printing.docx(
            content, party_id, audience=audience, mark=mark, made_on=made_on, section=section
        )
    else:
        printed = printing.pdf(
            content, party_id, audience=audience, mark=mark, made_on=made_on, section=section
        )
        _tell_missing(printed.warnings)
        data = printed.data
    _record(version, format=form, audience=audience.value, mark=mark.value, section=section)
    return data


def _record(version: PlanVersion, **details: str | None) -> None:
    history.record(
        OPERATOR,
        "plan:exported",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"version:{version.id}",
        details={name: told for name, told in details.items() if told},
    )


def _tell_missing(characters: tuple[str, ...]) -> None:
    for character in characters:
        code = f"U+{ord(character):04X}"
        click.echo(f"No font has {character!r} ({code}): it prints as a box.", err=True)


COMMANDS: tuple[click.Command, ...] = ()
"""They stand in the `plan` group."""
