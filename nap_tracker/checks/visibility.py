"""What of a check a narrower circle may be told: nothing held back shows, not even by its lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nap_tracker.annex_c.definitions import Owner, Schema
from nap_tracker.checks.findings import Finding, Findings
from nap_tracker.content.audience import Reach, of_entry, of_field
from nap_tracker.content.tree import SECTION, EntryContent, PlanContent


def told_to(
    reader: Reach, plan: PlanContent, schema: Schema, whole: Findings, seen: Findings
) -> Findings:
    """The findings of a plan for readers who see only a part of it.

    `whole` was found in the whole plan, `seen` in what the reader may read of it. Told is only
    what is found in both: what only the whole shows would give away what is held back, and what
    only the part shows is not true. And told is only what stands at a place the reader sees.
    """
    reach = _Places(reader, plan, schema)
    by_key = {finding.key: finding for finding in whole}
    told = (
        _narrowed(reach, finding, by_key[finding.key]) for finding in seen if finding.key in by_key
    )
    return Findings(tuple(finding for finding in told if finding is not None), seen.reasons)


def _narrowed(reach: _Places, finding: Finding, in_whole: Finding) -> Finding | None:
    """The finding with only the rows that lack something in truth and can be seen to."""
    if finding.register is None:
        return finding if reach.section(finding.section, finding.field) else None
    true = frozenset(in_whole.rows)
    rows = tuple(u for u in finding.rows if u in true and reach.row(u, finding.field))
    if not rows:
        return None
    params: Mapping[str, Any] = finding.params
    if "n" in params:
        params = {**params, "n": len(rows)}
    return replace(finding, rows=rows, params=params)


class _Places:
    """Which places of a plan a reader sees."""

    def __init__(self, reader: Reach, plan: PlanContent, schema: Schema) -> None:
        self.reader = reader
        self.plan = plan
        self.schema = schema

    def section(self, section_id: str | None, field: str | None) -> bool:
        if section_id is None:
            return True
        empty = EntryContent(uid="", kind=SECTION, section=section_id)
        entry = self.plan.section(section_id) or empty
        return self._sees(self.schema.section(section_id), entry, field)

    def row(self, uid: str, field: str | None) -> bool:
        entry = self.plan.row(uid)
        return entry is not None and self._sees(self.schema.register(entry.kind), entry, field)

    def _sees(self, owner: Owner, entry: EntryContent, field: str | None) -> bool:
        audience = self.reader.within(owner, self.schema)
        if not of_entry(self.schema, entry).includes(audience):
            return False
        if field is None:
            return True
        return of_field(owner, owner.field(field), entry).includes(audience)
