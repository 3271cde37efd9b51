"""Tables of money as the pages show them: one row of words for each activity, item and source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from nap_tracker.content import money_words
from nap_tracker.content.finances import Key, Standing
from nap_tracker.content.tracked import TrackedActivity
from nap_tracker.i18n import chosen, gettext
from nap_tracker.services import finances
from nap_tracker.services.finances import Money

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """As `macros/table.html` takes it."""

    id: str
    cells: Cells
    url: str = ""


def columns(name: str) -> list[tuple[str, bool]]:
    """The headings of every table of standings."""
    figures = (gettext("Budgeted"), gettext("Secured"), gettext("Spent"))
    return [(name, False), *((one, True) for one in figures), (gettext("Still to be found"), True)]


def cells(name: str, standing: Standing) -> Cells:
    """One standing in its original currencies."""
    return (
        name,
        money_words.budgeted(standing),
        money_words.found(standing.secured),
        money_words.found(standing.spent),
        money_words.gap(standing),
    )


def by_activity(money: Money, plan_id: str) -> Iterator[Row]:
    """Every activity of the plan, also those without a budget line, then what is left."""
    found = money.by_activity
    for one in money.tracked.activities:
        url = url_for("finances.show", plan_id=plan_id, activity_uid=one.uid)
        yield Row(one.uid, cells(called(one, money), found.get(one.uid, Standing())), url)
    for key, standing in found.items():
        if key is not None and money.tracked.activity(key) is None:
            words = gettext("An activity that is not in the plan in force")
            yield Row(key, cells(words, standing))
    if None in found:
        yield Row("whole", cells(gettext("The plan as a whole"), found[None]))


def by_item(money: Money) -> Iterator[Row]:
    """Items of Annex C in the order of the treaty."""
    for key, standing in money.by_item.items():
        yield Row(f"item-{key or 'none'}", cells(item_name(money, key), standing))


def by_source(money: Money) -> Iterator[Row]:
    """Kinds of sources in the order of the form."""
    for key, standing in money.by_source.items():
        yield Row(f"source-{key or 'none'}", cells(source_name(money, key), standing))


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
