"""Frozen versions and what is said of them with a date; the bytes that are kept for ever."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c41d7be20f95"
down_revision = "3f7b19c2a6d4"
branch_labels = None
depends_on = None

UID = sa.String(length=36)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Not in a batch: SQLite would make the table anew, which rows of many others point at.
    purpose = sa.Column("purpose", sa.String(length=40), nullable=False, server_default="draft")
    op.add_column("plan_version", purpose)
    op.add_column("plan_version", sa.Column("based_on", sa.Integer(), nullable=True))
    op.create_table(
        "sealed_file",
        sa.Column("plan_id", UID, nullable=False),
        sa.Column("version_id", UID, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("kept_by_id", UID, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_because", sa.String(length=2000), nullable=False),
        sa.Column("id", UID, nullable=False),
        sa.Column("party_id", UID, nullable=False),
        sa.ForeignKeyConstraint(["kept_by_id"], ["user.id"], name="fk_sealed_file_kept_by_id"),
        *_keys("sealed_file"),
        sa.UniqueConstraint("party_id", "id", name="uq_sealed_file_party_id_id"),
    )
    with op.batch_alter_table("sealed_file") as batch_op:
        batch_op.create_index("ix_sealed_file_party_id", ["party_id"])
        batch_op.create_index(
            "ix_sealed_file_version_id_sealed_file_kind", ["version_id", "kind"]
        )
    _create(
        "endorsement",
        sa.Column("endorsed_on", sa.String(length=10), nullable=True),
        sa.Column("body", sa.String(length=300), nullable=False),
        sa.Column("instrument", sa.String(length=300), nullable=False),
        sa.Column("signatory", sa.String(length=300), nullable=False),
        sa.Column("file_id", UID, nullable=True),
        sa.Column("with_changes", sa.Boolean(), nullable=False),
        _file("endorsement", "file_id"),
    )
    _create(
        "submission",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.String(length=10), nullable=True),
        sa.Column("received_on", sa.String(length=10), nullable=True),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("bundle_id", UID, nullable=True),
        sa.Column("receipt", sa.JSON(), nullable=False),
        sa.Column("receipt_id", UID, nullable=True),
        _file("submission", "bundle_id"),
        _file("submission", "receipt_id"),
        sa.UniqueConstraint("party_id", "number", name="uq_submission_party_id_number"),
    )
    _create(
        "publication",
        sa.Column("published_on", sa.String(length=10), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
    )


def downgrade() -> None:
    for name in ("publication", "submission", "endorsement", "sealed_file"):
        op.drop_table(name)
    op.drop_column("plan_version", "based_on")
    op.drop_column("plan_version", "purpose")


def _create(name: str, *own: sa.schema.SchemaItem) -> None:
    """A dated fact of a version: its own columns and those of every such fact."""
    op.create_table(
        name,
        *own,
        sa.Column("plan_id", UID, nullable=False),
        sa.Column("version_id", UID, nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by_id", UID, nullable=True),
        sa.Column("recorded_by_name", sa.String(length=200), nullable=False),
        sa.Column("replaces_id", UID, nullable=True),
        sa.Column("replaced_at", MOMENT, nullable=True),
        sa.Column("replaced_by_id", UID, nullable=True),
        sa.Column("replaced_by_name", sa.String(length=200), nullable=False),
        sa.Column("replaced_because", sa.String(length=2000), nullable=False),
        sa.Column("id", UID, nullable=False),
        sa.Column("party_id", UID, nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=f"fk_{name}_recorded_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["user.id"], name=f"fk_{name}_replaced_by_id"
        ),
        *_keys(name),
    )
    with op.batch_alter_table(name) as batch_op:
        batch_op.create_index(f"ix_{name}_party_id", ["party_id"])
        batch_op.create_index(f"ix_{name}_version_id", ["version_id"])


def _keys(name: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=f"fk_{name}_party_id_plan_id",
        ),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id"],
            ["plan_version.party_id", "plan_version.id"],
            name=f"fk_{name}_party_id_version_id",
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=f"fk_{name}_party_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def _file(name: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["party_id", column],
        ["sealed_file.party_id", "sealed_file.id"],
        name=f"fk_{name}_party_id_{column}",
    )
