"""`backup` and `restore`: the whole installation in one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from nap_tracker.archives.manifest import Manifest
from nap_tracker.cli import migrations
from nap_tracker.cli.context import in_app
from nap_tracker.extensions import db
from nap_tracker.models import carried
from nap_tracker.roles import OPERATOR
from nap_tracker.services import backups, restoring

PROBLEMS = 1
PRIVATE = (
    "The file holds every draft and the hashes of passwords. Only you can open it (mode 0600):"
    " keep it as safe as the server, and encrypt it where it leaves."
)
PATH = click.Path(dir_okay=False, path_type=Path)


def left_out() -> str:
    """What is in no backup, a line each, for the help."""
    reasons = {**carried.LEFT_OUT, **carried.REASONS}
    return "\n".join(["\b", *(f"  {name}: {reasons[name]}." for name in sorted(reasons))])


@click.command(epilog=f"Left out, and why:\n\n{left_out()}")
@click.argument("file", type=PATH)
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
@in_app
def backup(file: Path, overwrite: bool) -> int:
    """Write the whole installation into FILE while people work.

    One moment of the database, every stored file and every finished document. FILE appears when
    it is whole, never half; nobody who saves has to wait. It is a ZIP file of rows as JSON: it
    goes back into SQLite or PostgreSQL, whichever it came from. The same content gives the same
    bytes.

    FILE holds every draft and the hashes of passwords: only its owner can open it (mode 0600).
    The secret key of the installation is not in it; keep NAP_SECRET_KEY elsewhere.

    \b
    Every night at a quarter past two, in the crontab of the server's user:
      15 2 * * *  cd /srv/nap-tracker && .venv/bin/nap-tracker backup /backup/$(date +\\%F).zip

    Exit code 1: the backup was made, but files are missing from storage or the log was altered.
    """
    made = backups.take(OPERATOR, file, overwrite=overwrite, directory=migrations.directory())
    db.session.commit()
    click.echo(f"{file}: {counted(made.manifest)}")
    click.echo(f"sum of the manifest: {made.manifest.sha256}")
    click.echo(PRIVATE, err=True)
    return say_problems(made)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_app
def restore(file: Path) -> None:
    """Put the backup in FILE into an empty database and an empty files folder.

    Everything is checked before anything is written, and all of it comes back or nothing. The
    database must be new: without tables (they are made as they were when the backup was made, and
    brought to this program's newest version), or with empty tables of the same version.

    \b
    Try it every month, beside the installation that runs:
      NAP_INSTANCE=/tmp/trial .venv/bin/nap-tracker restore /backup/2026-11-26.zip

    Exit code 1: the file is damaged; nothing was stored.
    """
    manifest = restoring.restore(OPERATOR, file, directory=migrations.directory())
    db.session.commit()
    click.echo(f"Restored {counted(manifest)}.")
    click.echo("People sign in with the passwords they had.", err=True)
    for key in manifest.missing:
        click.echo(f"Missing since before the backup: {key}", err=True)


def counted(manifest: Manifest) -> str:
    """How much is in an archive."""
    rows = sum(table.rows for table in manifest.tables.values())
    return f"{rows} rows, {manifest.files} files ({manifest.files_bytes} bytes)"


def say_problems(made: backups.Copied) -> int:
    """What is wrong with what was copied; the exit code."""
    for key in made.lost:
        click.echo(f"Missing from storage, or damaged there: {key}", err=True)
    for key in sorted(set(made.manifest.missing) - set(made.lost)):
        click.echo(f"Removed while the copy was made: {key}", err=True)
    for chain, numbers in made.manifest.broken_links.items():
        click.echo(f"The log {chain} was altered at {', '.join(map(str, numbers))}.", err=True)
    return 0 if made.is_whole else PROBLEMS


COMMANDS = (backup, restore)
