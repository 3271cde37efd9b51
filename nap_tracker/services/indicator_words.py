"""Figures of indicators as people read them: with unit and range, and small groups hidden."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol

from nap_tracker import i18n
from nap_tracker.annex_c.indicators import SCALE, library
from nap_tracker.annex_c.schema import treaty
from nap_tracker.estimates.small_groups import Hidden, is_few, shielded
from nap_tracker.estimates.units import UNITS
from nap_tracker.i18n import N_, gettext
from nap_tracker.models.indicator_track import IndicatorTrack

NOT_KNOWN = N_("Not known")
FEW = N_("fewer than 5")
KEPT = N_("not shown, to protect a small group")
GROUPS = {
    "women": N_("Women"),
    "men": N_("Men"),
    "children": N_("Under 18"),
    "adults": N_("18 and older"),
}
SPLITS = {"sex": ("women", "men"), "age": ("children", "adults")}
"""Split -> its groups; regions are rows of the plan."""


class Ranged(Protocol):
    """An observation, a start or a target."""

    @property
    def low(self) -> Decimal | None: ...
    @property
    def best(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...
    @property
    def empty(self) -> str | None: ...


def unit_words(track: IndicatorTrack, language: str) -> str:
    """The unit as printed; nothing for what is only counted."""
    if track.unit == "count" or track.kind == SCALE:
        return ""
    if track.unit in UNITS:
        return treaty(language=language).unit(track.unit).symbol
    return i18n.chosen(track.unit_words, language) if track.unit_words else track.unit


def share_words(track: IndicatorTrack, language: str) -> tuple[str, str]:
    """What the two numbers of a share are, as the library says, or in general words."""
    kind, _, rest = track.source.partition(":")
    standard, _, measure = rest.partition(":")
    known = library(language).get(standard) if kind == "library" else None
    figure = known.measure(measure) if known else None
    return (figure.part, figure.whole) if figure else (gettext("Part"), gettext("Whole"))


def value_words(track: IndicatorTrack, figure: Ranged | None, language: str) -> str:
    """The figure with its range; a dash where there is none."""
    if figure is None:
        return "–"
    if figure.best is None and figure.low is None and figure.high is None:
        return gettext(NOT_KNOWN) if figure.empty else "–"
    if track.kind == SCALE and figure.best is not None:
        return step_words(track, int(figure.best), language)
    if hides(track, figure):
        return gettext(FEW)
    said = _range(track, figure, language)
    unit = unit_words(track, language)
    return f"{said}\u00a0{unit}" if unit else said


def step_words(track: IndicatorTrack, step: int, language: str) -> str:
    """The step of a scale: its number and what it means."""
    meaning = i18n.chosen(track.steps[step - 1], language) if step <= len(track.steps) else ""
    return f"{i18n.number(step, language)}. {meaning}"


def shown(track: IndicatorTrack, base: Decimal, language: str) -> str:
    """A number in the indicator's own unit."""
    return i18n.number(in_unit(track, base), language)


def in_unit(track: IndicatorTrack, base: Decimal) -> Decimal:
    """From the base unit back to the indicator's own."""
    size = UNITS[track.unit].size if track.unit in UNITS else Decimal(1)
    return plain(base / size)


def plain(value: Decimal) -> Decimal:
    """Without zeros that nobody typed, and never as a power of ten."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def groups_words(
    groups: Mapping[str, Any], regions: Mapping[str, str], language: str
) -> list[tuple[str, str]]:
    """(who, how many) of every split; small groups never as a number."""
    lines = []
    for counts in groups.values():
        said = shielded({key: Decimal(people) for key, people in counts.items()})
        for key, people in said.items():
            name = gettext(GROUPS[key]) if key in GROUPS else regions.get(key, "–")
            if people is Hidden.FEW:
                lines.append((name, gettext(FEW)))
            elif people is Hidden.KEPT:
                lines.append((name, gettext(KEPT)))
            else:
                lines.append((name, i18n.number(people, language)))
    return lines


def hides(track: IndicatorTrack, figure: Ranged | None) -> bool:
    """Whether it is of so few people that nothing may show how many."""
    return figure is not None and track.unit == "people" and _tells_of_few(figure)


def _tells_of_few(figure: Ranged) -> bool:
    return any(end is not None and is_few(end) for end in (figure.low, figure.best, figure.high))


def _range(track: IndicatorTrack, figure: Ranged, language: str) -> str:
    low, best, high = (
        None if end is None else shown(track, end, language)
        for end in (figure.low, figure.best, figure.high)
    )
    if low is not None and high is not None:
        if best is None:
            return gettext("%(low)s to %(high)s", low=low, high=high)
        return gettext("%(best)s (%(low)s to %(high)s)", best=best, low=low, high=high)
    return best or low or high or ""
