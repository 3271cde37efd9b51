"""The budget: what it adds up to, by strategy, item, state and source; a chart; then every line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from nap_tracker.annex_c.schema import Field, Section
from nap_tracker.content import money
from nap_tracker.content.tree import EntryContent
from nap_tracker.exports.document_tree import (
    Bar,
    Cell,
    Chart,
    Column,
    Lines,
    Panel,
    Row,
    RowKind,
    Style,
    Table,
    Text,
    isolated,
)
from nap_tracker.exports.document_values import fixed, short_citation
from nap_tracker.exports.document_values import money as in_words
from nap_tracker.exports.document_work import Budget, strategy_name, uncosted
from nap_tracker.exports.document_writer import LANDSCAPE_PAGE, Placed, Writer
from nap_tracker.i18n import gettext as _
from nap_tracker.i18n import number

SIDE_BY_SIDE = 3
"""More currencies than this share one column, each amount with its code."""
Part = tuple[Text, money.Tally]


def budget_blocks(writer: Writer, section: Section, field: Field) -> Iterator[Placed]:
    """The sums first, then the lines by strategy with their subtotals."""
    print_ = _Budget(writer)
    yield LANDSCAPE_PAGE, writer.field_heading(section, field, _("What the plan costs"))
    for block in print_.summary():
        yield LANDSCAPE_PAGE, block
    register = writer.voice.schema.register("budget_line")
    heading = writer.heading(
        3,
        writer.voice.term(register.title),
        f"s-{section.id}-{field.id}-lines",
        reference=writer.voice.term(field.paragraph or section.paragraph),
        items=(field.item or section.item,),
    )
    yield LANDSCAPE_PAGE, heading
    for table in print_.by_strategy_in_full():
        yield LANDSCAPE_PAGE, table


class _Budget:
    """The tables of one budget."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.voice = writer.voice
        self.register = writer.voice.schema.register("budget_line")
        budget = Budget(writer)
        self.order = budget.order
        self.lines = budget.lines
        self.codes = money.currencies(self.lines)
        self.total = money.tally(self.lines)
        self.strategies = self.voice.plan.rows("strategy")
        self.names = {
            row.uid: strategy_name(writer, row, place)
            for place, row in enumerate(self.strategies, start=1)
        }

    def summary(self) -> Iterator[Table | Chart]:
        """By item (with the chart), by combination of items, strategy, state, source and year."""
        items = money.by_item(self.lines, self.order)
        parts = [(self._item(key), tally) for key, tally in items.items()]
        caption, label = fixed(_("Cost by Annex C item")), fixed(_("Annex C item"))
        yield self._sums(caption, label, parts, self._counting())
        if self.codes:
            yield self._chart(items)
        sets = money.by_combination(self.lines, self.order)
        if any(len(keys) > 1 for keys in sets):
            together = [(self._combination(keys), tally) for keys, tally in sets.items()]
            caption = fixed(_("Cost by the Annex C items an activity answers together"))
            note = (fixed(_("Each budget line is counted once."), Style.NOTE),)
            yield self._sums(caption, fixed(_("Annex C items")), together, note)
        if len(self.strategies) > 1:
            named = money.by_strategy(self.lines, self.voice.plan)
            told = [(self._strategy(uid), tally) for uid, tally in named.items()]
            yield self._sums(fixed(_("Cost by strategy")), fixed(_("Strategy")), told)
        yield from self._other_sums()

    def _other_sums(self) -> Iterator[Table]:
        for id, caption, group in (
            ("funding_status", _("Cost by state of funding"), money.by_funding_status),
            ("source_type", _("Cost by kind of source"), money.by_source_type),
        ):
            field = self.register.field(id)
            found = group(self.lines, [option.code for option in field.options])
            if set(found) != {None}:
                parts = [(self._option(field, code), tally) for code, tally in found.items()]
                yield self._sums(fixed(caption), self.voice.term(field.label), parts)
        years = money.by_year(self.lines)
        if set(years) != {None}:
            unsplit = fixed(_("Not split by year"))
            told = [(Text(year) if year else unsplit, tally) for year, tally in years.items()]
            yield self._sums(fixed(_("Cost by year")), fixed(_("Year")), told)

    def by_strategy_in_full(self) -> Iterator[Table]:
        """Every budget line under its strategy, with subtotals per currency."""
        groups: dict[str | None, list[money.Line]] = {}
        for line in self.lines:
            groups.setdefault(line.strategy, []).append(line)
        for uid in (*self.names, None):
            if uid in groups:
                caption = (
                    _("Budget of strategy %(number)s", number=isolated(self.names[uid]))
                    if uid
                    else _("Budget lines of no strategy")
                )
                yield self._in_full(fixed(caption), groups[uid])

    def _in_full(self, caption: Text, lines: list[money.Line]) -> Table:
        label = {field.id: self.voice.term(field.label) for field in self.register.fields}
        columns = [
            Column(fixed(_("No."))),
            Column(fixed(_("Activity, and what is paid for")), names_row=True),
            Column(fixed(_("Annex C"))),
            Column(label["year"]),
            Column(label["funding_status"]),
            Column(label["source_type"]),
            *self._cost_columns(),
        ]
        rows: list[Row] = []
        before: str | None = None
        for line in lines:
            rows.append(self._line(line, repeats=line.activity == before))
            before = line.activity
        rows.append(self._sum_row(_("Subtotal"), money.tally(lines), 6, RowKind.SUBTOTAL))
        return self.writer.table(caption, columns, rows, orientation=LANDSCAPE_PAGE)

    def _line(self, line: money.Line, *, repeats: bool) -> Row:
        row = self.voice.plan.row(line.uid)
        assert row is not None  # The line was made from it.
        value = {
            field.id: self.voice.lines(field, row.answers.get(field.id))
            for field in self.register.fields
        }
        origin = {field.id: self.writer.origin(row, field) for field in self.register.fields}
        activity = self.voice.plan.row(line.activity) if line.activity else None
        notes = (*value["description"], *value["cost"][1:], *value["notes"])
        return Row(
            (
                Cell(self._number(activity)),
                Cell(
                    (*(() if repeats else self._statement(activity)), *_as_notes(notes)),
                    origin=origin["description"] if value["description"] else None,
                ),
                Cell((Text(self.voice.items(line.items)),) if line.items else ()),
                Cell(value["year"], origin=origin["year"]),
                Cell(value["funding_status"], origin=origin["funding_status"]),
                Cell((*value["source_type"], *_as_notes(value["source"])), origin=origin["source"]),
                *(
                    replace(cell, origin=origin["cost"] if cell.lines else None)
                    for cell in self._amounts(line, value["cost"])
                ),
            ),
            origin=self.writer.origin(row),
        )

    def _number(self, activity: EntryContent | None) -> Lines:
        number = self.voice.number_of(activity) if activity else ""
        return (Text(isolated(number)),) if number else ()

    def _statement(self, activity: EntryContent | None) -> Lines:
        if activity is None:
            return ()
        field = self.voice.schema.register("activity").field("statement")
        return self.voice.lines(field, activity.answers.get("statement"))

    def _amounts(self, line: money.Line, told: Lines) -> list[Cell]:
        if line.amount is None or line.currency is None:
            words = told[:1] or (fixed(_("Not given"), Style.NOTE),)
            return [Cell(words, span=max(1, self._width))]
        if not self._by_column:
            return [Cell((Text(self.voice.amount(line.amount, line.currency)),))]
        return [
            Cell((Text(isolated(in_words(line.amount))),) if code == line.currency else ())
            for code in self.codes
        ]

    @property
    def _by_column(self) -> bool:
        return 0 < len(self.codes) <= SIDE_BY_SIDE

    @property
    def _width(self) -> int:
        return len(self.codes) if self._by_column else 1

    def _cost_columns(self) -> list[Column]:
        if not self._by_column:
            return [Column(fixed(_("Cost")), figures=True)]
        return [
            Column(fixed(_("Cost (%(currency)s)", currency=code)), figures=True)
            for code in self.codes
        ]

    def _sum_cells(self, sums: Mapping[str, Decimal]) -> list[Cell]:
        if not self._by_column:
            return [Cell(tuple(Text(self.voice.amount(a, code)) for code, a in sums.items()))]
        return [
            Cell((Text(isolated(in_words(sums[code]))),) if code in sums else ())
            for code in self.codes
        ]

    def _sum_row(self, label: str, tally: money.Tally, span: int, kind: RowKind) -> Row:
        first = Cell((fixed(label, Style.STRONG), *uncosted(tally)), span=span)
        return Row((first, *self._sum_cells(tally.sums)), kind)

    def _sums(self, caption: Text, label: Text, parts: Iterable[Part], notes: Lines = ()) -> Table:
        """A table of sums that ends with the total of the plan."""
        columns = [
            Column(label, names_row=True),
            *self._cost_columns(),
            Column(fixed(_("Budget lines")), figures=True),
            Column(fixed(_("Without an amount"))),
        ]
        rows = [
            Row((Cell((name,)), *self._sum_cells(tally.sums), *_counts(tally)))
            for name, tally in parts
        ]
        whole = Cell((fixed(_("Total of the plan"), Style.STRONG),))
        rows.append(
            Row((whole, *self._sum_cells(self.total.sums), *_counts(self.total)), RowKind.TOTAL)
        )
        return self.writer.table(caption, columns, rows, orientation=LANDSCAPE_PAGE, notes=notes)

    def _chart(self, items: Mapping[str | None, money.Tally]) -> Chart:
        panels: list[Panel] = []
        for code in self.codes:
            longest = max(tally.sums.get(code, Decimal(0)) for tally in items.values())
            bars = tuple(
                Bar(
                    self._item(key),
                    self.voice.amount(tally.sums[code], code),
                    float(round(tally.sums[code] * 100 / longest, 1)) if longest else 0.0,
                )
                for key, tally in items.items()
                if code in tally.sums
            )
            panels.append(Panel(fixed(_("In %(currency)s", currency=code)), bars))
        number = self.writer.numbering.figure()
        caption = fixed(_("Cost by Annex C item"))
        return Chart(f"figure-{number}", number, caption, tuple(panels), self._counting())

    def _counting(self) -> Lines:
        """How an activity of several items is counted; only where there is one."""
        if all(len(line.items) < 2 for line in self.lines):
            return ()
        words = _(
            "An activity that answers several items counts in full under each of them, so these "
            "amounts add up to more than the total of the plan."
        )
        return (fixed(words, Style.NOTE),)

    def _item(self, key: str | None) -> Text:
        if key is None:
            return fixed(_("No item named"))
        try:
            title = self.voice.term(self.voice.schema.item(key).title)
        except KeyError:
            return Text(isolated(short_citation(key)))
        return Text(f"{isolated(short_citation(key))} {title.text}", title.language)

    def _combination(self, keys: tuple[str, ...]) -> Text:
        return Text(self.voice.items(keys)) if keys else fixed(_("No item named"))

    def _strategy(self, uid: str | None) -> Text:
        label = self.voice.row_label(uid) if uid else None
        return label or fixed(_("No strategy named"))

    def _option(self, field: Field, code: str | None) -> Text:
        if code is None:
            return fixed(_("Not said"))
        return self.voice.lines(field, code)[0]


def _counts(tally: money.Tally) -> tuple[Cell, Cell]:
    return Cell((Text(isolated(number(tally.lines))),)), Cell(uncosted(tally))


def _as_notes(lines: Lines) -> Lines:
    return tuple(Text(line.text, line.language, Style.NOTE, line.link) for line in lines)
