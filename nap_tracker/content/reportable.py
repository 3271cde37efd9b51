"""What one institution reports on in a workbook: its activities, their milestones, its indicators.

The file that goes out and the file that comes back are both read against this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nap_tracker.i18n import N_

STAMP = "nap-institution-1"


class Column(StrEnum):
    """Columns of the two tables; the hidden first row of each sheet names them."""

    ID = "id"
    WAS = "was"
    """What the row said when it went out: what came back unchanged is told by it."""
    NUMBER = "number"
    ACTIVITY = "activity"
    DUE = "due"
    PHASE = "phase"
    WORDS = "words"
    REACHED = "reached"
    INDICATOR = "indicator"
    UNIT = "unit"
    LAST = "last"
    LOW = "low"
    BEST = "best"
    HIGH = "high"
    PART = "part"
    WHOLE = "whole"
    AS_OF = "as-of"
    SOURCE = "source"
    COMMENT = "comment"
    GROUP = "group"
    PEOPLE = "people"


ACTIVITIES = (
    Column.ID,
    Column.WAS,
    Column.NUMBER,
    Column.ACTIVITY,
    Column.DUE,
    Column.PHASE,
    Column.WORDS,
    Column.REACHED,
)
INDICATORS = (
    Column.ID,
    Column.NUMBER,
    Column.INDICATOR,
    Column.UNIT,
    Column.LAST,
    Column.LOW,
    Column.BEST,
    Column.HIGH,
    Column.PART,
    Column.WHOLE,
    Column.AS_OF,
    Column.SOURCE,
    Column.COMMENT,
)
GROUPS = (Column.ID, Column.INDICATOR, Column.GROUP, Column.PEOPLE)
HIDDEN = frozenset({Column.ID, Column.WAS})
FILLED_IN = frozenset(
    {
        Column.PHASE,
        Column.WORDS,
        Column.REACHED,
        Column.LOW,
        Column.BEST,
        Column.HIGH,
        Column.PART,
        Column.WHOLE,
        Column.AS_OF,
        Column.SOURCE,
        Column.COMMENT,
        Column.PEOPLE,
    }
)
"""What an institution may write in; all else is locked, and is not read."""
OF_RANGE = frozenset({Column.LOW, Column.BEST, Column.HIGH})
OF_SHARE = frozenset({Column.PART, Column.WHOLE})
LABELS: Mapping[Column, str] = {
    Column.NUMBER: N_("Number"),
    Column.ACTIVITY: N_("Activity or milestone"),
    Column.DUE: N_("Planned for"),
    Column.PHASE: N_("Phase"),
    Column.WORDS: N_("What happened since the last report"),
    Column.REACHED: N_("Reached on"),
    Column.INDICATOR: N_("Indicator"),
    Column.UNIT: N_("Unit"),
    Column.LAST: N_("Last value"),
    Column.LOW: N_("New value: lowest"),
    Column.BEST: N_("New value: best estimate"),
    Column.HIGH: N_("New value: highest"),
    Column.PART: N_("New value: part of a share"),
    Column.WHOLE: N_("New value: whole of a share"),
    Column.AS_OF: N_("As of"),
    Column.SOURCE: N_("Source"),
    Column.COMMENT: N_("Comment"),
    Column.GROUP: N_("Of these"),
    Column.PEOPLE: N_("New value: this group"),
}
ACTIVITY_SHEET, INDICATOR_SHEET, GROUP_SHEET = N_("Activities"), N_("Indicators"), N_("Groups")
OF_ACTIVITY, OF_MILESTONE, OF_INDICATOR = "activity", "milestone", "indicator"
OF_GROUP = "group"


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone, and when it was reached: an ISO prefix, or ''."""

    uid: str
    title: str
    due: str
    reached: str = ""


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity of the institution. `due` is its end in words; `phase` is a code."""

    uid: str
    number: str
    statement: str
    due: str
    phase: str
    milestones: tuple[MilestoneLine, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group an indicator is split by: women, children, a region."""

    split: str
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator the institution measures, with what was last approved of it, in words."""

    uid: str
    number: str
    title: str
    unit: str
    """What is counted; of a share its two numbers, of a scale its steps."""
    last: str
    asks: frozenset[Column] = OF_RANGE
    """In which columns its value is written."""
    groups: tuple[GroupLine, ...] = ()
    """Each a row of the last sheet."""

    def id_of(self, group: GroupLine) -> str:
        """By which the row of a group is known again."""
        return f"{self.uid}:{group.split}:{group.key}"


@dataclass(frozen=True, slots=True)
class Reportable:
    """All an institution may report on in one plan, in the order of the plan."""

    plan: str
    version: int
    institution: str
    """Uids, all three but the version."""
    activities: tuple[ActivityLine, ...]
    indicators: tuple[IndicatorLine, ...]
    phases: Mapping[str, str]
    """Code -> words, marked for translation: the phases a person may say in the file."""
    needs_words: frozenset[str] = frozenset()
    """Phases that ask what happened."""

    @property
    def stamp(self) -> str:
        """By which a file is known again."""
        return f"{STAMP} {self.plan} {self.institution} {self.version}"


def of_stamp(text: str) -> tuple[str, str] | None:
    """Plan and institution of a stamp; None for any other text."""
    parts = text.split()
    return (parts[1], parts[2]) if len(parts) == 4 and parts[0] == STAMP else None
