"""What was published of a plan in force in the installation in use: one current, one withdrawn."""

from __future__ import annotations

from nap_tracker.clock import now
from nap_tracker.content.public_progress import Progress, sum_of, to_content
from nap_tracker.content.stand import Reading, Stand
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_publication import ProgressPublication
from tests.cast import Cast


def fill(cast: Cast, version: PlanVersion) -> None:
    who = cast.focal_point
    status = Reading("status", "Status", "Late", "late")
    stand = Stand("activity", version.plan_id, "1.1", "Train miners", ("1a",), (status,))
    progress = Progress("Amberland", "en", "2023-01-01", "2025-12-31", "Read this", (stand,))
    content = to_content(progress)
    withdrawn = {"withdrawn_at": now(), "withdrawn_by_id": who.id, "withdrawn_by_name": who.name}
    for number, more in ((1, {**withdrawn, "withdrawn_because": "Names a village"}), (2, {})):
        name = f"Publication {number}"
        db.session.add(
            ProgressPublication(
                party_id=version.party_id,
                plan_id=version.plan_id,
                number=number,
                name=name,
                until=progress.until,
                language=progress.language,
                content=content,
                sha256=sum_of(name, content),
                published_at=now(),
                published_by_id=who.id,
                published_by_name=who.name,
                **more,
            )
        )
    db.session.commit()
