"""A three-yearly review in the installation in use, with an answer, a snapshot and an input."""

from __future__ import annotations

from nap_tracker.charts.bars import bars
from nap_tracker.charts.plain import to_data as picture_data
from nap_tracker.clock import now
from nap_tracker.content.stand import Reading, Stand, to_data
from nap_tracker.extensions import db
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_review import (
    ProgressReview,
    ReviewAnswer,
    ReviewInput,
    ReviewInputFile,
    ReviewSnapshot,
)
from nap_tracker.services import attaching
from tests.cast import Cast


def fill(cast: Cast, version: PlanVersion) -> None:
    who, party = cast.officer.id, {"party_id": version.party_id}
    period = {"starts_on": "2023", "ends_on": "2025", "language": "en"}
    picture = bars("Most is found", of="Item", series=[], rows=[], source="", as_of="")
    drawn = [{"title": "Money by item", "picture": picture_data(picture)}]
    made = ProgressReview(
        **party,
        plan_id=version.plan_id,
        number=1,
        state="collecting",
        opened_by_id=who,
        pictures={"on": "10 March 2026", "overtaken": [], "drawn": drawn},
        **period,
    )
    db.session.add(made)
    db.session.flush()
    of_review = {**party, "review_id": made.id}
    taken = {"taken_at": now(), "taken_by_id": who, "by_hand": True}
    uid, title = new_uid(), "Train miners"
    content = to_data(Stand("activity", uid, "1.1", title, (), (Reading("k", "Phase", "Done"),)))
    letter = attaching.keep(version.party_id, "letter.txt", b"More retorts", uploaded_by_id=who)
    said = {
        "id": new_uid(),
        "organisation": "Miners' union",
        "said_on": "2026-02",
        "words": "More retorts",
    }
    db.session.add_all(
        [
            ReviewAnswer(**of_review, question="steps", yes_no=True, answered_by_id=who),
            ReviewSnapshot(**of_review, kind="activity", uid=uid, content=content, **taken),
            ReviewInput(**of_review, **said, recorded_by_id=who),
        ]
    )
    db.session.flush()
    db.session.add(ReviewInputFile(**party, input_id=said["id"], file_id=letter.id))
    db.session.commit()
