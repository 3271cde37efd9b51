"""Files of comments on their way in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e4a90c6b17d3"
down_revision = "c7e05a1d84b6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment_upload",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("round_id", sa.String(length=36), nullable=True),
        sa.Column("invitation_id", sa.String(length=36), nullable=True),
        sa.Column("uploaded_by_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=op.f("fk_comment_upload_party_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id", "round_id"],
            ["review_round.party_id", "review_round.id"],
            name=op.f("fk_comment_upload_party_id_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id", "invitation_id"],
            ["round_invitation.party_id", "round_invitation.id"],
            name=op.f("fk_comment_upload_party_id_invitation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_comment_upload_party_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_comment_upload_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_upload")),
    )
    with op.batch_alter_table("comment_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_upload_party_id"), ["party_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("comment_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_upload_party_id"))
    op.drop_table("comment_upload")
