"""How much room each kind of answer gets, and how what was answered already stands in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nap_tracker.annex_c.schema import PEOPLE, RANGE, Field, Kind
from nap_tracker.exports.document_tree import Lines, Prose, Text, isolated
from nap_tracker.exports.document_values import Voice, empty_words, fixed, people_labels
from nap_tracker.exports.paper.tree import Blank, Blanks, Ruled, Space, Tick, Ticks
from nap_tracker.i18n import gettext as _
from nap_tracker.i18n import number

LINES = {Kind.TEXT: 1, Kind.PLACE: 1, Kind.COUNTRY: 1, Kind.PARAGRAPH: 4, Kind.LONGTEXT: 16}
"""Lines to write on, for kinds made of words."""
MORE = {Kind.PARAGRAPH: 2, Kind.LONGTEXT: 4}
"""Lines left under what is written already."""
LONG_LINE = 200
"""Characters; a line of text that may be longer gets two."""
MOST_NAMED = 24
"""Rows of the plan that are offered as boxes; of more, people write the names."""
SHORT, MIDDLE, WIDE = 22, 34, 74
"""Millimetres of a gap."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the spaces need to know of the form."""

    voice: Voice
    filled: bool


def spaces(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    """The room for one answer; `value` is what is answered, None for a blank."""
    made = _SPACES[field.kind](sheet, field, value if sheet.filled else None)
    return (*made, *_empties(sheet, field, value)) if field.is_figure else made


def _ruled(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    written = sheet.voice.lines(field, value)
    lines = LINES[field.kind] + (field.kind is Kind.TEXT and (field.max_length or 0) > LONG_LINE)
    return (Ruled(MORE.get(field.kind, 0) if written else lines, written),)


def _prose(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    text = sheet.voice.words(value)
    if text is None:
        return (Ruled(LINES[field.kind]),)
    return (Ruled(MORE[field.kind], prose=(Prose(text.text, text.language),)),)


def _choice(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    return (_options(sheet, field, {value}, only_one=True),)


def _choices(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    return (_options(sheet, field, set(value or ()), only_one=False),)


def _options(sheet: Sheet, field: Field, chosen: set[str], *, only_one: bool) -> Ticks:
    ticks = (Tick(sheet.voice.term(one.label), one.code in chosen) for one in field.options)
    return Ticks(tuple(ticks), only_one)


def _yesno(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    return (Ticks((Tick(fixed(_("Yes")), value is True), Tick(fixed(_("No")), value is False))),)


def _items(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    voice, chosen = sheet.voice, set(value or ())
    ticks = (
        Tick(
            Text(f"{isolated(voice.items([item.key]))} {item.title}", voice.term("").language),
            item.key in chosen,
        )
        for item in voice.schema.items
    )
    return (Ticks(tuple(ticks), only_one=False),)


def _rows_of_the_plan(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    """Rows there are already, as boxes; room for the names of others."""
    voice = sheet.voice
    only_one = field.kind is Kind.REF
    chosen = {value} if only_one else set(value or ())
    known = voice.plan.rows(field.register or "")
    if len(known) > MOST_NAMED:
        return (Ruled(1 if only_one else 3, voice.lines(field, value)),)
    ticks = [Tick(label, row.uid in chosen) for row in known if (label := voice.row_label(row.uid))]
    room = Ruled(1 if only_one or ticks else 2)
    return (Ticks(tuple(ticks), only_one), room) if ticks else (room,)


def _date(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    parts = [*str(value or "").split("-"), "", "", ""]
    labels = (_("Year"), _("Month"), _("Day"))
    return (
        Blanks(
            tuple(_gap(label, SHORT, part) for label, part in zip(labels, parts[:3], strict=True))
        ),
    )


def _number(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    return (Blanks((_figure(_("Number"), value, "value"),)),)


def _quantity(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    labels = dict(zip(RANGE, (_("Lowest"), _("Best"), _("Highest")), strict=True))
    ends = tuple(_figure(labels[end], value, end) for end in RANGE)
    chosen = _part(value, "unit")
    units = tuple(
        Tick(Text(isolated(sheet.voice.schema.unit(code).symbol)), code == chosen)
        for code in field.units
    )
    only = Tick(units[0].label, ticked=True) if len(units) == 1 else None
    return (Blanks(ends), Ticks((only,) if only else units), _proof(sheet, value, with_method=True))


def _people(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    labels = people_labels()
    told = _told_people(sheet, field, value)
    if told:
        return (Ruled(1, told),)
    counts = tuple(
        Blank(fixed(labels[who]), MIDDLE if who == "unknown" else SHORT) for who in PEOPLE
    )
    return (Blanks(counts), _proof(sheet, value, with_method=False))


def _told_people(sheet: Sheet, field: Field, value: Any) -> Lines:
    """As in print: small groups are not told outside the drafting team."""
    if value is None or "empty" in value:
        return ()
    return sheet.voice.lines(field, value)


def _money(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    amount = _figure(_("Amount"), value, "amount", width=MIDDLE)
    return (Blanks((amount, _gap(_("Currency"), SHORT, _part(value, "currency")))),)


def _coordinates(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    return (Blanks((_figure(_("Latitude"), value, "lat"), _figure(_("Longitude"), value, "lon"))),)


def _evidence(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    return (Ruled(2, sheet.voice.lines(field, value)),)


def _nothing(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    return ()


def _proof(sheet: Sheet, value: Any, *, with_method: bool) -> Blanks:
    """Of which year a figure is, how it was worked out, and where it comes from."""
    voice = sheet.voice
    method, source = (voice.words(_part(value, name) or None) for name in ("method", "source"))
    gaps = [_gap(_("Year"), SHORT, _part(value, "year"))]
    gaps += [Blank(fixed(_("Method")), WIDE - SHORT, method)] if with_method else []
    return Blanks((*gaps, Blank(fixed(_("Source")), WIDE, source)))


def _empties(sheet: Sheet, field: Field, value: Any) -> tuple[Space, ...]:
    """The answers to a figure that are no figure, apart from a blank and from zero."""
    chosen = _part(value, "empty") if sheet.filled else ""
    codes = ["not_known", "does_not_apply", *(["not_costed"] if field.kind is Kind.MONEY else [])]
    reason = sheet.voice.words(_part(value, "reason") or None) if chosen else None
    ticks = tuple(Tick(fixed(empty_words(code)), code == chosen) for code in codes)
    return (Ticks(ticks), Blanks((Blank(fixed(_("Reason")), 2 * WIDE, reason),)))


def _figure(label: str, value: Any, part: str, *, width: int = SHORT) -> Blank:
    given = _part(value, part)
    return _gap(label, width, number(given) if given else "")


def _gap(label: str, width: int, given: str) -> Blank:
    return Blank(fixed(label), width, Text(isolated(given)) if given else None)


def _part(value: Any, name: str) -> Any:
    return value.get(name) or "" if isinstance(value, Mapping) else ""


Make = Callable[[Sheet, Field, Any], tuple[Space, ...]]
_SPACES: Mapping[Kind, Make] = {
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.COORDINATES: _coordinates,
    Kind.COUNTRY: _ruled,
    Kind.DATE: _date,
    Kind.EVIDENCE: _evidence,
    Kind.ITEMS: _items,
    Kind.LONGTEXT: _prose,
    Kind.MONEY: _money,
    Kind.NUMBER: _number,
    Kind.PARAGRAPH: _ruled,
    Kind.PEOPLE: _people,
    Kind.PLACE: _ruled,
    Kind.QUANTITY: _quantity,
    Kind.REF: _rows_of_the_plan,
    Kind.REFS: _rows_of_the_plan,
    Kind.ROWS: _nothing,
    Kind.TEXT: _ruled,
    Kind.YESNO: _yesno,
}
