"""Tables of Markdown, and the words for what keeps its budget and what does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MEGABYTE = 1_000_000


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The first column is words, the others are figures."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def ratio(value: float, base: float) -> str:
    """How many times the base a value is."""
    return f"{value / base:.2f}×"


def seconds(value: float) -> str:
    return f"{value:.1f} s"


def milliseconds(value: float) -> str:
    return f"{value * 1000:.1f} ms"


def megabytes(value: float) -> str:
    return f"{value / MEGABYTE:.0f} MB" if value >= MEGABYTE else f"{value / 1000:.0f} kB"


def promise(words: str, *, kept: bool, found: str) -> str:
    """A line of the list of budgets."""
    return f"- {words}: {found} ({'kept' if kept else '**missed**'})"
