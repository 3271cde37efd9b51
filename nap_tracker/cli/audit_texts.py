"""What `audit verify` says of frozen texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from nap_tracker.services.text_audit import FrozenText, Taken, Unfit

SAID = {
    Unfit.SUM: "the sum beside the frozen text is not the one in the log: it was changed",
    Unfit.TEXT: "the frozen text was changed, and no removal for protection explains it",
}


def say(texts: Sequence[FrozenText]) -> None:
    """A line for each Party whose texts are as they were frozen, and one for each that is not."""
    as_frozen = Counter(text.code for text in texts if not text.unfit and not text.removals)
    for code, count in sorted(as_frozen.items()):
        noun = "text is as it was" if count == 1 else "texts are as they were"
        click.echo(f"{code}: {count} frozen {noun} frozen")
    for text in texts:
        name = f"{text.code}: plan {text.plan_id}, version {text.number}"
        for one in text.removals:
            click.echo(f"{name}: {_removal(one)}")
        if text.unfit:
            click.echo(f"{name}: {SAID[text.unfit]}")
        elif text.removals:
            click.echo(f"{name}: the rest is as it was frozen; sum then {text.sha256}")


def _removal(one: Taken) -> str:
    when = one.at.isoformat(sep=" ", timespec="minutes")
    who = f" by {one.who}" if one.who else ""
    why = f" ({one.why})" if one.why else ""
    return (
        f"words or files were removed to protect people on {when}{who}{why}, event {one.number};"
        f" sum since then {one.sha256}"
    )
