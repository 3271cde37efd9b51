"""Keep that words and files were removed to protect people, and which bytes are to be erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b05c7f3e91d2"
down_revision = "b4e19a7c0d53"
branch_labels = None
depends_on = None

WITHDRAWN = ("export", "stored_file")


def upgrade() -> None:
    op.create_table(
        "removal",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.String(length=36), nullable=True),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("oldest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_removal_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_removal_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal")),
        sa.UniqueConstraint("party_id", "id", name=op.f("uq_removal_party_id_id")),
    )
    op.create_table(
        "erasure",
        sa.Column("removal_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_erasure_party_id")),
        sa.ForeignKeyConstraint(
            ["party_id", "removal_id"],
            ["removal.party_id", "removal.id"],
            name=op.f("fk_erasure_party_id_removal_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("removal") as batch_op:
        batch_op.create_index(batch_op.f("ix_removal_party_id"), ["party_id"], unique=False)
    with op.batch_alter_table("erasure") as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_party_id"), ["party_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_erasure_party_id_erasure_sha256"), ["party_id", "sha256"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_erasure_erased_at"), ["erased_at"], unique=False)
    for table in WITHDRAWN:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(
                sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True)
            )
    with op.batch_alter_table("entry") as batch_op:
        batch_op.add_column(
            sa.Column("protected_since", sa.Integer(), nullable=False, server_default="0")
        )


def downgrade() -> None:
    with op.batch_alter_table("entry") as batch_op:
        batch_op.drop_column("protected_since")
    for table in WITHDRAWN:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("withdrawn_at")
    op.drop_table("erasure")
    op.drop_table("removal")
