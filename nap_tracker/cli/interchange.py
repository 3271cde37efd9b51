"""`plan schema`, `plan import`, `plan export`: whole plans in and out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO, Literal

import click

from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.cli.context import in_app
from nap_tracker.cli.plans import group
from nap_tracker.clock import today
from nap_tracker.content.audience import Audience
from nap_tracker.content.json_schema import json_schema
from nap_tracker.exports.document_tree import Mark
from nap_tracker.extensions import db
from nap_tracker.imports.interchange import read
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR, Permission
from nap_tracker.services import contents, history, interchange, plans, printing

AUDIENCES = [audience.value.replace("_", "-") for audience in Audience]
MARKS = [mark.value.replace("_", "-") for mark in Mark]


@group.command()
@click.option("--edition", type=int, default=LATEST, show_default=True)
def schema(edition: int) -> None:
    """Print the JSON Schema of a plan's JSON form."""
    try:
        rules = json_schema(treaty(edition))
    except KeyError:
        raise click.UsageError(f"There is no edition {edition} of the form.") from None
    click.echo(json.dumps(rules, ensure_ascii=False, indent=1))


@group.command("import")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--existing",
    type=click.Choice(["refuse", "new-draft"]),
    default="refuse",
    show_default=True,
    help="What to do when the plan is here already.",
)
@in_app
def import_(file: BinaryIO, existing: str) -> None:
    """Bring in a plan from its JSON FILE (- for standard input).

    The Party is created if it is absent. A file with a fault is refused with every problem by its
    path, and nothing of it is stored.
    """
    incoming = read(file.read())
    choice: Literal["refuse", "new_draft"] = "new_draft" if existing == "new-draft" else "refuse"
    plan = interchange.bring_in(OPERATOR, incoming, existing=choice)
    db.session.commit()
    click.echo(plan.id)


class AudienceName(click.Choice[str]):
    """One of AUDIENCES; `drafting_team`, as the JSON form writes it, is taken too."""

    def convert(self, value: str, param: Any, ctx: Any) -> str:
        return super().convert(value.replace("_", "-"), param, ctx)


@group.command()
@click.argument("plan")
@click.option("--format", "form", type=click.Choice(["pdf", "docx", "json"]), required=True)
@click.option(
    "--audience",
    type=AudienceName(AUDIENCES),
    default="drafting-team",
    show_default=True,
    help="What the document holds, said on its face: drafting-team is the whole plan.",
)
@click.option(
    "--mark",
    type=click.Choice(MARKS),
    default="draft",
    show_default=True,
    help="Printed on every page of a PDF or Word document.",
)
@click.option("--section", metavar="ID", help="Only this section, as PDF or Word document.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, allow_dash=True),
    required=True,
    help="The file to write; - is standard output.",
)
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
    history.record(
        OPERATOR,
        "plan:exported",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"version:{version.id}",
        details={
            "format": form,
            "audience": audience.value,
            "mark": mark.value,
            **({"section": section} if section else {}),
        },
    )
    return data


def _tell_missing(characters: tuple[str, ...]) -> None:
    for character in characters:
        code = f"U+{ord(character):04X}"
        click.echo(f"No font has {character!r} ({code}): it prints as a box.", err=True)


COMMANDS: tuple[click.Command, ...] = ()
"""They stand in the `plan` group."""
