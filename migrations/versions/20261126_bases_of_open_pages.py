"""What the form of an open page was opened with, so that it is not thinned away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d5b8e1f06a27"
down_revision = "7a90d3e15bc8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Who has which page open is forgotten within hours, and pages say it again by themselves.
    op.execute(sa.text("DELETE FROM open_page"))
    with op.batch_alter_table("open_page") as batch_op:
        batch_op.add_column(sa.Column("shown", sa.Text(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("open_page") as batch_op:
        batch_op.drop_column("shown")
