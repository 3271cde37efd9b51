"""A revision may name the comment whose wording was used, which takes more room."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "91b3d5f7c208"
down_revision = "2f8c6e0b91d4"
branch_labels = None
depends_on = None

LONG, SHORT = sa.String(length=64), sa.String(length=20)


def upgrade() -> None:
    with op.batch_alter_table("revision") as batch_op:
        batch_op.alter_column("origin", existing_type=SHORT, type_=LONG, existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("revision") as batch_op:
        batch_op.alter_column("origin", existing_type=LONG, type_=SHORT, existing_nullable=False)
