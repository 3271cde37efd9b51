"""An index of the texts that were kept beside, which the first page asks for of every plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7d2f5a90c4e8"
down_revision = "b60c8f2e51d9"
branch_labels = None
depends_on = None

NAME = "ix_revision_kept_beside"


def upgrade() -> None:
    is_beside = sa.column("number").is_(None)
    op.create_index(
        NAME,
        "revision",
        ["author_id", "created_at"],
        sqlite_where=is_beside,
        postgresql_where=is_beside,
    )


def downgrade() -> None:
    op.drop_index(NAME, "revision")
