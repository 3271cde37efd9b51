"""A publication as its page shows it: a table for each kind, and how much is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from nap_tracker.charts.bars import Bars
from nap_tracker.content.public_progress import Progress
from nap_tracker.content.stand import Kind, Stand
from nap_tracker.i18n import N_, gettext, listing, ngettext, use_locale
from nap_tracker.web.published_charts import pictures

GROUP_NAMES: Mapping[Kind, str] = {
    "activity": N_("Activities"),
    "indicator": N_("Indicators"),
    "money": N_("Money"),
    "source": N_("Money by kind of source"),
    "practice": N_("Worst practices"),
}
"""In the order of the page."""
ONE: Mapping[Kind, str] = {
    "activity": N_("Activity"),
    "indicator": N_("Indicator"),
    "money": N_("Activity"),
    "source": N_("Kind of source"),
    "practice": N_("Practice"),
}
"""What a row is."""
TELLS: Mapping[Kind, str] = {"activity": "status", "indicator": "standing"}
"""Kind -> the reading that says whether anything is known."""
UNKNOWN = "not_known"
NAMED, LONGEST = 3, 60
"""So many things are named for all of them, each by so many letters."""


@dataclass(frozen=True, slots=True)
class Row:
    """As `macros/table.html` takes it."""

    id: str
    cells: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What is published of one kind."""

    anchor: str
    title: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[Row, ...]
    unknown: str
    """How many of them nobody knows anything of, as a sentence; "" where of all something is."""
    pictures: tuple[Bars, ...]

    @property
    def inside(self) -> str:
        """The first of them by name, for where they are folded away."""
        return first_of([row.cells[0] for row in self.rows])


def groups(progress: Progress, prefix: str = "") -> list[Group]:
    """In the language of what is published, whoever reads it.

    `prefix` tells its anchors from those of another language on the same page.
    """
    with use_locale(progress.language):
        return [_group(kind, progress, prefix) for kind in GROUP_NAMES if progress.of(kind)]


def first_of(names: Sequence[str]) -> str:
    """So many names as fit in a line, and how many more there are."""
    told = [_short(name) for name in names[:NAMED]]
    more = len(names) - len(told)
    if more:
        told.append(ngettext("%(n)s more", "%(n)s more", more))
    return listing(told)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[:LONGEST].rstrip()}…"


def in_its_language(language: str, macro: Callable[..., Markup], *parts: Any) -> Markup:
    """What a macro prints in another language than the page around it."""
    with use_locale(language):
        return macro(*parts)


def _group(kind: Kind, progress: Progress, prefix: str) -> Group:
    stands = progress.of(kind)
    labels = {one.key: one.label for stand in stands for one in stand.readings}
    return Group(
        anchor=f"{prefix}{kind}",
        title=gettext(GROUP_NAMES[kind]),
        columns=((gettext(ONE[kind]), False), *((words, False) for words in labels.values())),
        rows=tuple(_row(stand, labels, prefix) for stand in stands),
        unknown=_unknown(kind, stands),
        pictures=pictures(kind, progress),
    )


def _row(stand: Stand, labels: Mapping[str, str], prefix: str) -> Row:
    said = {one.key: one.value for one in stand.readings}
    name = f"{stand.number} {stand.title}".strip()
    return Row(f"{prefix}{stand.kind}-{stand.uid}", (name, *(said.get(key, "–") for key in labels)))


def _unknown(kind: Kind, stands: tuple[Stand, ...]) -> str:
    key = TELLS.get(kind)
    if key is None:
        return ""
    told = (stand.reading(key) for stand in stands)
    unknown = sum(1 for reading in told if reading is None or reading.code == UNKNOWN)
    if not unknown:
        return ""
    return ngettext(
        "Of %(unknown)s of these it is not known how it stands. It is counted apart and never as"
        " zero.",
        "Of %(unknown)s of these it is not known how they stand. They are counted apart and never"
        " as zero.",
        unknown,
        unknown=unknown,
    )
