"""Pictures of a publication, drawn from what it keeps: what is not known is hatched, never zero.

Build them in the language of the publication.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from nap_tracker import i18n
from nap_tracker.charts.bars import Amount, Bar, Bars, Series, bars
from nap_tracker.charts.frame import Fill
from nap_tracker.content.public_progress import Progress
from nap_tracker.content.stand import Kind, Stand
from nap_tracker.estimates.on_track import Verdict
from nap_tracker.i18n import N_, gettext, ngettext
from nap_tracker.services import practice_pictures
from nap_tracker.services.activity_pictures import finding
from nap_tracker.services.practice_pictures import ORDER
from nap_tracker.web import published_money
from nap_tracker.workflow.eliminating import STANDING_NAMES, Standing
from nap_tracker.workflow.progress import FEELINGS

T = TypeVar("T")

STATES: Mapping[Fill, str] = {
    Fill.GOOD: N_("On time or done"),
    Fill.BAD: N_("Late or severely late"),
    Fill.NEUTRAL: N_("Cancelled or merged"),
    Fill.UNKNOWN: N_("Not known"),
}
VERDICTS: Mapping[Fill, str] = {
    Fill.GOOD: N_("On track or target reached"),
    Fill.BAD: N_("Not on track"),
    Fill.NEUTRAL: N_("Cannot be told yet"),
    Fill.UNKNOWN: N_("Not known"),
}
FILLS: Mapping[str, Fill] = {
    **{status.value: Fill(feeling.value) for status, feeling in FEELINGS.items()},
    Verdict.REACHED.value: Fill.GOOD,
    Verdict.ON_TRACK.value: Fill.GOOD,
    Verdict.BEHIND.value: Fill.BAD,
    Verdict.CANNOT_TELL.value: Fill.NEUTRAL,
}
"""The code of a status or verdict -> how it is drawn; whatever is not here is not known."""


def pictures(kind: Kind, progress: Progress) -> tuple[Bars, ...]:
    """How the things of a kind stand together; none where there is nothing to draw."""
    stands = progress.of(kind)
    if not stands:
        return ()
    if kind in ("money", "source"):
        return published_money.pictures(stands, progress)
    return (DRAWN[kind](stands, progress),)


def _activities(stands: Sequence[Stand], progress: Progress) -> Bars:
    counts = _counted(stands, "status")
    return _one_bar(finding(counts), gettext("Activities"), STATES, counts, progress)


def _indicators(stands: Sequence[Stand], progress: Progress) -> Bars:
    counts = _counted(stands, "standing")
    return _one_bar(_of_indicators(counts), gettext("Indicators"), VERDICTS, counts, progress)


def _of_indicators(counts: Counter[Fill]) -> str:
    every = i18n.number(counts.total())
    if not counts[Fill.BAD] and not counts[Fill.UNKNOWN]:
        return ngettext(
            "%(good)s on track or with the target reached, of %(all)s indicator",
            "%(good)s on track or with the target reached, of %(all)s indicators",
            counts.total(),
            good=i18n.number(counts[Fill.GOOD]),
            all=every,
        )
    return ngettext(
        "%(behind)s not on track and %(unknown)s not known, of %(all)s indicator",
        "%(behind)s not on track and %(unknown)s not known, of %(all)s indicators",
        counts.total(),
        behind=i18n.number(counts[Fill.BAD]),
        unknown=i18n.number(counts[Fill.UNKNOWN]),
        all=every,
    )


def _practices(stands: Sequence[Stand], progress: Progress) -> Bars:
    """A bar for each practice, of all sites."""
    found = [{one: _number(stand, one) for one in ORDER} for stand in stands]
    total = sum(sum(counts.values()) for counts in found)
    if not total:
        return _bars(gettext("Worst practices"), gettext("Practice"), [], [], progress)
    every = {one: sum(counts[one] for counts in found) for one in ORDER}
    title = practice_pictures.progress_title(every)
    names = {one: gettext(STANDING_NAMES[one]) for one in ORDER}
    rows = [
        Bar(stand.title, tuple(_amount(n) for n in counts.values()), _told(names, counts))
        for stand, counts in zip(stands, found, strict=True)
    ]
    series = [Series(names[one], fill) for one, fill in ORDER.items()]
    return _bars(title, gettext("Practice"), series, rows, progress)


DRAWN: Mapping[Kind, Callable[[Sequence[Stand], Progress], Bars]] = {
    "activity": _activities,
    "indicator": _indicators,
    "practice": _practices,
}


def _one_bar(
    title: str,
    name: str,
    states: Mapping[Fill, str],
    counts: Mapping[Fill, int],
    progress: Progress,
) -> Bars:
    names = {fill: gettext(words) for fill, words in states.items()}
    amounts = tuple(_amount(counts[fill]) for fill in states)
    series = [Series(words, fill) for fill, words in names.items()]
    row = Bar(name, amounts, _told(names, {fill: counts[fill] for fill in states}))
    return _bars(title, gettext("What is counted"), series, [row], progress)


def _bars(
    title: str, of: str, series: Sequence[Series], rows: Sequence[Bar], progress: Progress
) -> Bars:
    return bars(
        title,
        of=of,
        series=series,
        rows=rows,
        source=gettext("what %(party)s published", party=progress.party),
        as_of=i18n.day(progress.until),
        empty=gettext("Not known: no site is listed"),
    )


def _counted(stands: Sequence[Stand], key: str) -> Counter[Fill]:
    told = (stand.reading(key) for stand in stands)
    return Counter(FILLS.get(one.code if one else "", Fill.UNKNOWN) for one in told)


def _number(stand: Stand, standing: Standing) -> int:
    """What removal for protection went through is no count any more."""
    reading = stand.reading(standing.value)
    return int(reading.code) if reading and reading.code.isdecimal() else 0


def _amount(count: int) -> Amount:
    return Amount(Decimal(count), i18n.number(count))


def _told(names: Mapping[T, str], counts: Mapping[T, int]) -> str:
    """Every state that something is in, with its number."""
    told = [
        gettext("%(state)s: %(count)s", state=names[one], count=i18n.number(many))
        for one, many in counts.items()
        if many
    ]
    return i18n.listing(told) if told else gettext("Not known: no site is listed")
