"""Activities that are followed in the installation in use: what was said of one, and moved."""

from __future__ import annotations

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.activity_track import (
    ActivityTrack,
    MilestoneMove,
    MilestoneTrack,
    ProgressNote,
)
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import attaching
from tests.cast import Cast


def fill(cast: Cast, version: PlanVersion) -> None:
    of_plan = {"party_id": version.party_id, "plan_id": version.plan_id}
    activity, milestone, who = new_uid(), new_uid(), cast.officer.id
    taken_up = {"phase": "merged", "merged_into_uid": activity}
    file = attaching.keep(version.party_id, "minutes.txt", b"It began", uploaded_by_id=who)
    moved = {"moved_at": now(), "moved_by_id": who, "reason": "The rains came early"}
    db.session.add_all(
        [
            ActivityTrack(**of_plan, uid=activity, phase="under_way", override_by_id=who),
            ActivityTrack(**of_plan, uid=new_uid(), **taken_up),
            MilestoneTrack(**of_plan, activity_uid=activity, uid=milestone, due="2027"),
            MilestoneMove(**of_plan, milestone_uid=milestone, before="2026", after="2027", **moved),
            ProgressNote(
                **of_plan, activity_uid=activity, text="It began", file_id=file.id, said_by_id=who
            ),
        ]
    )
    db.session.commit()
