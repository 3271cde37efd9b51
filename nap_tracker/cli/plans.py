"""`plan list` and `plan check`: what plans there are, and what is missing in one."""

from __future__ import annotations

import click

from nap_tracker.cli.context import in_app
from nap_tracker.i18n import chosen
from nap_tracker.roles import OPERATOR
from nap_tracker.services import plans


@click.group("plan")
def group() -> None:
    """Plans: list, check, bring in, take out."""


@group.command("list")
@in_app
def list_() -> None:
    """List every plan, one a line: id, Party, period, title, separated by tabs."""
    for plan in plans.visible_to(OPERATOR):
        period = "/".join(filter(None, (plan.period_start, plan.period_end)))
        title = chosen(plan.title, plan.language)
        click.echo("\t".join((plan.id, plan.party.code, period, " ".join(title.split()))))


COMMANDS = (group,)
