"""Where rows stood and when they were out; named points of a draft; requests for quiet."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "b3f1c9d2a6e7"
down_revision = "5c1f0a7d92be"
branch_labels = None
depends_on = None

UID = sa.String(length=36)
ENTRY = sa.table(
    "entry",
    sa.column("version_id"),
    sa.column("uid"),
    sa.column("counter", sa.Integer()),
    sa.column("position", sa.Integer()),
    sa.column("removed_at", sa.DateTime(timezone=True)),
)
REVISION = sa.table(
    "revision",
    *(sa.column(name) for name in ("id", "party_id", "version_id", "uid", "content")),
    *(sa.column(name) for name in ("unaccepted", "origin", "author_id", "author_name", "window")),
    *(sa.column(name, sa.Integer()) for name in ("number", "position", "normaliser")),
    sa.column("sitting"),
    sa.column("removed", sa.Boolean()),
    sa.column("created_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    with op.batch_alter_table("revision") as batch_op:
        batch_op.add_column(
            sa.Column("position", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("restored_from", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_revision_version_id_revision_sitting_revision_created_at"),
            ["version_id", "sitting", "created_at"],
            unique=False,
        )
    _say_where_rows_stand()
    _say_which_rows_are_out()
    with op.batch_alter_table("revision") as batch_op:
        batch_op.alter_column("position", existing_type=sa.Integer(), server_default=None)
        batch_op.alter_column("removed", existing_type=sa.Boolean(), server_default=None)
    op.create_table(
        "named_point",
        sa.Column("version_id", UID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("author_id", UID, nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("id", UID, nullable=False),
        sa.Column("party_id", UID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_named_point_author_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_named_point_party_id")),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id"],
            ["plan_version.party_id", "plan_version.id"],
            name=op.f("fk_named_point_party_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_point")),
        sa.UniqueConstraint("version_id", "name", name=op.f("uq_named_point_version_id_name")),
    )
    with op.batch_alter_table("named_point") as batch_op:
        batch_op.create_index(batch_op.f("ix_named_point_party_id"), ["party_id"], unique=False)
    op.create_table(
        "section_lock",
        sa.Column("version_id", UID, nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("holder_id", UID, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_because", sa.String(length=40), nullable=True),
        sa.Column("id", UID, nullable=False),
        sa.Column("party_id", UID, nullable=False),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_because IS NULL)",
            name=op.f("ck_section_lock_why_released"),
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["user.id"], name=op.f("fk_section_lock_holder_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_section_lock_party_id")),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id"],
            ["plan_version.party_id", "plan_version.id"],
            name=op.f("fk_section_lock_party_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_lock")),
    )
    with op.batch_alter_table("section_lock") as batch_op:
        batch_op.create_index(batch_op.f("ix_section_lock_party_id"), ["party_id"], unique=False)
        batch_op.create_index(
            "uq_section_lock_held",
            ["version_id", "section"],
            unique=True,
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )


def _say_where_rows_stand() -> None:
    """Where they stood before nobody knows any more: where they stand now."""
    place = sa.select(ENTRY.c.position).where(
        ENTRY.c.version_id == REVISION.c.version_id, ENTRY.c.uid == REVISION.c.uid
    )
    op.execute(sa.update(REVISION).values(position=place.scalar_subquery()))


def _say_which_rows_are_out() -> None:
    """Each gets one more revision, which says when it went."""
    connection = op.get_bind()
    query = (
        sa.select(REVISION, ENTRY.c.removed_at)
        .join(
            ENTRY,
            (ENTRY.c.version_id == REVISION.c.version_id)
            & (ENTRY.c.uid == REVISION.c.uid)
            & (ENTRY.c.counter == REVISION.c.number),
        )
        .where(ENTRY.c.removed_at.is_not(None))
    )
    for row in connection.execute(query).mappings().all():
        went = {name: value for name, value in row.items() if name != "removed_at"}
        went |= {"id": str(uuid.uuid4()), "sitting": str(uuid.uuid4()), "removed": True}
        went |= {"number": row["number"] + 1, "origin": "removed", "created_at": row["removed_at"]}
        connection.execute(sa.insert(REVISION).values(**went))
        connection.execute(
            sa.update(ENTRY)
            .where(ENTRY.c.version_id == row["version_id"], ENTRY.c.uid == row["uid"])
            .values(counter=went["number"])
        )


def downgrade() -> None:
    op.drop_table("section_lock")
    op.drop_table("named_point")
    with op.batch_alter_table("revision") as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_version_id_revision_sitting_revision_created_at"))
        batch_op.drop_column("restored_from")
        batch_op.drop_column("removed")
        batch_op.drop_column("position")
