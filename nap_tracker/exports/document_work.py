"""The work plan: activities strategy by strategy, then milestones by date. Annex C 1(k)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from nap_tracker.annex_c.schema import Field, Section
from nap_tracker.content import money
from nap_tracker.content.tree import EntryContent
from nap_tracker.exports.document_registers import items_of
from nap_tracker.exports.document_tree import (
    Cell,
    Column,
    Fact,
    Facts,
    Lines,
    Paragraph,
    Row,
    RowKind,
    Style,
    Table,
    Text,
    isolated,
)
from nap_tracker.exports.document_values import fixed
from nap_tracker.exports.document_writer import LANDSCAPE_PAGE, Placed, Writer
from nap_tracker.i18n import day, ngettext
from nap_tracker.i18n import gettext as _

UNDER_A_ROW = ("place", "verification", "assumptions", "targets_groups", "effects")


@dataclass(frozen=True)
class Budget:
    """The plan's budget lines, worked out once for a document."""

    writer: Writer

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Item keys in the order of the treaty."""
        return tuple(item.key for item in self.writer.voice.schema.items)

    @cached_property
    def lines(self) -> tuple[money.Line, ...]:
        """Every budget line this copy shows."""
        return money.budget_lines(self.writer.voice.plan, self.order)

    @cached_property
    def by_activity(self) -> Mapping[str | None, money.Tally]:
        """What each activity costs."""
        return money.by_activity(self.lines)

    def cost_of(self, activity: str) -> Lines:
        """The cost of an activity: a line per currency, and what is not costed."""
        tally = self.by_activity.get(activity)
        if tally is None:
            return ()
        amounts = tuple(
            Text(self.writer.voice.amount(amount, code)) for code, amount in tally.sums.items()
        )
        return (*amounts, *uncosted(tally))


def uncosted(tally: money.Tally) -> Lines:
    """How many lines have no amount, and why; each reason on its own line."""
    costed, known = tally.not_costed, tally.not_known
    none, blank = tally.not_applicable, tally.blank
    told = (
        (costed, ngettext("%(n)s line not costed", "%(n)s lines not costed", costed)),
        (known, ngettext("%(n)s cost not known", "%(n)s costs not known", known)),
        (none, ngettext("%(n)s line without a cost", "%(n)s lines without a cost", none)),
        (blank, ngettext("%(n)s cost not given", "%(n)s costs not given", blank)),
    )
    return tuple(fixed(words, Style.NOTE) for count, words in told if count)


def strategy_blocks(writer: Writer, section: Section, field: Field) -> Iterator[Placed]:
    """Every strategy with its description and activities, each under a heading of its own."""
    budget = Budget(writer)
    activities = writer.voice.plan.rows("activity")
    for place, strategy in enumerate(writer.voice.plan.rows("strategy"), start=1):
        own = [row for row in activities if row.answers.get("strategy") == strategy.uid]
        yield from _strategy(writer, budget, strategy, own, strategy_name(writer, strategy, place))


def activity_blocks(writer: Writer, section: Section, field: Field) -> Iterator[Placed]:
    """Only activities of no strategy: the others stand under theirs."""
    voice = writer.voice
    known = {strategy.uid for strategy in voice.plan.rows("strategy")}
    rest = [row for row in voice.plan.rows("activity") if row.answers.get("strategy") not in known]
    if not rest:
        return
    title = fixed(_("Activities of no strategy") if known else _("Activities"))
    heading = writer.heading(
        3,
        title,
        f"s-{section.id}-{field.id}",
        reference=voice.term(field.paragraph or section.paragraph),
        items=voice.in_order([field.item or "", *_served(writer, rest)]),
    )
    yield LANDSCAPE_PAGE, heading
    yield LANDSCAPE_PAGE, _activities(writer, Budget(writer), rest, title)


def milestone_blocks(writer: Writer, section: Section, field: Field) -> Iterator[Placed]:
    """The milestones in the order of their dates."""
    voice = writer.voice
    register = voice.schema.register("milestone")
    fields = [register.field(name) for name in ("due", "title", "activity", "verification")]
    rows = sorted(voice.plan.rows("milestone"), key=lambda row: str(row.answers.get("due") or "9"))
    yield LANDSCAPE_PAGE, writer.field_heading(section, field, register.title)
    columns = [Column(voice.term(f.label), names_row=f.id == "title") for f in fields]
    printed = [
        Row(tuple(writer.cell(f, row) for f in fields), origin=writer.origin(row)) for row in rows
    ]
    table = writer.table(voice.term(register.title), columns, printed, orientation=LANDSCAPE_PAGE)
    yield LANDSCAPE_PAGE, table


def strategy_name(writer: Writer, strategy: EntryContent, place: int) -> str:
    """How a strategy is called in captions: by its own number, else by its place."""
    return writer.voice.number_of(strategy) or str(place)


def _strategy(
    writer: Writer, budget: Budget, row: EntryContent, activities: list[EntryContent], name: str
) -> Iterator[Placed]:
    voice = writer.voice
    register = voice.schema.register("strategy")
    items = items_of(row)
    heading = writer.heading(
        3,
        _title(writer, row),
        f"r-{row.uid}",
        reference=cited(writer, items),
        items=voice.in_order([*items, *_served(writer, activities)]),
        origin=writer.origin(row),
    )
    yield LANDSCAPE_PAGE, heading
    served = writer.fact(register.field("objectives"), row)
    if served:
        yield LANDSCAPE_PAGE, Facts((served,))
    for block in writer.long_answer(row, register.field("description"), heading):
        yield LANDSCAPE_PAGE, block
    if activities:
        caption = fixed(_("Activities of strategy %(number)s", number=isolated(name)))
        yield LANDSCAPE_PAGE, _activities(writer, budget, activities, caption)
    else:
        yield LANDSCAPE_PAGE, Paragraph((fixed(_("No activity yet"), Style.NOTE),))


def _title(writer: Writer, row: EntryContent) -> Text:
    """'Strategy 3: ...', so that its own number is not taken for one of the document."""
    heading = writer.voice.name_of(row) or fixed(_("Without a name"))
    number = writer.voice.number_of(row)
    if not number:
        return heading
    words = _("Strategy %(number)s: %(heading)s", number=isolated(number), heading=heading.text)
    return replace(heading, text=words)


def cited(writer: Writer, items: tuple[str, ...]) -> Text | None:
    """'Annex C 1(b)(i), 1(e)', for a heading."""
    told = writer.voice.items(items)
    return fixed(_("Annex C %(items)s", items=told)) if told else None


def _served(writer: Writer, activities: list[EntryContent]) -> tuple[str, ...]:
    named = [key for row in activities for key in items_of(row)]
    return writer.voice.in_order(list(dict.fromkeys(named)))


def _activities(
    writer: Writer, budget: Budget, activities: list[EntryContent], caption: Text
) -> Table:
    voice = writer.voice
    register = voice.schema.register("activity")
    label = {field.id: voice.term(field.label) for field in register.fields}
    columns = [
        Column(fixed(_("No."))),
        Column(label["statement"], names_row=True),
        Column(fixed(_("Annex C"))),
        Column(fixed(_("Lead, with support from"))),
        Column(fixed(_("Period"))),
        Column(label["output"]),
        Column(label["indicator"]),
        Column(fixed(_("Cost")), figures=True),
    ]
    rows: list[Row] = []
    for activity in activities:
        answers = activity.answers
        lines = {field.id: voice.lines(field, answers.get(field.id)) for field in register.fields}
        supporting = tuple(replace(line, style=Style.NOTE) for line in lines["supporting"])
        cells: tuple[tuple[str, Lines], ...] = (
            (
                "number",
                (Text(isolated(voice.number_of(activity))),) if voice.number_of(activity) else (),
            ),
            ("statement", lines["statement"]),
            ("items", lines["items"]),
            ("lead", (*lines["lead"], *supporting)),
            ("start", period(answers.get("start"), answers.get("end"))),
            ("output", lines["output"]),
            ("indicator", lines["indicator"]),
            ("", budget.cost_of(activity.uid)),
        )
        origin = {f.id: writer.origin(activity, f) for f in register.fields}
        whole = writer.origin(activity)
        told = tuple(Cell(said, origin=origin.get(id) if said else None) for id, said in cells)
        rows.append(Row(told, origin=whole))
        rest = [id for id in UNDER_A_ROW if lines[id]]
        if rest:
            facts = tuple(Fact(label[id], lines[id], origin=origin[id]) for id in rest)
            rows.append(Row(kind=RowKind.DETAILS, facts=facts, origin=whole))
    return writer.table(caption, columns, rows, orientation=LANDSCAPE_PAGE)


def period(start: str | None, end: str | None) -> Lines:
    """From when to when, each as precisely as it is known."""
    told = [day(value, form="medium") for value in (start, end) if value]
    if len(told) == 2 and told[0] != told[1]:
        return (fixed(_("%(start)s to %(end)s", start=told[0], end=told[1])),)
    return tuple(Text(words) for words in told[:1])
