"""Say of every revision in which sitting, and in which open page, it was written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8d0c5a1e7b42"
down_revision = "4590735dc480"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("revision") as batch_op:
        batch_op.add_column(sa.Column("sitting", sa.String(length=36), nullable=True))
        batch_op.add_column(
            sa.Column("window", sa.String(length=36), nullable=False, server_default="")
        )
    # Nobody knows any more who sat how long: each earlier revision is a sitting of its own.
    op.execute("UPDATE revision SET sitting = id")
    with op.batch_alter_table("revision") as batch_op:
        batch_op.alter_column("sitting", existing_type=sa.String(length=36), nullable=False)
        batch_op.alter_column("window", existing_type=sa.String(length=36), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("revision") as batch_op:
        batch_op.drop_column("window")
        batch_op.drop_column("sitting")
