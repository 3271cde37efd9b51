"""Files with what others said to a review, and whom its pack names as having approved it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5c81f0a94e27"
down_revision = "2f9c61d7ab08"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("progress_review", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("signed_as", sa.String(length=200), nullable=False, server_default="")
        )
    with op.batch_alter_table("progress_review", schema=None) as batch_op:
        batch_op.alter_column("signed_as", server_default=None)
    with op.batch_alter_table("review_input", schema=None) as batch_op:
        batch_op.create_unique_constraint(
            batch_op.f("uq_review_input_party_id_id"), ["party_id", "id"]
        )
    op.create_table(
        "review_input_file",
        sa.Column("input_id", sa.String(length=36), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "file_id"],
            ["stored_file.party_id", "stored_file.id"],
            name=op.f("fk_review_input_file_party_id_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id", "input_id"],
            ["review_input.party_id", "review_input.id"],
            name=op.f("fk_review_input_file_party_id_input_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_review_input_file_party_id")
        ),
        sa.PrimaryKeyConstraint("input_id", "file_id", name=op.f("pk_review_input_file")),
    )
    with op.batch_alter_table("review_input_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_input_file_party_id"), ["party_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("review_input_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_input_file_party_id"))
    op.drop_table("review_input_file")
    with op.batch_alter_table("review_input", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_review_input_party_id_id"), type_="unique")
    with op.batch_alter_table("progress_review", schema=None) as batch_op:
        batch_op.drop_column("signed_as")
