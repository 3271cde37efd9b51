"""Receipts of pages that save by themselves, pages that are open, forms held for sign-in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3b7f1d92c6ae"
down_revision = "8d0c5a1e7b42"
branch_labels = None
depends_on = None

UID = sa.String(length=36)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("version_id", UID, nullable=False),
        sa.Column("uid", UID, nullable=False),
        sa.Column("page", UID, nullable=False),
        sa.Column("user_id", UID, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("kept", UID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("party_id", UID, nullable=False),
        *_inside_a_version("receipt"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_receipt_user_id")),
        sa.PrimaryKeyConstraint("version_id", "uid", "page", "user_id", name=op.f("pk_receipt")),
    )
    _index("receipt", "at")
    _index("receipt", "party_id")
    op.create_table(
        "open_page",
        sa.Column("page", UID, nullable=False),
        sa.Column("user_id", UID, nullable=False),
        sa.Column("version_id", UID, nullable=False),
        sa.Column("uid", UID, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("active_at", MOMENT, nullable=False),
        sa.Column("has_unsaved", sa.Boolean(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=True),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("party_id", UID, nullable=False),
        *_inside_a_version("open_page"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_open_page_user_id")),
        sa.PrimaryKeyConstraint("page", "user_id", name=op.f("pk_open_page")),
    )
    _index("open_page", "seen_at")
    _index("open_page", "party_id")
    _index("open_page", "version_id", "uid")
    op.create_table(
        "held_form",
        sa.Column("id", UID, nullable=False),
        sa.Column("user_id", UID, nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_held_form_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_form")),
    )
    _index("held_form", "at")
    _index("held_form", "user_id", "at")


def _inside_a_version(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["party_id", "version_id"],
            ["plan_version.party_id", "plan_version.id"],
            name=op.f(f"fk_{table}_party_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f(f"fk_{table}_party_id")),
    )


def _index(table: str, *columns: str) -> None:
    name = "ix_" + "_".join(f"{table}_{column}" for column in columns)
    op.create_index(op.f(name), table, list(columns))


def downgrade() -> None:
    op.drop_table("held_form")
    op.drop_table("open_page")
    op.drop_table("receipt")
