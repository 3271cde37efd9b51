"""Whether a request is to the reviewers of a round, whose name stands where bodies have theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2f9c61d7ab08"
down_revision = "5c1e8f0a7d34"
branch_labels = None
depends_on = None


def upgrade() -> None:
    of_round = sa.Column("is_round", sa.Boolean(), nullable=False, server_default=sa.false())
    with op.batch_alter_table("turn") as batch_op:
        batch_op.add_column(of_round)
    turn = sa.table("turn", sa.column("plan_id"), sa.column("holder"), sa.column("is_round"))
    held = sa.table("review_round", sa.column("plan_id"), sa.column("title"))
    named = sa.exists().where(held.c.plan_id == turn.c.plan_id, held.c.title == turn.c.holder)
    op.execute(sa.update(turn).where(named).values(is_round=sa.true()))
    with op.batch_alter_table("turn") as batch_op:
        batch_op.alter_column("is_round", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("turn") as batch_op:
        batch_op.drop_column("is_round")
