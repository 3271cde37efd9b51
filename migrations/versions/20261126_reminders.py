"""What is told to whom: reminders, what people said of them, and what the outbox knows of a mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e92c4d1b7a60"
down_revision = "c41d7be20f95"
branch_labels = None
depends_on = None

UID = sa.String(length=36)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Not in a batch: SQLite would make the table anew, which rows of many others point at.
    op.add_column(
        "party",
        sa.Column("mail_has_words", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("user_id", UID, nullable=True))
        batch_op.add_column(sa.Column("party_id", UID, nullable=True))
        batch_op.add_column(sa.Column("plan_id", UID, nullable=True))
        batch_op.add_column(sa.Column("once", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("wait_until", MOMENT, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_message_user_id"), "user", ["user_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_message_party_id"), "party", ["party_id"], ["id"]
        )
        batch_op.create_unique_constraint(batch_op.f("uq_message_once"), ["once"])
        batch_op.create_index(batch_op.f("ix_message_user_id"), ["user_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_party_id"), ["party_id"], unique=False)
    op.create_table(
        "reminder",
        sa.Column("user_id", UID, nullable=False),
        sa.Column("plan_id", UID, nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.String(length=10), nullable=False),
        sa.Column("told_on", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("message_id", UID, nullable=False),
        *_of_every_row(),
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=op.f("fk_reminder_party_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_reminder_party_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_reminder_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "user_id", "key", "due_on", "rule", name=op.f("uq_reminder_user_id_key_due_on_rule")
        ),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminder_party_id"), ["party_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_reminder_told_on"), ["told_on"], unique=False
        )
    op.create_table(
        "reminder_answer",
        sa.Column("user_id", UID, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=True),
        *_of_every_row(),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_reminder_answer_party_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_reminder_answer_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_answer")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_reminder_answer_user_id_key")),
    )
    with op.batch_alter_table("reminder_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reminder_answer_party_id"), ["party_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("reminder_answer")
    op.drop_table("reminder")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_party_id"))
        batch_op.drop_index(batch_op.f("ix_message_user_id"))
        batch_op.drop_constraint(batch_op.f("uq_message_once"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_message_party_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_message_user_id"), type_="foreignkey")
        for name in ("wait_until", "once", "plan_id", "party_id", "user_id"):
            batch_op.drop_column(name)
    op.drop_column("party", "mail_has_words")


def _of_every_row() -> list[sa.Column[object]]:
    return [
        sa.Column("id", UID, nullable=False),
        sa.Column("party_id", UID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    ]
