"""What an act will do, in sentences, before anybody presses its button."""

from __future__ import annotations

from collections.abc import Iterator

from nap_tracker.i18n import N_
from nap_tracker.workflow.drafting import ASKED, OUTSIDE, SENT, Act
from nap_tracker.workflow.positions import (
    NEXT_STATE,
    STAGE_ENDS,
    Position,
    Writers,
    after,
    ended,
    writers,
)

WHO_WRITES = {
    Writers.TEAM: N_("The whole drafting team can write in the plan."),
    Writers.LEADERS: N_(
        "Only coordinators and focal points can write in the plan; for officers it becomes"
        " read-only."
    ),
    Writers.NOBODY: N_("The whole text becomes read-only: nobody can write in it."),
}
UNCHANGED = {
    Writers.TEAM: N_("The drafting team can go on writing in the plan."),
    Writers.LEADERS: N_("For officers the plan stays read-only."),
    Writers.NOBODY: N_("The text stays read-only."),
}
ASKS = N_("Those you name below are asked to answer, and every page says who has not.")
SILENCE = N_("Nobody outside government can stop the plan: no answer is shown, and no more.")
FREEZES = N_(
    "The text is frozen, with its SHA-256. Nothing in it can change afterwards in any way; what is"
    " changed later goes into the next version."
)
NEXT_VERSION = N_(
    "The text that was sent stays as it is. Drafting goes on in the next version, a copy of it."
)


def effects(act: Act, before: Position) -> Iterator[str]:
    """Sentences marked with N_, the most important first."""
    here, there = writers(before), writers(after(act, before))
    if act.target is SENT:
        yield FREEZES
    elif act.name in NEXT_STATE:
        yield NEXT_VERSION
        yield WHO_WRITES[Writers.TEAM]
    else:
        yield UNCHANGED[here] if here is there else WHO_WRITES[there]
    if act.opens in ASKED:
        yield ASKS
    if act.opens in OUTSIDE:
        yield SILENCE
    yield from (STAGE_ENDS[stage] for stage in sorted(ended(act, before) - {act.closes}))
