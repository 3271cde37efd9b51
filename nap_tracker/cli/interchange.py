"""`plan schema`, `plan import`: whole plans in."""

from __future__ import annotations

import json
from typing import BinaryIO, Literal

import click

from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.cli.context import in_app
from nap_tracker.cli.plans import group
from nap_tracker.content.json_schema import json_schema
from nap_tracker.extensions import db
from nap_tracker.imports.interchange import read
from nap_tracker.roles import OPERATOR
from nap_tracker.services import interchange


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


COMMANDS: tuple[click.Command, ...] = ()
"""They stand in the `plan` group."""
