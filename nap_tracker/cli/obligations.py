"""`party clock`: which duty of the Convention falls when for a Party, and why."""

from __future__ import annotations

import textwrap
from datetime import datetime

import click

from nap_tracker.cli.context import in_app
from nap_tracker.cli.users import party_group
from nap_tracker.database import reading
from nap_tracker.extensions import db
from nap_tracker.i18n import day, gettext
from nap_tracker.roles import OPERATOR
from nap_tracker.services import history, obligations, parties
from nap_tracker.workflow import duty_words
from nap_tracker.workflow.duties import Duty

WIDTH = 96


@party_group.command("clock")
@click.argument("code")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day to look from; default: today there."
)
@in_app
def clock(code: str, on: datetime | None) -> None:
    """Print the duties of the Party CODE under Articles 7 and 21, with the rule behind each date.

    \b
    For example:
      nap-tracker party clock GHA --on 2027-03-01
    """
    with reading():
        party = parties.by_code(OPERATOR, code)
        told = _told(obligations.of_party(OPERATOR, party, on.date() if on else None))
        party_id = party.id
        db.session.rollback()  # what only read cannot write
    history.record(OPERATOR, "party:clock-read", party_id=party_id, subject=f"party:{party_id}")
    db.session.commit()
    click.echo("\n".join(told))


def _told(account: obligations.Account) -> list[str]:
    found = account.clock
    lines = [f"{account.party.code}, {day(found.on)}"]
    if found.in_force is not None:
        lines += ["", f"{gettext('Entry into force')}: {found.in_force.on.words}"]
        lines += _wrapped(found.in_force.rule.words, "Article 31")
    for duty in found.duties:
        lines += ["", *_lines(duty)]
    return lines


def _lines(duty: Duty) -> list[str]:
    stands = " | ".join(filter(None, (duty_words.due(duty), duty_words.standing(duty))))
    why = " ".join(filter(None, (duty.rule.words, duty_words.covers(duty))))
    return [f"{duty_words.title(duty)}: {stands}", *_wrapped(why, duty.article)]


def _wrapped(text: str, article: str) -> list[str]:
    return textwrap.wrap(f"{text} ({article})", WIDTH, initial_indent="  ", subsequent_indent="  ")


COMMANDS: tuple[click.Command, ...] = ()
"""It stands in the `party` group."""
