"""Pictures of the worst practices: progress of each over all sites, and its regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from nap_tracker import i18n
from nap_tracker.charts.bars import Amount, Bar, Bars, Series, bars
from nap_tracker.charts.frame import Fill, Key
from nap_tracker.charts.map import GROUND, Area, Map, mark, regions_map
from nap_tracker.charts.tiles import Practice, Region, State, Tiles, tiles
from nap_tracker.i18n import gettext, ngettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import practices
from nap_tracker.services.drawn_regions import DrawnRegions
from nap_tracker.services.practices import UNSEEN, Board
from nap_tracker.workflow.eliminating import OPEN, PRACTICES, STANDING_NAMES, Standing
from nap_tracker.workflow.site_counts import WORST_FIRST, Count

ORDER: Mapping[Standing, Fill] = {
    Standing.ELIMINATED: Fill.GOOD,
    Standing.NOT_PRACTISED: Fill.NEUTRAL,
    Standing.REDUCED: Fill.SHADE_2,
    Standing.PRESENT: Fill.BAD,
    Standing.NEEDS_VISIT: Fill.UNKNOWN,
    Standing.NOT_KNOWN: Fill.UNKNOWN,
}
"""From the best to what nobody knows, and how it is drawn: both kinds of that are hatched."""


def progress(board: Board, names: Mapping[str, str], version: PlanVersion, on: date) -> Bars:
    """A bar for each practice, of all sites: the unknown is a hatched part of it."""
    return bars(
        progress_title(
            {one: sum(count.sites[one] for count in board.by_practice.values()) for one in Standing}
        ),
        of=gettext("Practice"),
        series=[Series(gettext(STANDING_NAMES[one]), fill) for one, fill in ORDER.items()],
        rows=[_bar(names[code], board.by_practice[code]) for code in PRACTICES],
        source=_source(version),
        as_of=i18n.day(on),
        empty=gettext("Not known: no site is listed"),
    )


def regions(
    board: Board,
    names: Mapping[str, str],
    version: PlanVersion,
    on: date,
    drawn: DrawnRegions | None = None,
) -> Map | Tiles:
    """A map for each practice where the plan has outlines, else a tile for each region. Nothing of
    a site can be read off either."""
    states = [State(gettext(STANDING_NAMES[one]), fill) for one, fill in ORDER.items()]
    shown = {uid: _region(board, names, uid) for uid in board.by_region}
    source, as_of = _source(version), i18n.day(on)
    if drawn is None or not shown:
        return tiles(
            _regions_title(board),
            states=states,
            regions=list(shown.values()),
            source=source,
            as_of=as_of,
            empty=gettext("The plan lists neither regions nor sites."),
            notes=[
                gettext(
                    "A tile is a region, and its counts are sites. Neither boundaries nor the place"
                    " of a site are shown."
                )
            ],
        )
    return regions_map(
        _regions_title(board),
        outlines=drawn.outlines,
        context=drawn.context(board.regions.keys() | board.unseen),
        panels=[(names[code], _in_regions(board, code)) for code in PRACTICES],
        areas=[
            Area(
                region,
                tuple(_mark(board.by_region[uid][code]) for code in PRACTICES),
                drawn.of(uid),
            )
            for uid, region in shown.items()
        ],
        states=states,
        legend=_legend(),
        source=source,
        as_of=as_of,
        notes=[
            gettext(
                "A region has the colour of the worst that is known at its sites. Lines over the"
                " colour mean that not all of its sites are known. No place of a site is shown."
            )
        ],
    )


def _region(board: Board, names: Mapping[str, str], uid: str | None) -> Region:
    counts = board.by_region[uid]
    told = tuple(Practice(names[code], _counted(counts[code])) for code in PRACTICES)
    return Region(board.region_name(uid), told)


def _mark(count: Count) -> str:
    """A region without a site is not known: nobody has said that nothing is done there."""
    worst = count.worst_known
    return mark(ORDER[worst] if worst else Fill.UNKNOWN, is_partly=not count.is_complete)


def _legend() -> list[Key]:
    known = [(ORDER[one], gettext(STANDING_NAMES[one])) for one in WORST_FIRST]
    partly = [
        Key(
            mark(fill, is_partly=True),
            gettext("%(state)s; other sites not known", state=name),
        )
        for fill, name in known
    ]
    return [
        *(Key(fill, name) for fill, name in known),
        *partly,
        Key(Fill.UNKNOWN, gettext("Nothing known")),
        Key(GROUND, gettext("Not a region of the plan")),
    ]


def _in_regions(board: Board, practice: str) -> str:
    """In how many regions it stands how, by the worst that is known; then sites whose region the
    reader may not see, and sites of no region."""
    told = []
    if every := [counts[practice] for counts in _regions_of(board)]:
        told.append(_by_the_worst(every))
    if unseen := board.by_region.get(UNSEEN):
        told.append(
            gettext(
                "Sites in regions that you may not see: %(count)s (%(states)s).",
                count=i18n.number(unseen[practice].total),
                states=practices.summary(unseen[practice]),
            )
        )
    if apart := board.by_region.get(None):
        told.append(
            gettext(
                "Sites whose region is not known: %(count)s (%(states)s).",
                count=i18n.number(apart[practice].total),
                states=practices.summary(apart[practice]),
            )
        )
    return " ".join(told)


def _by_the_worst(every: Sequence[Count]) -> str:
    """The unknown apart, and how many regions are not fully known."""
    worst = [count.worst_known for count in every]
    told = [
        gettext(
            "%(state)s: %(count)s",
            state=gettext(STANDING_NAMES[one]),
            count=i18n.number(worst.count(one)),
        )
        for one in WORST_FIRST
        if one in worst
    ]
    if None in worst:
        told.append(
            gettext(
                "%(state)s: %(count)s",
                state=gettext("Nothing known"),
                count=i18n.number(worst.count(None)),
            )
        )
    unsure = sum(not count.is_complete for count in every)
    if not unsure:
        return gettext("Regions: %(states)s.", states=i18n.listing(told))
    return gettext(
        "Regions: %(states)s. Not fully known: %(unsure)s of %(all)s.",
        states=i18n.listing(told),
        unsure=i18n.number(unsure),
        all=i18n.number(len(every)),
    )


def _regions_title(board: Board) -> str:
    """What is found in the regions; sites of no region are named apart, since they are none."""
    found = _with_unseen(_found_in_regions(_regions_of(board)), board)
    return _with_those_of_no_region(found, board)


def _with_unseen(found: str, board: Board) -> str:
    """Regions that are kept from the reader are no number of regions to the reader."""
    unseen = board.by_region.get(UNSEEN)
    if unseen is None:
        return found
    number = i18n.number(max(count.total for count in unseen.values()))
    if any(map(_goes_on, unseen.values())):
        return gettext(
            "%(regions)s; sites in regions that you may not see: %(count)s (such a practice goes"
            " on there)",
            regions=found,
            count=number,
        )
    return gettext(
        "%(regions)s; sites in regions that you may not see: %(count)s",
        regions=found,
        count=number,
    )


def _with_those_of_no_region(found: str, board: Board) -> str:
    apart = board.by_region.get(None)
    if apart is None:
        return found
    number = i18n.number(max(count.total for count in apart.values()))
    if any(map(_goes_on, apart.values())):
        return gettext(
            "%(regions)s; sites whose region is not known: %(count)s (such a practice goes on"
            " there)",
            regions=found,
            count=number,
        )
    return gettext(
        "%(regions)s; sites whose region is not known: %(count)s", regions=found, count=number
    )


def _found_in_regions(every: Sequence[Mapping[str, Count]]) -> str:
    """In how many regions a practice goes on, and of how many nobody can say all."""
    some = sum(any(map(_goes_on, counts.values())) for counts in every)
    unsure = sum(any(not count.is_complete for count in counts.values()) for counts in every)
    if not every:
        return gettext("The four practices by region")
    if not unsure:
        return ngettext(
            "Any of the four practices goes on in %(some)s of %(n)s region",
            "Any of the four practices goes on in %(some)s of %(n)s regions",
            len(every),
            some=i18n.number(some),
        )
    return ngettext(
        "Any of the four practices is known to go on in %(some)s of %(n)s region; not fully"
        " known: %(unsure)s",
        "Any of the four practices is known to go on in %(some)s of %(n)s regions; not fully"
        " known: %(unsure)s",
        len(every),
        some=i18n.number(some),
        unsure=i18n.number(unsure),
    )


def _regions_of(board: Board) -> list[Mapping[str, Count]]:
    """The counts of every region of the plan that the reader may see, each by itself."""
    return [counts for uid, counts in board.by_region.items() if uid not in (None, UNSEEN)]


def _goes_on(count: Count) -> bool:
    return bool(count.sites[Standing.PRESENT] or count.sites[Standing.REDUCED])


def progress_title(cases: Mapping[Standing, int]) -> str:
    """What one finds in so many cases, each a practice at a site: how much is not known is said
    before anything else."""
    unknown = sum(cases[one] for one in OPEN)
    total = sum(cases.values())
    if not total:
        return gettext("Not known: no site is listed")
    if unknown:
        return gettext(
            "Nobody can say how it stands in %(some)s of %(all)s cases",
            some=i18n.number(unknown),
            all=i18n.number(total),
        )
    return gettext(
        "Eliminated in %(some)s of %(all)s cases; every one is known",
        some=i18n.number(cases[Standing.ELIMINATED]),
        all=i18n.number(total),
    )


def _bar(name: str, count: Count) -> Bar:
    amounts = tuple(Amount(Decimal(n), i18n.number(n)) for n in _counted(count))
    return Bar(name, amounts, practices.summary(count))


def _counted(count: Count) -> tuple[int, ...]:
    return tuple(count.sites[standing] for standing in ORDER)


def _source(version: PlanVersion) -> str:
    return gettext("Visits recorded under version %(number)s of the plan", number=version.number)
