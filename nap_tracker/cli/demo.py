"""`demo load` and `demo remove`: the sample data, in demonstration mode only."""

from __future__ import annotations

import click
from flask import current_app

from nap_tracker.cli.context import in_app
from nap_tracker.errors import NotReady
from nap_tracker.extensions import db
from nap_tracker.roles import OPERATOR
from nap_tracker.services import samples


@click.group("demo")
def group() -> None:
    """The sample Parties: made up, and marked as such everywhere."""


@group.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when the database holds anything.")
@in_app
def load(if_empty: bool) -> None:
    """Load three sample Parties with their plans and people (needs NAP_MODE=demo)."""
    mode = current_app.config["MODE"]
    samples.refuse_to_load(mode)
    if if_empty and not samples.is_empty():
        return
    if samples.are_present():
        raise NotReady("The sample data is here already; `demo remove` removes it.")
    count = samples.load(OPERATOR, mode=mode)
    db.session.commit()
    click.echo(f"{count} sample plans loaded.")


@group.command()
@in_app
def remove() -> None:
    """Remove the sample Parties, their plans and their people in one act."""
    count = samples.remove(OPERATOR)
    db.session.commit()
    click.echo(f"{count} sample Parties removed.")


COMMANDS = (group,)
