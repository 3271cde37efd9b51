"""Word files on their way in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5c1f0a7d92be"
down_revision = "3b7f1d92c6ae"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "word_upload",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("read_sha256", sa.String(length=64), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("uploaded_by_id", sa.String(length=36), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=op.f("fk_word_upload_party_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_word_upload_party_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_word_upload_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_upload")),
    )
    with op.batch_alter_table("word_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_word_upload_party_id"), ["party_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("word_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_word_upload_party_id"))
    op.drop_table("word_upload")
