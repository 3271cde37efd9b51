"""What is said of the activities of a plan in force: phases, milestones, notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d1f4a6b80c27"
down_revision = "e58d2b7f10c4"
branch_labels = None
depends_on = None

UID = sa.String(36)
DAY = sa.String(10)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "activity_track",
        *_kept(),
        sa.Column("uid", UID, nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("phase_reason", sa.Text(), nullable=False),
        sa.Column("heard_at", MOMENT),
        sa.Column("override", sa.String(40)),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("override_by_id", UID),
        sa.Column("override_at", MOMENT),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("statement", sa.JSON()),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("lead", sa.String(300), nullable=False),
        sa.Column("start", DAY),
        sa.Column("end", DAY),
        *_stamps(),
        *_keys("activity_track"),
        _by("activity_track", "override_by_id"),
        sa.UniqueConstraint("party_id", "id", name=op.f("uq_activity_track_party_id_id")),
        sa.UniqueConstraint("plan_id", "uid", name=op.f("uq_activity_track_plan_id_uid")),
    )
    op.create_table(
        "milestone_track",
        *_kept(),
        sa.Column("activity_uid", UID, nullable=False),
        sa.Column("uid", UID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due", DAY),
        sa.Column("reached_on", DAY),
        *_stamps(),
        *_keys("milestone_track"),
        sa.UniqueConstraint("party_id", "id", name=op.f("uq_milestone_track_party_id_id")),
        sa.UniqueConstraint("plan_id", "uid", name=op.f("uq_milestone_track_plan_id_uid")),
    )
    op.create_table(
        "milestone_move",
        *_kept(),
        sa.Column("milestone_uid", UID, nullable=False),
        sa.Column("before", DAY),
        sa.Column("after", DAY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("moved_by_id", UID),
        *_keys("milestone_move"),
        _by("milestone_move", "moved_by_id"),
    )
    op.create_table(
        "progress_note",
        *_kept(),
        sa.Column("activity_uid", UID, nullable=False),
        sa.Column("milestone_uid", UID),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_id", UID),
        sa.Column("behalf_uid", UID),
        sa.Column("said_by_id", UID),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by_id", UID),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        *_stamps(),
        *_keys("progress_note"),
        _by("progress_note", "said_by_id"),
        _by("progress_note", "withdrawn_by_id"),
        sa.ForeignKeyConstraint(
            ["party_id", "file_id"],
            ["stored_file.party_id", "stored_file.id"],
            name=op.f("fk_progress_note_party_id_file_id"),
        ),
        sa.CheckConstraint(
            "text != '' OR file_id IS NOT NULL", name=op.f("ck_progress_note_says_something")
        ),
    )
    for table, column in INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


INDEXES = (
    ("activity_track", "party_id"),
    ("milestone_track", "party_id"),
    ("milestone_track", "activity_uid"),
    ("milestone_move", "party_id"),
    ("milestone_move", "milestone_uid"),
    ("progress_note", "party_id"),
    ("progress_note", "activity_uid"),
)


def downgrade() -> None:
    for table in ("progress_note", "milestone_move", "milestone_track", "activity_track"):
        op.drop_table(table)


def _kept() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", UID, nullable=False),
        sa.Column("party_id", UID, nullable=False),
        sa.Column("plan_id", UID, nullable=False),
    )


def _stamps() -> tuple[sa.Column, ...]:
    return (
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    )


def _keys(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f(f"fk_{table}_party_id")),
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=op.f(f"fk_{table}_party_id_plan_id"),
        ),
    )


def _by(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["user.id"], name=op.f(f"fk_{table}_{column}"))
