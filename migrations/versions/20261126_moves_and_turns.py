"""Where each version stands, every act on it, and who was asked for what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7a90d3e15bc8"
down_revision = "a7c41e08d5b3"
branch_labels = None
depends_on = None

STATES = ("draft", "returned", "sent_for_endorsement", "superseded")


def upgrade() -> None:
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "state",
                sa.Enum(*STATES, name="drafting", native_enum=False, length=30),
                server_default="draft",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column("stages", sa.JSON(), server_default=sa.text("'[]'"), nullable=False)
        )
    op.create_table(
        "move",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered", sa.JSON(), nullable=False),
        sa.Column("overridden", sa.JSON(), nullable=False),
        sa.Column("happened_on", sa.String(length=10), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_move_actor_id")),
        *_inside("move"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_move_plan_id_number")),
    )
    op.create_table(
        "turn",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("asks", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("began_on", sa.String(length=10), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.String(length=36), nullable=True),
        sa.Column("due_on", sa.String(length=10), nullable=True),
        sa.Column("lapses_on", sa.String(length=10), nullable=True),
        sa.Column("ended_on", sa.String(length=10), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.String(length=36), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (outcome IS NULL)", name=op.f("ck_turn_ended_somehow")
        ),
        sa.CheckConstraint("(holder = '') = (role IS NOT NULL)", name=op.f("ck_turn_body_or_role")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_turn_asked_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_turn_ended_by_id")),
        *_inside("turn"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
    )
    for table in ("move", "turn"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_party_id"), ["party_id"], unique=False)
    with op.batch_alter_table("turn", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_turn_plan_id"), ["plan_id"], unique=False)


def _inside(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    """One Party, one plan and one version of it."""
    return (
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=op.f(f"fk_{table}_party_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id"],
            ["plan_version.party_id", "plan_version.id"],
            name=op.f(f"fk_{table}_party_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f(f"fk_{table}_party_id")),
    )


def downgrade() -> None:
    op.drop_table("turn")
    op.drop_table("move")
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.drop_column("stages")
        batch_op.drop_column("state")
