"""What the rules look at: the plan, the treaty's schema, and what follows from both, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nap_tracker.annex_c.definitions import Owner, Schema, Section
from nap_tracker.annex_c.values import is_blank, is_given
from nap_tracker.checks.findings import PLAN, Finding, Rule
from nap_tracker.content.money import Line, budget_lines
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.i18n import chosen


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity as the rules see it."""

    row: EntryContent
    items: frozenset[str]
    effects: frozenset[str]
    groups: frozenset[str]
    has_lead: bool
    """The lead institution is a row that is there."""
    is_dated: bool
    """Start and end, or a milestone with a date (Annex C 1(k))."""

    @property
    def can_be_followed(self) -> bool:
        """Somebody answers for it, by a date."""
        return self.has_lead and self.is_dated


class Facts:
    """One plan under one schema; also the only maker of findings, so that keys have one form."""

    def __init__(self, plan: PlanContent, schema: Schema) -> None:
        self.plan = plan
        self.schema = schema

    # What the plan says

    def answer(self, section_id: str, field_id: str) -> Any:
        """A section's answer as stored; None for a blank."""
        return self.plan.answers(section_id).get(field_id)

    def has(self, section_id: str, field_id: str) -> bool:
        """Whether a section's field has something to read, 'not known' not counted."""
        return is_given(self.answer(section_id, field_id))

    def rows(self, register: str) -> tuple[EntryContent, ...]:
        """The rows of a register in their order."""
        return self.plan.rows(register)

    def name_of(self, row: EntryContent) -> str:
        """What a row is called in the plan's language, or what sort of row it is."""
        register = self.schema.register(row.kind)
        words = row.answers.get(register.label_field)
        if isinstance(words, str):
            return register.field(register.label_field).option(words).label
        return chosen(words or {}, self.plan.language) or register.singular

    def target_of(self, row: EntryContent, field_id: str) -> EntryContent | None:
        """The row a reference leads to, if it is still there."""
        uid = row.answers.get(field_id)
        return self.plan.row(uid) if uid else None

    @cached_property
    def dated_by_milestone(self) -> frozenset[str]:
        """Activities that have a milestone with a date."""
        milestones = self.rows("milestone")
        return frozenset(
            m.answers.get("activity", "") for m in milestones if not is_blank(m.answers.get("due"))
        )

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        return tuple(self._activity(row) for row in self.rows("activity"))

    def activities_for(self, item: str) -> Sequence[Activity]:
        """Those tagged with an Annex C item."""
        return [activity for activity in self.activities if item in activity.items]

    def activities_with(self, effect: str) -> Sequence[Activity]:
        """Those meant to have an effect."""
        return [activity for activity in self.activities if effect in activity.effects]

    def activity_of(self, row: EntryContent | None) -> Activity | None:
        """The same activity as the rules see it."""
        return next((a for a in self.activities if row is not None and a.row is row), None)

    @cached_property
    def official(self) -> tuple[EntryContent, ...]:
        """Estimates of mercury used that the Party marked official: one, when all is well."""
        return tuple(
            row
            for row in self.rows("baseline")
            if row.answers.get("official") is True and row.answers.get("measure") == "mercury_used"
        )

    def practice_rows(self, code: str) -> Sequence[EntryContent]:
        """The rows about one of the four worst practices: one, when all is well."""
        return [row for row in self.rows("practice") if row.answers.get("practice") == code]

    def presence_of(self, code: str) -> str | None:
        """Whether a worst practice is there: `present`, `not_practised`, `not_known`, unsaid."""
        said = (row.answers.get("presence") for row in self.practice_rows(code))
        return next((presence for presence in said if presence), None)

    @cached_property
    def names_a_source(self) -> bool:
        """Whether any budget line says where its money is to come from."""
        lines = self.rows("budget_line")
        return any(line.answers.get("source_type") or line.answers.get("source") for line in lines)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The budget lines with what they inherit from their activities."""
        return budget_lines(self.plan, [item.key for item in self.schema.items])

    def _activity(self, row: EntryContent) -> Activity:
        said = row.answers
        dated = not is_blank(said.get("start")) and not is_blank(said.get("end"))
        return Activity(
            row=row,
            items=frozenset(said.get("items") or ()),
            effects=frozenset(said.get("effects") or ()),
            groups=frozenset(said.get("targets_groups") or ()),
            has_lead=self.target_of(row, "lead") is not None,
            is_dated=dated or row.uid in self.dated_by_milestone,
        )

    # Where a finding stands

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """Register -> the section whose page shows it."""
        return {name: s.id for s in self.schema.sections for name in s.registers}

    def about_plan(self, rule: Rule, field: str = "", /, **params: Any) -> Finding:
        """A finding about the plan's own facts."""
        paragraph = self.schema.item(rule.item).citation if rule.item else ""
        return Finding(f"{rule.id}:{PLAN}:{field}", rule, paragraph, None, None, (), field, params)

    def in_section(self, rule: Rule, section_id: str, field: str = "", /, **params: Any) -> Finding:
        """A finding about a section's field, or the whole section."""
        section = self.schema.section(section_id)
        return Finding(
            key=f"{rule.id}:{section_id}:{field}",
            rule=rule,
            paragraph=self._paragraph(rule, section, field),
            section=section_id,
            field=field or None,
            params=params,
        )

    def in_row(self, rule: Rule, row: EntryContent, field: str = "", /, **params: Any) -> Finding:
        """A finding about one row, which keeps a key of its own."""
        register = self.schema.register(row.kind)
        return Finding(
            key=f"{rule.id}:{row.uid}:{field}",
            rule=rule,
            paragraph=self._paragraph(rule, register, field),
            section=self.homes.get(row.kind),
            register=row.kind,
            rows=(row.uid,),
            field=field or None,
            params=params,
        )

    def in_rows(
        self,
        rule: Rule,
        register: str,
        rows: Iterable[EntryContent],
        field: str = "",
        /,
        **params: Any,
    ) -> Finding:
        """One finding for all the rows of a register that share a lack."""
        found = tuple(row.uid for row in rows)
        owner = self.schema.register(register)
        home = self.homes.get(register)
        counts = {"n": len(found), "total": len(self.rows(register))}
        return Finding(
            key=f"{rule.id}:{home}:{register}.{field}",
            rule=rule,
            paragraph=self._paragraph(rule, owner, field),
            section=home,
            register=register,
            rows=found,
            field=field or None,
            params={**counts, **params},
        )

    def _paragraph(self, rule: Rule, owner: Owner, field: str) -> str:
        if rule.item:
            return self.schema.item(rule.item).citation
        if field:
            return owner.field(field).paragraph
        if isinstance(owner, Section):
            return owner.paragraph
        return owner.field(owner.label_field).paragraph
