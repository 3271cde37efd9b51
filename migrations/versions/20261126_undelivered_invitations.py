"""Keep when an invitation could not be delivered, for whoever waits for an answer to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e58d2b7f10c4"
down_revision = "d61c0f4a93e8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.add_column(sa.Column("undelivered_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.drop_column("undelivered_at")
