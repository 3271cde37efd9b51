"""Roles handed to a colleague for a period, and work handed over for good."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b4e19a7c0d53"
down_revision = "6a2d8c41f0b7"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("membership") as batch_op:
        batch_op.create_unique_constraint(
            batch_op.f("uq_membership_party_id_id"), ["party_id", "id"]
        )
    op.create_table(
        "delegation",
        sa.Column("membership_id", sa.String(length=36), nullable=False),
        sa.Column("delegate_id", sa.String(length=36), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "membership_id"],
            ["membership.party_id", "membership.id"],
            name=op.f("fk_delegation_party_id_membership_id"),
        ),
        sa.ForeignKeyConstraint(
            ["delegate_id"], ["user.id"], name=op.f("fk_delegation_delegate_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_delegation_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    with op.batch_alter_table("delegation") as batch_op:
        for column in ("party_id", "membership_id", "delegate_id"):
            batch_op.create_index(batch_op.f(f"ix_delegation_{column}"), [column], unique=False)
    op.create_table(
        "handover",
        sa.Column("from_id", sa.String(length=36), nullable=False),
        sa.Column("to_id", sa.String(length=36), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("in_hand", sa.JSON(), nullable=False),
        sa.Column("lapses_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("declined_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["user.id"], name=op.f("fk_handover_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["user.id"], name=op.f("fk_handover_to_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_handover_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover") as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_party_id"), ["party_id"], unique=False)


def downgrade() -> None:
    op.drop_table("handover")
    op.drop_table("delegation")
    with op.batch_alter_table("membership") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_membership_party_id_id"), type_="unique")
