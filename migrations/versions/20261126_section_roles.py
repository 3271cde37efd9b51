"""Roles in single sections of a plan, and invitations to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "6a2d8c41f0b7"
down_revision = "d5b8e1f06a27"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("membership") as batch_op:
        batch_op.add_column(sa.Column("section", sa.String(length=40), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_membership_reviewer_has_plan"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("uq_membership_user_id_party_id_role_plan_id"), type_="unique"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_membership_role_on_a_plan"),
            "(role IN ('reviewer', 'section_drafter')) = (plan_id IS NOT NULL)",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_membership_role_in_a_section"),
            "(role = 'section_drafter') = (section IS NOT NULL)",
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_membership_user_id_party_id_role_plan_id_section"),
            ["user_id", "party_id", "role", "plan_id", "section"],
        )
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.add_column(
            sa.Column("sections", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.alter_column("sections", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.drop_column("sections")
    op.execute("DELETE FROM membership WHERE role = 'section_drafter'")
    with op.batch_alter_table("membership") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_membership_user_id_party_id_role_plan_id_section"), type_="unique"
        )
        batch_op.drop_constraint(batch_op.f("ck_membership_role_in_a_section"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_membership_role_on_a_plan"), type_="check")
        batch_op.drop_column("section")
        batch_op.create_check_constraint(
            batch_op.f("ck_membership_reviewer_has_plan"),
            "(role = 'reviewer') = (plan_id IS NOT NULL)",
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_membership_user_id_party_id_role_plan_id"),
            ["user_id", "party_id", "role", "plan_id"],
        )
