"""Tables of money as the pages show them: one row of words for each activity, item and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from nap_tracker.content import money_words
from nap_tracker.content.finances import Key, Standing
from nap_tracker.content.tracked import TrackedActivity
from nap_tracker.i18n import chosen, gettext
from nap_tracker.services import finances
from nap_tracker.services.finances import Money

Cells = tuple[str, ...]
PAGE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """As `macros/table.html` takes it."""

    id: str
    cells: Cells
    url: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks of the page of money."""

    currency: str = ""
    page: int = 1

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Asked:
        """What is not known counts as not asked."""
        page = sent.get("page", "1")
        number = int(page) if page.isdecimal() and 0 < len(page) < 6 else 1
        return cls(sent.get("currency", ""), max(1, number))


@dataclass(frozen=True, slots=True)
class Page:
    """So many rows of a long table, and where the others are."""

    rows: Sequence[Row]
    previous_url: str
    next_url: str


def columns(name: str, *, has_gap: bool = True) -> list[tuple[str, bool]]:
    """The headings of every table of standings; kinds of sources have no gap of their own."""
    figures = [gettext("Budgeted"), gettext("Secured"), gettext("Spent")]
    if has_gap:
        figures.append(gettext("Still to be found"))
    return [(name, False), *((one, True) for one in figures)]


def cells(name: str, standing: Standing) -> Cells:
    """One standing in its original currencies."""
    return (
        name,
        money_words.budgeted(standing),
        money_words.found(standing.secured),
        money_words.found(standing.spent),
        money_words.gap(standing),
    )


def by_activity(money: Money, plan_id: str, asked: Asked) -> Page:
    """Every activity of the plan, also those without a budget line, then what is left."""
    found = money.by_activity
    listed: list[tuple[Key, TrackedActivity | None]]
    listed = [(one.uid, one) for one in money.tracked.activities]
    gone = (key for key in found if key is not None and money.tracked.activity(key) is None)
    listed += [(key, None) for key in gone]
    listed += [(None, None)] if None in found else []
    begin = (min(asked.page, 1 + (len(listed) - 1) // PAGE) - 1) * PAGE if listed else 0
    rows = [
        _of_activity(money, plan_id, key, one, found.get(key, Standing()))
        for key, one in listed[begin : begin + PAGE]
    ]
    number = begin // PAGE + 1
    return Page(
        rows,
        _page_url(plan_id, asked.currency, number - 1) if begin else "",
        _page_url(plan_id, asked.currency, number + 1) if begin + PAGE < len(listed) else "",
    )


def _of_activity(
    money: Money, plan_id: str, key: Key, one: TrackedActivity | None, standing: Standing
) -> Row:
    if one is not None:
        url = url_for("finances.show", plan_id=plan_id, activity_uid=one.uid)
        return Row(one.uid, cells(called(one, money), standing), url)
    if key is None:
        return Row("whole", cells(gettext("The plan as a whole"), standing))
    return Row(key, cells(gettext("An activity that is not in the plan in force"), standing))


def _page_url(plan_id: str, currency: str, number: int) -> str:
    where: dict[str, Any] = {"plan_id": plan_id, "page": number, "currency": currency or None}
    return url_for("finances.index", **where, _anchor="activities")


def by_item(money: Money) -> Iterator[Row]:
    """Items of Annex C in the order of the treaty."""
    for key, standing in money.by_item.items():
        yield Row(f"item-{key or 'none'}", cells(item_name(money, key), standing))


def by_source(money: Money) -> Iterator[Row]:
    """Kinds of sources in the order of the form. What is still to be found may come from any of
    them, so that none has a gap."""
    for key, standing in money.by_source.items():
        yield Row(f"source-{key or 'none'}", cells(source_name(money, key), standing)[:-1])


def called(activity: TrackedActivity, money: Money) -> str:
    """Number and statement of an activity."""
    language = money.tracked.language
    number, words = chosen(activity.number, language), chosen(activity.statement, language)
    words = words or gettext("Untitled")
    return gettext("%(number)s: %(title)s", number=number, title=words) if number else words


def item_name(money: Money, key: Key) -> str:
    """Where the treaty asks for it, and what for."""
    item = next((one for one in money.schema.items if one.key == key), None)
    if item is None:
        return key or gettext("No item")
    return gettext("%(citation)s: %(title)s", citation=item.citation, title=item.title)


def source_name(money: Money, key: Key) -> str:
    """The kind of source in the reader's language."""
    known = {one.code: one.label for one in finances.source_types(money.schema)}
    return known.get(key or "", key or gettext("Source not said"))
