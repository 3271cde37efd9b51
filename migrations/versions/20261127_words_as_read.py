"""The place and the words of a comment as its author read them, where it was given another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b60c8f2e51d9"
down_revision = "e4a91c7d20b6"
branch_labels = None
depends_on = None


def columns() -> list[sa.Column[object]]:
    return [
        sa.Column("read_section", sa.String(40)),
        sa.Column("read_entry_uid", sa.String(36)),
        sa.Column("read_field", sa.String(40)),
        sa.Column("read_language", sa.String(12)),
        sa.Column("read_block", sa.String(40)),
        sa.Column("read_quote", sa.Text()),
        sa.Column("read_before", sa.String(200), nullable=False, server_default=""),
        sa.Column("read_after", sa.String(200), nullable=False, server_default=""),
        sa.Column("read_alone", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("read_row_name", sa.String(300), nullable=False, server_default=""),
    ]


def upgrade() -> None:
    with op.batch_alter_table("comment") as batch_op:
        for column in columns():
            batch_op.add_column(column)


def downgrade() -> None:
    with op.batch_alter_table("comment") as batch_op:
        for column in reversed(columns()):
            batch_op.drop_column(column.name)
