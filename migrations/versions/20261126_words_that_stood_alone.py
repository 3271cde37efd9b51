"""Whether the words a comment is about stood only once in their field."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c7e05a1d84b6"
down_revision = "91b3d5f7c208"
branch_labels = None
depends_on = None


def upgrade() -> None:
    alone = sa.Column("alone", sa.Boolean(), nullable=False, server_default=sa.false())
    with op.batch_alter_table("comment") as batch_op:
        batch_op.add_column(alone)


def downgrade() -> None:
    with op.batch_alter_table("comment") as batch_op:
        batch_op.drop_column("alone")
