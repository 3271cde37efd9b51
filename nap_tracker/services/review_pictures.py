"""The pictures of a review: how things stood on the last day of its period, as plain data.

Drawn when the snapshots are taken and kept with the review, so that the pictures and the tables of
its pack never tell of different days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from nap_tracker.charts.plain import AnyPicture, to_data
from nap_tracker.clock import today
from nap_tracker.content.stand import KIND_NAMES, Stand
from nap_tracker.i18n import day, gettext, locale, use_locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_review import ProgressReview
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    activities,
    activity_pictures,
    drawn_regions,
    finances,
    indicator_pictures,
    money_pictures,
    practice_pictures,
    practices,
    review_data,
)
from nap_tracker.services.indicator_standings import AsOf
from nap_tracker.services.plans import schema_of


def of_review(
    version: PlanVersion, review: ProgressReview, overtaken: Iterable[Stand] = ()
) -> dict[str, Any]:
    """As they are kept with a review whose snapshots are taken now.

    `overtaken` was marked as ready before and stands otherwise by now: its tables are not what is
    drawn, which is said beside the pictures.
    """
    zone = version.plan.party.time_zone
    with use_locale(review.language):
        return {
            "on": day(today(zone).isoformat()),
            "overtaken": [_named(one) for one in overtaken],
            "drawn": of_version(version, review_data.last_day(version, review)),
        }


def _named(stand: Stand) -> str:
    name = f"{stand.number} {stand.title}".strip()
    return gettext("%(kind)s: %(thing)s", kind=gettext(KIND_NAMES[stand.kind]), thing=name)


def of_version(version: PlanVersion, until: date) -> list[dict[str, Any]]:
    """In the language in force. What there is nothing to draw of is left out. Sites are counts
    alone, and no word that people wrote in a report is there."""
    return [
        {"title": title, "picture": to_data(picture)}
        for title, picture in _drawn(version, until)
        if picture.frame.table.rows
    ]


def _drawn(version: PlanVersion, until: date) -> Iterator[tuple[str, AnyPicture]]:
    schema = schema_of(version, locale())
    following = activities.on_day(OPERATOR, version, until)
    every = following.activities
    yield gettext("The work plan in time"), activity_pictures.work_plan(following, every, until)
    yield (
        gettext("Items of Annex C by status"),
        activity_pictures.items_by_status(following, schema, until),
    )
    yield from indicator_pictures.of_plan(
        version.plan_id, AsOf(until, version.plan.party.time_zone)
    )
    money = finances.of_version(OPERATOR, version, following.tracked, until=until)
    currency = money.reporting()
    yield (
        gettext("Money by item of Annex C"),
        money_pictures.by_item(money, currency, version, until),
    )
    yield gettext("Money by source"), money_pictures.by_source(money, currency, version, until)
    board, names = practices.on_day(version, until), practices.labels()
    yield (
        gettext("The four practices over all sites"),
        practice_pictures.progress(board, names, version, until),
    )
    yield (
        gettext("The four practices by region"),
        practice_pictures.regions(
            board, names, version, until, drawn_regions.of_plan(version.plan_id)
        ),
    )
