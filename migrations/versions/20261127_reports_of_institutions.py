"""Workbooks of institutions on their way in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b7d20e95c3a8"
down_revision = "69eac1cfd963"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "institution_upload",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("institution_uid", sa.String(length=36), nullable=False),
        sa.Column("uploaded_by_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=op.f("fk_institution_upload_party_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_institution_upload_party_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_institution_upload_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_upload")),
    )
    with op.batch_alter_table("institution_upload", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_institution_upload_party_id"), ["party_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("institution_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_upload_party_id"))
    op.drop_table("institution_upload")
