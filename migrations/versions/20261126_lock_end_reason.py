"""Why somebody who leads the drafting ended a request for quiet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7a90d2c4be13"
down_revision = "e7a31d90c4b8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("section_lock") as batch_op:
        batch_op.add_column(sa.Column("released_reason", sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("section_lock") as batch_op:
        batch_op.drop_column("released_reason")
