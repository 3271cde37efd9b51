"""Roles for one institution of one plan, and invitations to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c3a58f0d7e21"
down_revision = "4c1fa7d2e968"
branch_labels = None
depends_on = None

KEY = ["user_id", "party_id", "role", "plan_id", "section"]
BEFORE = "uq_membership_user_id_party_id_role_plan_id_section"
ONCE = "uq_membership_role_once"
ON_A_PLAN = "ck_membership_role_on_a_plan"
OF_AN_INSTITUTION = "ck_membership_role_of_an_institution"


def upgrade() -> None:
    for table in ("membership", "invitation"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("institution_uid", sa.String(length=36), nullable=True))
    with op.batch_alter_table("membership") as batch_op:
        batch_op.drop_constraint(batch_op.f(ON_A_PLAN), type_="check")
        batch_op.drop_constraint(batch_op.f(BEFORE), type_="unique")
        batch_op.create_check_constraint(
            batch_op.f(ON_A_PLAN),
            "(role IN ('institution', 'reviewer', 'section_drafter')) = (plan_id IS NOT NULL)",
        )
        batch_op.create_check_constraint(
            batch_op.f(OF_AN_INSTITUTION),
            "(role = 'institution') = (institution_uid IS NOT NULL)",
        )
        batch_op.create_unique_constraint(batch_op.f(ONCE), [*KEY, "institution_uid"])


def downgrade() -> None:
    op.execute("DELETE FROM invitation WHERE role = 'institution'")
    op.execute(
        "DELETE FROM delegation WHERE membership_id IN"
        " (SELECT id FROM membership WHERE role = 'institution')"
    )
    op.execute("DELETE FROM membership WHERE role = 'institution'")
    with op.batch_alter_table("membership") as batch_op:
        batch_op.drop_constraint(batch_op.f(ONCE), type_="unique")
        batch_op.drop_constraint(batch_op.f(OF_AN_INSTITUTION), type_="check")
        batch_op.drop_constraint(batch_op.f(ON_A_PLAN), type_="check")
        batch_op.create_check_constraint(
            batch_op.f(ON_A_PLAN),
            "(role IN ('reviewer', 'section_drafter')) = (plan_id IS NOT NULL)",
        )
        batch_op.create_unique_constraint(batch_op.f(BEFORE), KEY)
    for table in ("invitation", "membership"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("institution_uid")
