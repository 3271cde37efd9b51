"""`audit verify` and `audit heads`: whether the log of acts is whole."""

from __future__ import annotations

import re
from collections import Counter

import click

from nap_tracker.cli import audit_texts
from nap_tracker.cli.context import in_app
from nap_tracker.database import reading
from nap_tracker.roles import OPERATOR
from nap_tracker.services import auditing, parties, text_audit
from nap_tracker.services.auditing import Chain, Fault, Wrong

PROBLEMS = 1
MOST_SAID = 100
"""Faults of one chain that are printed, one a line."""

SAID = {
    Wrong.ADDED: "events {number} to {until} stand behind the end that was written down: added, or"
    " the end was set back",
    Wrong.CHANGED: "event {number} was changed",
    Wrong.CUT: "events {number} to {until} were cut off",
    Wrong.HEADLESS: "the row that says how the chain ends is missing; its last event is {number}",
    Wrong.OTHER: "event {number} is not the one that was printed: the chain was made anew",
    Wrong.REMADE: "event {number} was changed and its hash made anew: what follows it does not fit",
    Wrong.REMOVED: "events {number} to {until} were removed",
    Wrong.REORDERED: "event {number} was put there from elsewhere: it was recorded as {until}",
}
SAID_OF_ONE = {
    Wrong.CUT: "event {number} was cut off",
    Wrong.REMOVED: "event {number} was removed",
}
PRINTED = re.compile(r"(?P<chain>[0-9A-Za-z-]+):(?P<number>[1-9][0-9]*):(?P<hash>[0-9a-f]{64})")

Printed = tuple[str, int, str]


class Head(click.ParamType):
    """One line of `audit heads`."""

    name = "chain:number:hash"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Printed:
        found = PRINTED.match(str(value).strip())
        if found is None:
            self.fail("give a line as `audit heads` printed it: CHAIN:NUMBER:HASH", param, ctx)
        return found["chain"], int(found["number"]), found["hash"]


PARTY = click.option("--party", metavar="CODE", help="Only the log of this Party.")


@click.group("audit")
def group() -> None:
    """The log of acts: one chain a Party, one of the installation, one of copies."""


@group.command()
@PARTY
@click.option(
    "--head",
    "heads",
    type=Head(),
    multiple=True,
    help="An end of a chain that `audit heads` printed earlier; may be given several times.",
)
@in_app
def verify(party: str | None, heads: tuple[Printed, ...]) -> int:
    """Check that no event was changed, removed, put elsewhere or cut off, and say which.

    Every event carries the hash of the one before it. Who can write into the database can also
    cut the newest events off together with the row that says how the chain ends: only a line of
    `audit heads` that is kept elsewhere (on paper, in another house) shows that; give it as
    --head. Words that were removed to protect somebody leave the log whole.

    The texts of frozen versions are held against their sums too: each must be the one that was
    frozen, or what a removal for protection left of it, which is printed with its reason.

    Exit codes: 0 everything is whole, 1 something is not, 2 could not run.
    """
    with reading():
        wanted = parties.by_code(OPERATOR, party) if party else None
        found = auditing.examine(OPERATOR, wanted)
        texts = text_audit.examine(OPERATOR, wanted)
        compared = [(head, auditing.compare(OPERATOR, *head)) for head in heads]
    if not found:
        click.echo("Nothing has been recorded yet.", err=True)
    for chain, faults in found.items():
        _say(chain, faults)
    audit_texts.say(texts)
    whole = not any(found.values()) and not any(text.unfit for text in texts)
    for (name, number, _), fault in compared:
        if fault is not None:
            click.echo(f"{name}: {_sentence(fault)}")
            whole = False
        else:
            click.echo(f"{name}: event {number} is the one that was printed")
    return 0 if whole else PROBLEMS


@group.command()
@PARTY
@in_app
def heads(party: str | None) -> None:
    """Print how every chain ends: keep it away from the server, for `audit verify --head`."""
    with reading():
        wanted = parties.by_code(OPERATOR, party) if party else None
        found = auditing.chains(OPERATOR, wanted)
    for chain in found:
        click.echo(f"{chain}\t{chain.code}".rstrip())


def _say(chain: Chain, faults: list[Fault]) -> None:
    name = f"{chain.code or chain.name}"
    if not faults:
        click.echo(f"{name}: {chain.number} events, whole")
        return
    for fault in faults[:MOST_SAID]:
        click.echo(f"{name}: {_sentence(fault)}")
    for wrong, more in sorted(Counter(fault.wrong for fault in faults[MOST_SAID:]).items()):
        click.echo(f"{name}: and {more} more: {wrong}")


def _sentence(fault: Fault) -> str:
    one = SAID_OF_ONE if fault.number == fault.until else {}
    words = one.get(fault.wrong, SAID[fault.wrong])
    return words.format(number=fault.number, until=fault.until)


COMMANDS = (group,)
