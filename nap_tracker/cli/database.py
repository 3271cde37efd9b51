"""`db upgrade`: bring the database to the newest migration."""

from __future__ import annotations

import click
import flask_migrate

from nap_tracker.cli.context import in_app


@click.group("db")
def group() -> None:
    """The database."""


@group.command()
@in_app
def upgrade() -> None:
    """Bring the database to the newest migration; harmless when it is there already."""
    flask_migrate.upgrade()


@group.command()
@click.option("-m", "--message", required=True, help="What the migration changes.")
@in_app
def revision(message: str) -> None:
    """Write a migration from the difference between models and database (for developers)."""
    flask_migrate.migrate(message=message)


COMMANDS = (group,)
