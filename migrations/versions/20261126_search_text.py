"""Keep the words of plans as they are searched. `nap-tracker db upgrade` fills the table after."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3f7b19c2a6d4"
down_revision = "b3f1c9d2a6e7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_text",
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_search_text_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_search_text_party_id")
        ),
        sa.PrimaryKeyConstraint(
            "version_id", "uid", "field", "language", "file_id", name=op.f("pk_search_text")
        ),
    )
    with op.batch_alter_table("search_text") as batch_op:
        batch_op.create_index(batch_op.f("ix_search_text_party_id"), ["party_id"], unique=False)


def downgrade() -> None:
    op.drop_table("search_text")
