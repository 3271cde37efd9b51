"""What visits found of the worst practices at the sites of a plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "4b1d9e7c2f60"
down_revision = "6d1f4a90c3e7"
branch_labels = None
depends_on = None

TABLES = ("own_site", "site_visit", "visit_limit", "practice_finding", "site_visit_file")


def upgrade() -> None:
    op.create_table(
        "own_site",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("region_uid", sa.String(length=36), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        *_usual("own_site"),
        _key("own_site", "added_by_id", "user"),
        _key("own_site", "withdrawn_by_id", "user"),
    )
    op.create_table(
        "site_visit",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("site_uid", sa.String(length=36), nullable=False),
        sa.Column("visited_on", sa.String(length=10), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=False),
        sa.Column("interviewees", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        *_usual("site_visit"),
        _key("site_visit", "recorded_by_id", "user"),
        _key("site_visit", "withdrawn_by_id", "user"),
        sa.UniqueConstraint("party_id", "id", name="uq_site_visit_party_id_id"),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_because <> ''",
            name="ck_site_visit_withdrawn_with_reason",
        ),
    )
    op.create_table(
        "visit_limit",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        _key("visit_limit", "party_id", "party"),
        _plan("visit_limit"),
        sa.PrimaryKeyConstraint("plan_id", name="pk_visit_limit"),
    )
    op.create_table(
        "practice_finding",
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("practice", sa.String(length=40), nullable=False),
        sa.Column("finding", sa.String(length=40), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        _key("practice_finding", "party_id", "party"),
        _visit("practice_finding"),
        sa.PrimaryKeyConstraint("visit_id", "practice", name="pk_practice_finding"),
    )
    op.create_table(
        "site_visit_file",
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        _key("site_visit_file", "party_id", "party"),
        _visit("site_visit_file"),
        sa.ForeignKeyConstraint(
            ["party_id", "file_id"],
            ["stored_file.party_id", "stored_file.id"],
            name="fk_site_visit_file_party_id_file_id",
        ),
        sa.PrimaryKeyConstraint("visit_id", "file_id", name="pk_site_visit_file"),
    )
    for table in TABLES:
        op.create_index(f"ix_{table}_party_id", table, ["party_id"], unique=False)
    for table in ("own_site", "site_visit"):
        op.create_index(f"ix_{table}_plan_id", table, ["plan_id"], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _usual(table: str) -> tuple[sa.Column | sa.Constraint, ...]:
    """Id, Party, plan, and when the row was made and changed."""
    return (
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        _key(table, "party_id", "party"),
        _plan(table),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def _plan(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["party_id", "plan_id"], ["plan.party_id", "plan.id"], name=f"fk_{table}_party_id_plan_id"
    )


def _visit(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["party_id", "visit_id"],
        ["site_visit.party_id", "site_visit.id"],
        name=f"fk_{table}_party_id_visit_id",
    )
