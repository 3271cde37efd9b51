"""`search rebuild`: the words of all plans, as they are searched, made anew."""

from __future__ import annotations

import click

from nap_tracker.cli.context import in_app
from nap_tracker.extensions import db
from nap_tracker.roles import OPERATOR
from nap_tracker.services import search_index


@click.group("search")
def group() -> None:
    """Finding words in plans."""


@group.command()
@in_app
def rebuild() -> None:
    """Make the table that is searched anew, from what the plans say now.

    Nothing in the plans changes. Saving keeps the table up to date by itself: this is for a
    program whose rules of searching have changed, or a table somebody has damaged.
    """
    count = search_index.rebuild(OPERATOR)
    db.session.commit()
    click.echo(f"{count} sections and rows can be searched.")


COMMANDS = (group,)
