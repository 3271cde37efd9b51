"""`db upgrade`: bring the database to the newest migration."""

from __future__ import annotations

import traceback

import click
import flask_migrate

from nap_tracker.cli import migrations
from nap_tracker.cli.context import in_app
from nap_tracker.database import Unusable
from nap_tracker.errors import NotReady
from nap_tracker.extensions import db
from nap_tracker.services import search_index

STAYED = "The database was not brought to the newest migration."


@click.group("db")
def group() -> None:
    """The database."""


@group.command()
@in_app
def upgrade() -> None:
    """Bring the database to the newest migration; harmless when it is there already."""
    if not migrations.is_newest():
        _upgrade()
    with_words = search_index.complete()  # what a migration cannot fill: it knows no texts
    db.session.commit()
    if with_words:
        click.echo(f"{with_words} sections and rows can be searched now.", err=True)


def _upgrade() -> None:
    try:
        flask_migrate.upgrade()
    except SystemExit:  # how it ends on its own errors, after saying which; with 1
        raise NotReady(STAYED) from None
    except Unusable:  # a migration that does not fit this database: somebody must look at it
        traceback.print_exc()
        raise NotReady(STAYED) from None


@group.command()
@click.option("-m", "--message", required=True, help="What the migration changes.")
@in_app
def revision(message: str) -> None:
    """Write a migration from the difference between models and database (for developers)."""
    flask_migrate.migrate(message=message)


COMMANDS = (group,)
