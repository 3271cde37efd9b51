"""Let the log show the saves of one sitting as one line; what was recorded before stays a line each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e7a31d90c4b8"
down_revision = "e92c4d1b7a60"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event") as batch_op:
        batch_op.add_column(sa.Column("sitting", sa.String(length=36), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_event_chain_event_sitting_event_number"), ["chain", "sitting", "number"]
        )
        batch_op.create_index(
            batch_op.f("ix_event_plan_id_event_number"), ["plan_id", "number"], unique=False
        )
        batch_op.drop_index(batch_op.f("ix_event_plan_id_event_recorded_at"))


def downgrade() -> None:
    with op.batch_alter_table("event") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_plan_id_event_recorded_at"), ["plan_id", "recorded_at"], unique=False
        )
        batch_op.drop_index(batch_op.f("ix_event_plan_id_event_number"))
        batch_op.drop_index(batch_op.f("ix_event_chain_event_sitting_event_number"))
        batch_op.drop_column("sitting")
