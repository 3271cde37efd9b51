"""A plan sets its own limits of progress."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5c1e8f0a7d34"
down_revision = "c3a58f0d7e21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "plan", sa.Column("progress_limits", sa.JSON(), nullable=False, server_default="{}")
    )


def downgrade() -> None:
    op.drop_column("plan", "progress_limits")
