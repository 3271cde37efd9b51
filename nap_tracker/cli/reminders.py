"""`remind`: write to everybody what is due from them today, or print what would go out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import click

from nap_tracker.cli.context import in_app
from nap_tracker.extensions import db
from nap_tracker.i18n import chosen
from nap_tracker.queue import wake
from nap_tracker.roles import OPERATOR
from nap_tracker.services import history, reminders
from nap_tracker.services.reminders import Letter


class Day(click.ParamType):
    """A calendar day, as 2027-12-31."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2027-12-31", param, ctx)


@click.command()
@click.option("--dry-run", is_flag=True, help="Print what would go out; write and send nothing.")
@click.option("--on", "day", type=Day(), help="With --dry-run: as if it were this day.")
@in_app
def remind(dry_run: bool, day: date | None) -> None:
    """Remind everybody of what is due from them today.

    The worker does this by itself from eight in the morning of a working day, where each person
    works; this command does it now, at any hour. Nobody gets a second message on one day.

    With --dry-run: one line for each message (address, day, language, name), and under it each
    thing that is due, by which rule, separated by tabs.
    """
    if day is not None and not dry_run:
        raise click.UsageError("--on needs --dry-run: what is sent is sent today.")
    if dry_run:
        found = reminders.letters(OPERATOR, day, at_any_hour=True)
        lines = list(_printed(found))
        history.record(OPERATOR, "reminder:listed")
        db.session.commit()
        click.echo("".join(f"{line}\n" for line in lines), nl=False)
        return
    written = reminders.remind(OPERATOR, at_any_hour=True)
    history.record(OPERATOR, "reminder:sent", details={"messages": str(written)})
    db.session.commit()
    wake("messages")
    click.echo(f"Messages written: {written}. The worker sends them.")


def _printed(found: Iterable[Letter]) -> Iterable[str]:
    for letter in found:
        user = letter.user
        yield "\t".join((user.email, letter.day.isoformat(), user.locale, user.name))
        for line in letter.lines:
            due = line.due
            what = (due.on, line.rule.name, due.sentence(), chosen(due.plan))
            yield "\t".join(("", *what)).rstrip("\t")


COMMANDS = (remind,)
