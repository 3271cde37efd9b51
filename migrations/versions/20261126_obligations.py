"""What is recorded of a Party's duties, files that belong to a Party, calendars at an address."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "a7c41e08d5b3"
down_revision = "7a90d2c4be13"
branch_labels = None
depends_on = None

UID = sa.String(length=36)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("stored_file") as batch_op:
        batch_op.alter_column("plan_id", existing_type=UID, nullable=True)
        batch_op.create_unique_constraint(
            batch_op.f("uq_stored_file_party_id_id"), ["party_id", "id"]
        )
    op.create_table(
        "worksheet",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by_id", UID, nullable=True),
        sa.Column("recorded_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", UID, nullable=False),
        sa.Column("party_id", UID, nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_worksheet_party_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_worksheet_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksheet")),
        sa.UniqueConstraint("party_id", "id", name=op.f("uq_worksheet_party_id_id")),
        sa.UniqueConstraint("party_id", "number", name=op.f("uq_worksheet_party_id_number")),
    )
    with op.batch_alter_table("worksheet") as batch_op:
        batch_op.create_index(batch_op.f("ix_worksheet_party_id"), ["party_id"], unique=False)
    op.create_table(
        "treaty_fact",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("fact_id", UID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_struck", sa.Boolean(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("signed_on", sa.String(length=10), nullable=True),
        sa.Column("happened_on", sa.String(length=10), nullable=True),
        sa.Column("received_on", sa.String(length=10), nullable=True),
        sa.Column("acknowledged_on", sa.String(length=10), nullable=True),
        sa.Column("body", sa.String(length=300), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("reasoning", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("worksheet_id", UID, nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by_id", UID, nullable=True),
        sa.Column("recorded_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", UID, nullable=False),
        sa.Column("party_id", UID, nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_treaty_fact_party_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_treaty_fact_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_id", "worksheet_id"],
            ["worksheet.party_id", "worksheet.id"],
            name=op.f("fk_treaty_fact_party_id_worksheet_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treaty_fact")),
        sa.UniqueConstraint("fact_id", "number", name=op.f("uq_treaty_fact_fact_id_number")),
        sa.UniqueConstraint("party_id", "id", name=op.f("uq_treaty_fact_party_id_id")),
    )
    with op.batch_alter_table("treaty_fact") as batch_op:
        batch_op.create_index(batch_op.f("ix_treaty_fact_party_id"), ["party_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_treaty_fact_party_id_treaty_fact_kind"),
            ["party_id", "kind"],
            unique=False,
        )
    op.create_table(
        "treaty_fact_file",
        sa.Column("statement_id", UID, nullable=False),
        sa.Column("file_id", UID, nullable=False),
        sa.Column("party_id", UID, nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_treaty_fact_file_party_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_id", "statement_id"],
            ["treaty_fact.party_id", "treaty_fact.id"],
            name=op.f("fk_treaty_fact_file_party_id_statement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id", "file_id"],
            ["stored_file.party_id", "stored_file.id"],
            name=op.f("fk_treaty_fact_file_party_id_file_id"),
        ),
        sa.PrimaryKeyConstraint("statement_id", "file_id", name=op.f("pk_treaty_fact_file")),
    )
    with op.batch_alter_table("treaty_fact_file") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_treaty_fact_file_party_id"), ["party_id"], unique=False
        )
    op.create_table(
        "calendar_feed",
        sa.Column("user_id", UID, nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("id", UID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_calendar_feed_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_calendar_feed_token_sha256")),
    )
    with op.batch_alter_table("calendar_feed") as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_table("treaty_fact_file")
    op.drop_table("treaty_fact")
    op.drop_table("worksheet")
    with op.batch_alter_table("stored_file") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_stored_file_party_id_id"), type_="unique")
        batch_op.alter_column("plan_id", existing_type=UID, nullable=False)
