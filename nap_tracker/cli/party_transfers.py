"""`party export` and `party import`: the whole of one Party to another installation."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from nap_tracker.cli import migrations
from nap_tracker.cli.backups import PATH, counted, say_problems
from nap_tracker.cli.context import in_app
from nap_tracker.cli.users import party_group
from nap_tracker.extensions import db
from nap_tracker.models import carried
from nap_tracker.roles import OPERATOR
from nap_tracker.services import parties, party_arrivals, party_departures, samples

STAYS = "\n".join(["\b", *(f"  {name}: {why}." for name, why in carried.STAYS.items())])


@party_group.command("export", epilog=f"What does not go along:\n\n{STAYS}")
@click.argument("code")
@click.option("--out", type=PATH, required=True, help="The file to write.")
@click.option("--overwrite", is_flag=True, help="Replace the file if it is there.")
@in_app
def export(code: str, out: Path, overwrite: bool) -> int:
    """Write the whole of the Party CODE into a file, for another installation.

    Its plans with every version and revision, files, finished documents, people, and its log;
    nothing of any other Party. The Party stays here as it is: end the roles of its people when
    it works elsewhere. Only you can open the file (mode 0600); it holds every draft.

    \b
    For example:
      nap-tracker party export GHA --out ghana.zip
    """
    party = parties.by_code(OPERATOR, code)
    made = party_departures.take_out(
        OPERATOR, party, out, overwrite=overwrite, directory=migrations.directory()
    )
    db.session.commit()
    click.echo(f"{out}: {counted(made.manifest)}")
    return say_problems(made)


@party_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--join",
    is_flag=True,
    help="Give the roles of a person whose address has an account here to that account.",
)
@in_app
def import_(file: Path, join: bool) -> None:
    """Bring in the Party in FILE, written by `party export` of another installation.

    Everything is checked before anything is stored, and all of it comes in or nothing. A Party
    that is here already is refused. Accounts come without passwords: tell people to choose
    “I have forgotten my password” on the page where they sign in.

    An account here may have the address of somebody who comes. The file is then refused, and the
    addresses are listed: with --join these accounts take over the roles and the assigned
    sections, and what the others wrote stays under their names.

    Exit code 1: the file is damaged, or addresses clash; nothing was stored.
    """
    come = party_arrivals.bring_in(OPERATOR, file, join=join, directory=migrations.directory())
    samples.refuse_in_production(current_app.config["MODE"])
    db.session.commit()
    click.echo(f"Brought in {counted(come.manifest)}.")
    click.echo(
        f"{come.people} accounts came along, without passwords; {come.known} people have their"
        f" account here already; {come.joined} roles went to accounts with the same address.",
        err=True,
    )


COMMANDS: tuple[click.Command, ...] = ()
"""They stand in the `party` group."""
