"""Outlines of regions, which maps are drawn with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e4a91c7d20b6"
down_revision = "c4e92b7d1a58"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "region_map",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("uploaded_by_id", sa.String(length=36), nullable=True),
        sa.Column("outlines", sa.JSON(), nullable=False),
        sa.Column("properties", sa.JSON(), nullable=False),
        sa.Column("called_by", sa.String(length=200), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=op.f("fk_region_map_party_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_region_map_party_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_region_map_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_map")),
    )
    with op.batch_alter_table("region_map", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_map_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_region_map_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(
            "uq_region_map_kept",
            ["plan_id"],
            unique=True,
            sqlite_where=sa.column("kept_at").is_not(None),
            postgresql_where=sa.column("kept_at").is_not(None),
        )


def downgrade() -> None:
    op.drop_table("region_map")
