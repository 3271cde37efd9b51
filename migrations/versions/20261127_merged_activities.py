"""An activity that was merged names the one that took it up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "9be47d21c650"
down_revision = "5c81f0a94e27"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "activity_track", sa.Column("merged_into_uid", sa.String(length=36), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("activity_track", "merged_into_uid")
