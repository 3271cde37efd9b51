"""Keep the sum that a frozen text has since something was removed from it to protect people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d61c0f4a93e8"
down_revision = "e4a90c6b17d3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "redaction",
        sa.Column("removal_id", sa.String(length=36), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "removal_id"],
            ["removal.party_id", "removal.id"],
            name=op.f("fk_redaction_party_id_removal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id"],
            ["plan_version.party_id", "plan_version.id"],
            name=op.f("fk_redaction_party_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_redaction_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
        sa.UniqueConstraint(
            "removal_id", "version_id", name=op.f("uq_redaction_removal_id_version_id")
        ),
    )
    with op.batch_alter_table("redaction") as batch_op:
        batch_op.create_index(batch_op.f("ix_redaction_party_id"), ["party_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_redaction_version_id"), ["version_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("redaction")
