"""Indicators of a plan in force: how they are followed, and what was observed of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d3a7f1c5b920"
down_revision = "d1f4a6b80c27"
branch_labels = None
depends_on = None

TABLES = ("indicator_track", "indicator_figure", "observation", "observation_file")


def upgrade() -> None:
    op.create_table("indicator_track",
    sa.Column("plan_id", sa.String(length=36), nullable=False),
    sa.Column("source", sa.String(length=64), nullable=False),
    sa.Column("title", sa.JSON(), nullable=False),
    sa.Column("definition", sa.JSON(), nullable=False),
    sa.Column("kind", sa.String(length=40), nullable=False),
    sa.Column("unit", sa.String(length=40), nullable=False),
    sa.Column("unit_words", sa.JSON(), nullable=False),
    sa.Column("items", sa.JSON(), nullable=False),
    sa.Column("steps", sa.JSON(), nullable=False),
    sa.Column("direction", sa.String(length=40), nullable=False),
    sa.Column("margin", sa.BigInteger(), nullable=False),
    sa.Column("shows_progress", sa.Boolean(), nullable=False),
    sa.Column("limits", sa.Text(), nullable=False),
    sa.Column("frequency", sa.String(length=40), nullable=True),
    sa.Column("split", sa.JSON(), nullable=False),
    sa.Column("responsible_uid", sa.String(length=36), nullable=True),
    sa.Column("activities", sa.JSON(), nullable=False),
    sa.Column("closed_until", sa.String(length=10), nullable=True),
    sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("party_id", sa.String(length=36), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"], name=op.f("fk_indicator_track_party_id_plan_id")),
    sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_indicator_track_party_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_track")),
    sa.UniqueConstraint("party_id", "id", name=op.f("uq_indicator_track_party_id_id")),
    sa.UniqueConstraint("plan_id", "source", name=op.f("uq_indicator_track_plan_id_source"))
    )
    with op.batch_alter_table("indicator_track", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_track_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_track_plan_id"), ["plan_id"], unique=False)

    op.create_table("indicator_figure",
    sa.Column("track_id", sa.String(length=36), nullable=False),
    sa.Column("kind", sa.String(length=40), nullable=False),
    sa.Column("on", sa.String(length=10), nullable=True),
    sa.Column("low", sa.BigInteger(), nullable=True),
    sa.Column("best", sa.BigInteger(), nullable=True),
    sa.Column("high", sa.BigInteger(), nullable=True),
    sa.Column("empty", sa.String(length=40), nullable=True),
    sa.Column("source", sa.Text(), nullable=False),
    sa.Column("recorded_by_id", sa.String(length=36), nullable=True),
    sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("replaced_by_id", sa.String(length=36), nullable=True),
    sa.Column("reason", sa.String(length=40), nullable=True),
    sa.Column("reason_words", sa.Text(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("party_id", sa.String(length=36), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["party_id", "track_id"], ["indicator_track.party_id", "indicator_track.id"], name=op.f("fk_indicator_figure_party_id_track_id")),
    sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_indicator_figure_party_id")),
    sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_indicator_figure_recorded_by_id")),
    sa.ForeignKeyConstraint(["replaced_by_id"], ["user.id"], name=op.f("fk_indicator_figure_replaced_by_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_figure"))
    )
    with op.batch_alter_table("indicator_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_figure_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_figure_track_id"), ["track_id"], unique=False)
        batch_op.create_index("uq_indicator_figure_in_force", ["track_id", "kind"], unique=True, sqlite_where=sa.text("replaced_at IS NULL"), postgresql_where=sa.text("replaced_at IS NULL"))

    op.create_table("observation",
    sa.Column("plan_id", sa.String(length=36), nullable=False),
    sa.Column("track_id", sa.String(length=36), nullable=False),
    sa.Column("as_of", sa.String(length=10), nullable=False),
    sa.Column("low", sa.BigInteger(), nullable=True),
    sa.Column("best", sa.BigInteger(), nullable=True),
    sa.Column("high", sa.BigInteger(), nullable=True),
    sa.Column("empty", sa.String(length=40), nullable=True),
    sa.Column("part", sa.BigInteger(), nullable=True),
    sa.Column("whole", sa.BigInteger(), nullable=True),
    sa.Column("groups", sa.JSON(), nullable=False),
    sa.Column("source", sa.Text(), nullable=False),
    sa.Column("comment", sa.Text(), nullable=False),
    sa.Column("on_behalf_uid", sa.String(length=36), nullable=True),
    sa.Column("state", sa.String(length=40), nullable=False),
    sa.Column("revision", sa.Integer(), nullable=False),
    sa.Column("author_id", sa.String(length=36), nullable=True),
    sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("sent_by_id", sa.String(length=36), nullable=True),
    sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("decided_by_id", sa.String(length=36), nullable=True),
    sa.Column("note", sa.Text(), nullable=False),
    sa.Column("approved_alone", sa.Boolean(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("party_id", sa.String(length=36), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(decided_at IS NULL) = (state IN ('draft', 'waiting'))", name=op.f("ck_observation_decided")),
    sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_observation_author_id")),
    sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_observation_decided_by_id")),
    sa.ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"], name=op.f("fk_observation_party_id_plan_id")),
    sa.ForeignKeyConstraint(["party_id", "track_id"], ["indicator_track.party_id", "indicator_track.id"], name=op.f("fk_observation_party_id_track_id")),
    sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_observation_party_id")),
    sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_observation_sent_by_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    sa.UniqueConstraint("party_id", "id", name=op.f("uq_observation_party_id_id"))
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observation_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_observation_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_observation_track_id"), ["track_id"], unique=False)

    op.create_table("observation_file",
    sa.Column("observation_id", sa.String(length=36), nullable=False),
    sa.Column("file_id", sa.String(length=36), nullable=False),
    sa.Column("party_id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["party_id", "file_id"], ["stored_file.party_id", "stored_file.id"], name=op.f("fk_observation_file_party_id_file_id")),
    sa.ForeignKeyConstraint(["party_id", "observation_id"], ["observation.party_id", "observation.id"], name=op.f("fk_observation_file_party_id_observation_id")),
    sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_observation_file_party_id")),
    sa.PrimaryKeyConstraint("observation_id", "file_id", name=op.f("pk_observation_file"))
    )
    with op.batch_alter_table("observation_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observation_file_party_id"), ["party_id"], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
