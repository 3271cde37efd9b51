"""How a plan in force is carried out, as it was published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "4c1fa7d2e968"
down_revision = "b7d20e95c3a8"
branch_labels = None
depends_on = None

TABLE = "progress_publication"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.String(length=36), nullable=True),
        sa.Column("published_by_name", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_by_name", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=op.f("fk_progress_publication_party_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_progress_publication_party_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_progress_publication_published_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user.id"], name=op.f("fk_progress_publication_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_publication")),
        sa.UniqueConstraint(
            "party_id", "id", name=op.f("uq_progress_publication_party_id_id")
        ),
        sa.UniqueConstraint(
            "plan_id", "number", name=op.f("uq_progress_publication_plan_id_number")
        ),
    )
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        for name in ("party_id", "plan_id"):
            index = batch_op.f(f"ix_progress_publication_{name}")
            batch_op.create_index(index, [name], unique=False)


def downgrade() -> None:
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        for name in ("plan_id", "party_id"):
            batch_op.drop_index(batch_op.f(f"ix_progress_publication_{name}"))
    op.drop_table(TABLE)
