"""The groups a value is split by, as a workbook that came back counts them: parts of its values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nap_tracker.content.reportable import GROUP_SHEET, LABELS, Column, IndicatorLine
from nap_tracker.i18n import N_
from nap_tracker.imports.institution_report import Fault, IndicatorReport

NO_TOTAL = N_("Write the value of this indicator in its own sheet too: this group is a part of it.")


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many are of one group, and where it is written."""

    row: int
    split: str
    key: str
    people: Decimal


class Groups:
    """What the sheet of groups says, gathered row by row."""

    def __init__(self, indicators: Iterable[IndicatorLine]) -> None:
        self.ids = {one.id_of(group) for one in indicators for group in one.groups}
        self._counted: dict[str, list[_Counted]] = {}

    def add(self, id_: str, row: int, people: Decimal) -> None:
        uid, split, key = id_.split(":")
        self._counted.setdefault(uid, []).append(_Counted(row, split, key, people))

    def joined(self, one: IndicatorReport) -> IndicatorReport:
        """The value with its groups."""
        counted = self._counted.get(one.uid, [])
        groups: dict[str, dict[str, Decimal]] = {}
        for each in counted:
            groups.setdefault(each.split, {})[each.key] = each.people
        return replace(one, groups=groups, groups_row=counted[0].row if counted else None)

    def left_over(self, said: Sequence[IndicatorReport], wrong: Collection[str]) -> Iterator[Fault]:
        """Groups of nothing: of an indicator without a value, whose own row is not at fault."""
        known = {one.uid for one in said}
        for uid, counted in self._counted.items():
            if uid not in known and uid not in wrong:
                yield Fault(NO_TOTAL, GROUP_SHEET, counted[0].row, LABELS[Column.PEOPLE])
