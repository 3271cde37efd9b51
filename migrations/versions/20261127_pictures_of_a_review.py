"""Pictures of a review, kept from when its data are gathered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b3d7e0c1f594"
down_revision = "9be47d21c650"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("progress_review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pictures", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("progress_review", schema=None) as batch_op:
        batch_op.drop_column("pictures")
