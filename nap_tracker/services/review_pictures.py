"""The pictures of a review: how things stood on the last day of its period, as plain data.

Drawn once more each time a draft of the pack is built, and kept with the pack when it is sealed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from nap_tracker.charts.plain import AnyPicture, to_data
from nap_tracker.i18n import gettext, locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    activities,
    activity_pictures,
    finances,
    indicator_pictures,
    money_pictures,
    practice_pictures,
    practices,
)
from nap_tracker.services.indicator_standings import AsOf
from nap_tracker.services.plans import schema_of


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
        practice_pictures.regions(board, names, version, until),
    )
