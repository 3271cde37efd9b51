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
@click.option("--format", "form", type=click.Choice(["pdf", "json"]), required=True)
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
    help="Printed across every page of a PDF.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, allow_dash=True),
    required=True,
    help="The file to write; - is standard output.",
)
@in_app
def export(plan: str, form: str, audience: str, mark: str, out: str) -> None:
    """Write PLAN (its id, see `plan list`) to a file, as PDF or JSON.

    \b
    For example, what anybody may read, and the whole plan for another installation:
      nap-tracker plan export PLAN --format pdf --audience public --out plan.pdf
      nap-tracker plan export PLAN --format json --out plan.json
    """
    _refuse_no_folder(out)
    version = plans.newest(OPERATOR, plan, Permission.EXPORT_CREATE)
    circle = Audience(audience.replace("-", "_"))
    if form == "json":
        data = interchange.take_out(OPERATOR, version, circle)
    else:
        data = _printed(version, circle, Mark(mark.replace("-", "_")))
    db.session.commit()
    if out == "-":
        sys.stdout.buffer.write(data)
    else:
        Path(out).write_bytes(data)


def _refuse_no_folder(out: str) -> None:
    """Said before minutes of printing, not after."""
    if not Path(out).absolute().parent.is_dir():
        raise click.BadParameter("there is no such folder.", param_hint="--out")


def _printed(version: PlanVersion, audience: Audience, mark: Mark) -> bytes:
    content = contents.read(OPERATOR, version, audience)
    made_on = today(version.plan.party.time_zone)
    party_id = version.party_id
    db.session.rollback()  # printing takes minutes; nobody who saves waits for it
    made = printing.pdf(content, party_id, audience=audience, mark=mark, made_on=made_on)
    for character in made.warnings:
        code = f"U+{ord(character):04X}"
        click.echo(f"No font has {character!r} ({code}): it prints as a box.", err=True)
    history.record(
        OPERATOR,
        "plan:exported",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"version:{version.id}",
        details={"format": "pdf", "audience": audience.value, "mark": mark.value},
    )
    return made.data


COMMANDS: tuple[click.Command, ...] = ()
"""They stand in the `plan` group."""
