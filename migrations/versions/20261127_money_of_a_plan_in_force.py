"""Money of a plan in force: what was secured, spent or taken back, and rates of exchange."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "6d1f4a90c3e7"
down_revision = "d3a7f1c5b920"
branch_labels = None
depends_on = None

TABLES = ("funding_record", "exchange_rate")


def upgrade() -> None:
    op.create_table(
        "funding_record",
        sa.Column("movement", sa.String(length=40), nullable=False),
        sa.Column("activity_uid", sa.String(length=36), nullable=True),
        sa.Column("line_uid", sa.String(length=36), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("happened_on", sa.String(length=10), nullable=False),
        sa.Column("source_type", sa.String(length=40), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=True),
        *_withdrawable("funding_record"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_funding_record_above_zero")),
        sa.CheckConstraint(
            "line_uid IS NULL OR activity_uid IS NOT NULL",
            name=op.f("ck_funding_record_line_of_activity"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id", "file_id"],
            ["stored_file.party_id", "stored_file.id"],
            name=op.f("fk_funding_record_party_id_file_id"),
        ),
    )
    op.create_table(
        "exchange_rate",
        sa.Column("base", sa.String(length=3), nullable=False),
        sa.Column("quote", sa.String(length=3), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("stated_on", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        *_withdrawable("exchange_rate"),
        sa.CheckConstraint("rate > 0", name=op.f("ck_exchange_rate_above_zero")),
        sa.CheckConstraint("base <> quote", name=op.f("ck_exchange_rate_two_currencies")),
    )
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            for column in ("party_id", "plan_id"):
                batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _withdrawable(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The columns and keys both tables have."""
    return (
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=36), nullable=True),
        sa.Column("recorded_by_name", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_by_name", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_because", sa.String(length=2000), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f(f"fk_{table}_party_id")),
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=op.f(f"fk_{table}_party_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f(f"fk_{table}_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user.id"], name=op.f(f"fk_{table}_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("party_id", "id", name=op.f(f"uq_{table}_party_id_id")),
    )
