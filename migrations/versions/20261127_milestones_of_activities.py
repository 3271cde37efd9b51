"""Find the milestones of an activity by plan and activity.

By the activity alone a database without statistics goes through all of a Party's for each one.
"""

from __future__ import annotations

from alembic import op

revision = "c4e92b7d1a58"
down_revision = "b3d7e0c1f594"
branch_labels = None
depends_on = None

TABLE = "milestone_track"


def upgrade() -> None:
    op.drop_index(op.f("ix_milestone_track_activity_uid"), TABLE)
    op.create_index(
        op.f("ix_milestone_track_plan_id_milestone_track_activity_uid"),
        TABLE,
        ["plan_id", "activity_uid"],
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_milestone_track_plan_id_milestone_track_activity_uid"), TABLE)
    op.create_index(op.f("ix_milestone_track_activity_uid"), TABLE, ["activity_uid"])
