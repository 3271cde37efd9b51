"""Every table of the first edition."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "4590735dc480"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chain_head",
        sa.Column("chain", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_chain_head")),
    )
    op.create_table(
        "message",
        sa.Column("to", sa.String(length=254), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_sent_at_message_failed_at_message_lease_until"),
            ["sent_at", "failed_at", "lease_until"],
            unique=False,
        )

    op.create_table(
        "party",
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("emblem_id", sa.String(length=36), nullable=True),
        sa.Column("authentic", sa.JSON(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint("code", name=op.f("uq_party_code")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_sha256", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempt_account_sha256_sign_in_attempt_at"),
            ["account_sha256", "at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempt_address_sign_in_attempt_at"),
            ["address", "at"],
            unique=False,
        )

    op.create_table(
        "user",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("session_key", sa.String(length=36), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
    )
    op.create_table(
        "consent",
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("administrator_id", sa.String(length=36), nullable=False),
        sa.Column("given_by_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["administrator_id"], ["user.id"], name=op.f("fk_consent_administrator_id")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["user.id"], name=op.f("fk_consent_given_by_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_consent_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consent_administrator_id"), ["administrator_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_consent_party_id"), ["party_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("chain", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happened_on", sa.String(length=10), nullable=True),
        sa.Column("actor_kind", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.String(length=36), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=True),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_event_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("chain", "number", name=op.f("uq_event_chain_number")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_plan_id_event_recorded_at"),
            ["plan_id", "recorded_at"],
            unique=False,
        )

    op.create_table(
        "password_reset",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_password_reset_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_password_reset_token_sha256")),
    )
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_reset_user_id"), ["user_id"], unique=False)

    op.create_table(
        "plan",
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("short_title", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("period_start", sa.String(length=10), nullable=True),
        sa.Column("period_end", sa.String(length=10), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_plan_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("party_id", "id", name=op.f("uq_plan_party_id_id")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_party_id"), ["party_id"], unique=False)

    op.create_table(
        "export",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("requested_by_id", sa.String(length=36), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=op.f("fk_export_party_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_export_party_id")),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["user.id"], name=op.f("fk_export_requested_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_party_id"), ["party_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_export_ready_at_export_failed_at_export_lease_until"),
            ["ready_at", "failed_at", "lease_until"],
            unique=False,
        )

    op.create_table(
        "invitation",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "coordinator",
                "focal_point",
                "officer",
                "reviewer",
                "viewer",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", sa.String(length=36), nullable=True),
        sa.Column("role_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["user.id"], name=op.f("fk_invitation_invited_by_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_invitation_party_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_invitation_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_invitation_token_sha256")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_party_id"), ["party_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "coordinator",
                "focal_point",
                "officer",
                "reviewer",
                "viewer",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("granted_by_id", sa.String(length=36), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(role = 'reviewer') = (plan_id IS NOT NULL)",
            name=op.f("ck_membership_reviewer_has_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["user.id"], name=op.f("fk_membership_granted_by_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_membership_party_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_membership_plan_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "user_id",
            "party_id",
            "role",
            "plan_id",
            name=op.f("uq_membership_user_id_party_id_role_plan_id"),
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_user_id"), ["user_id"], unique=False)

    op.create_table(
        "plan_version",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("schema_edition", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snapshot", sa.Text(), nullable=True),
        sa.Column("snapshot_sha256", sa.String(length=64), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=op.f("fk_plan_version_party_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_plan_version_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("party_id", "id", name=op.f("uq_plan_version_party_id_id")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_version_plan_id_number")),
    )
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_version_party_id"), ["party_id"], unique=False)

    op.create_table(
        "stored_file",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("clean_sha256", sa.String(length=64), nullable=False),
        sa.Column("clean_size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("uploaded_by_id", sa.String(length=36), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=op.f("fk_stored_file_party_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_stored_file_party_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_stored_file_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_party_id"), ["party_id"], unique=False)

    op.create_table(
        "work_plan_upload",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("uploaded_by_id", sa.String(length=36), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "plan_id"],
            ["plan.party_id", "plan.id"],
            name=op.f("fk_work_plan_upload_party_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_work_plan_upload_party_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_work_plan_upload_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_plan_upload")),
    )
    with op.batch_alter_table("work_plan_upload", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_plan_upload_party_id"), ["party_id"], unique=False
        )

    op.create_table(
        "assignment",
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("due_on", sa.String(length=10), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id"],
            ["plan_version.party_id", "plan_version.id"],
            name=op.f("fk_assignment_party_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_assignment_party_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_assignment_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("version_id", "section", name=op.f("uq_assignment_version_id_section")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_party_id"), ["party_id"], unique=False)

    op.create_table(
        "entry",
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_by_id", sa.String(length=36), nullable=True),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'section') = (section IS NOT NULL)", name=op.f("ck_entry_section_is_named")
        ),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id"],
            ["plan_version.party_id", "plan_version.id"],
            name=op.f("fk_entry_party_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_entry_party_id")),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["user.id"], name=op.f("fk_entry_updated_by_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_entry")),
        sa.UniqueConstraint(
            "party_id", "version_id", "uid", name=op.f("uq_entry_party_id_version_id_uid")
        ),
        sa.UniqueConstraint("version_id", "section", name=op.f("uq_entry_version_id_section")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_party_id"), ["party_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_entry_version_id_entry_kind_entry_position"),
            ["version_id", "kind", "position"],
            unique=False,
        )

    op.create_table(
        "warning_answer",
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_warning_answer_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id"],
            ["plan_version.party_id", "plan_version.id"],
            name=op.f("fk_warning_answer_party_id_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_warning_answer_party_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_answer")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_warning_answer_version_id_key")),
    )
    with op.batch_alter_table("warning_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warning_answer_party_id"), ["party_id"], unique=False)

    op.create_table(
        "activity",
        sa.Column("number", sa.JSON(), nullable=True),
        sa.Column("statement", sa.JSON(), nullable=True),
        sa.Column("strategy_uid", sa.String(length=36), nullable=True),
        sa.Column("lead_uid", sa.String(length=36), nullable=True),
        sa.Column("start", sa.String(length=10), nullable=True),
        sa.Column("end", sa.String(length=10), nullable=True),
        sa.Column("place", sa.JSON(), nullable=True),
        sa.Column("output", sa.JSON(), nullable=True),
        sa.Column("indicator", sa.JSON(), nullable=True),
        sa.Column("verification", sa.JSON(), nullable=True),
        sa.Column("assumptions", sa.JSON(), nullable=True),
        sa.Column("targets_groups", sa.JSON(), nullable=True),
        sa.Column("effects", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_activity_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_activity_party_id")),
        sa.ForeignKeyConstraint(
            ["version_id", "lead_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_activity_version_id_lead_uid"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "strategy_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_activity_version_id_strategy_uid"),
        ),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_activity")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_party_id"), ["party_id"], unique=False)

    op.create_table(
        "baseline",
        sa.Column("title", sa.JSON(), nullable=True),
        sa.Column("measure", sa.String(length=40), nullable=True),
        sa.Column("amount", sa.JSON(), nullable=True),
        sa.Column("amount_low", sa.BigInteger(), nullable=True),
        sa.Column("amount_best", sa.BigInteger(), nullable=True),
        sa.Column("amount_high", sa.BigInteger(), nullable=True),
        sa.Column("amount_empty", sa.String(length=40), nullable=True),
        sa.Column("scope", sa.String(length=40), nullable=True),
        sa.Column("region_uid", sa.String(length=36), nullable=True),
        sa.Column("method", sa.String(length=40), nullable=True),
        sa.Column("method_note", sa.JSON(), nullable=True),
        sa.Column("practices", sa.JSON(), nullable=True),
        sa.Column("official", sa.Boolean(), nullable=True),
        sa.Column("document", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_baseline_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_baseline_party_id")),
        sa.ForeignKeyConstraint(
            ["version_id", "region_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_baseline_version_id_region_uid"),
        ),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_baseline")),
    )
    with op.batch_alter_table("baseline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_baseline_party_id"), ["party_id"], unique=False)

    op.create_table(
        "budget_line",
        sa.Column("activity_uid", sa.String(length=36), nullable=True),
        sa.Column("description", sa.JSON(), nullable=True),
        sa.Column("cost", sa.JSON(), nullable=True),
        sa.Column("cost_amount", sa.BigInteger(), nullable=True),
        sa.Column("cost_currency", sa.String(length=3), nullable=True),
        sa.Column("cost_empty", sa.String(length=40), nullable=True),
        sa.Column("year", sa.String(length=10), nullable=True),
        sa.Column("funding_status", sa.String(length=40), nullable=True),
        sa.Column("source_type", sa.String(length=40), nullable=True),
        sa.Column("source", sa.JSON(), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_budget_line_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_budget_line_party_id")),
        sa.ForeignKeyConstraint(
            ["version_id", "activity_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_budget_line_version_id_activity_uid"),
        ),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_budget_line")),
    )
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_line_party_id"), ["party_id"], unique=False)

    op.create_table(
        "consultation",
        sa.Column("title", sa.JSON(), nullable=True),
        sa.Column("held", sa.String(length=10), nullable=True),
        sa.Column("place", sa.JSON(), nullable=True),
        sa.Column("method", sa.String(length=40), nullable=True),
        sa.Column("region_uid", sa.String(length=36), nullable=True),
        sa.Column("summary", sa.JSON(), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.Column("documents", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_consultation_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_consultation_party_id")),
        sa.ForeignKeyConstraint(
            ["version_id", "region_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_consultation_version_id_region_uid"),
        ),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_consultation")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_party_id"), ["party_id"], unique=False)

    op.create_table(
        "entry_item",
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=8), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_entry_item_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_entry_item_party_id")),
        sa.PrimaryKeyConstraint("version_id", "uid", "item", name=op.f("pk_entry_item")),
    )
    with op.batch_alter_table("entry_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_item_party_id"), ["party_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_entry_item_version_id_entry_item_item"),
            ["version_id", "item"],
            unique=False,
        )

    op.create_table(
        "entry_link",
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("target_uid", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_entry_link_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_entry_link_party_id")),
        sa.ForeignKeyConstraint(
            ["version_id", "target_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_entry_link_version_id_target_uid"),
        ),
        sa.PrimaryKeyConstraint(
            "version_id", "uid", "field", "target_uid", name=op.f("pk_entry_link")
        ),
    )
    with op.batch_alter_table("entry_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_link_party_id"), ["party_id"], unique=False)

    op.create_table(
        "indicator",
        sa.Column("number", sa.JSON(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=True),
        sa.Column("unit", sa.JSON(), nullable=True),
        sa.Column("objective_uid", sa.String(length=36), nullable=True),
        sa.Column("baseline_value", sa.JSON(), nullable=True),
        sa.Column("baseline_value_low", sa.BigInteger(), nullable=True),
        sa.Column("baseline_value_best", sa.BigInteger(), nullable=True),
        sa.Column("baseline_value_high", sa.BigInteger(), nullable=True),
        sa.Column("baseline_value_empty", sa.String(length=40), nullable=True),
        sa.Column("target_value", sa.JSON(), nullable=True),
        sa.Column("target_value_low", sa.BigInteger(), nullable=True),
        sa.Column("target_value_best", sa.BigInteger(), nullable=True),
        sa.Column("target_value_high", sa.BigInteger(), nullable=True),
        sa.Column("target_value_empty", sa.String(length=40), nullable=True),
        sa.Column("target_year", sa.String(length=10), nullable=True),
        sa.Column("disaggregation", sa.JSON(), nullable=True),
        sa.Column("method", sa.JSON(), nullable=True),
        sa.Column("frequency", sa.String(length=40), nullable=True),
        sa.Column("source", sa.JSON(), nullable=True),
        sa.Column("responsible_uid", sa.String(length=36), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_indicator_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_indicator_party_id")),
        sa.ForeignKeyConstraint(
            ["version_id", "objective_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_indicator_version_id_objective_uid"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "responsible_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_indicator_version_id_responsible_uid"),
        ),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_indicator")),
    )
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_party_id"), ["party_id"], unique=False)

    op.create_table(
        "input",
        sa.Column("consultation_uid", sa.String(length=36), nullable=True),
        sa.Column("said", sa.JSON(), nullable=True),
        sa.Column("stakeholder_uid", sa.String(length=36), nullable=True),
        sa.Column("change", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_input_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_input_party_id")),
        sa.ForeignKeyConstraint(
            ["version_id", "consultation_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_input_version_id_consultation_uid"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "stakeholder_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_input_version_id_stakeholder_uid"),
        ),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_input")),
    )
    with op.batch_alter_table("input", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_input_party_id"), ["party_id"], unique=False)

    op.create_table(
        "institution",
        sa.Column("name", sa.JSON(), nullable=True),
        sa.Column("acronym", sa.JSON(), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=True),
        sa.Column("role", sa.JSON(), nullable=True),
        sa.Column("contact", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_institution_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_institution_party_id")),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_institution")),
    )
    with op.batch_alter_table("institution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_institution_party_id"), ["party_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("activity_uid", sa.String(length=36), nullable=True),
        sa.Column("title", sa.JSON(), nullable=True),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.Column("verification", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_milestone_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_milestone_party_id")),
        sa.ForeignKeyConstraint(
            ["version_id", "activity_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_milestone_version_id_activity_uid"),
        ),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_milestone")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_party_id"), ["party_id"], unique=False)

    op.create_table(
        "objective",
        sa.Column("number", sa.JSON(), nullable=True),
        sa.Column("statement", sa.JSON(), nullable=True),
        sa.Column("description", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_objective_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_objective_party_id")),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_objective")),
    )
    with op.batch_alter_table("objective", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objective_party_id"), ["party_id"], unique=False)

    op.create_table(
        "participation",
        sa.Column("consultation_uid", sa.String(length=36), nullable=True),
        sa.Column("group_name", sa.JSON(), nullable=True),
        sa.Column("group_type", sa.String(length=40), nullable=True),
        sa.Column("count", sa.JSON(), nullable=True),
        sa.Column("count_women", sa.Integer(), nullable=True),
        sa.Column("count_men", sa.Integer(), nullable=True),
        sa.Column("count_girls", sa.Integer(), nullable=True),
        sa.Column("count_boys", sa.Integer(), nullable=True),
        sa.Column("count_unknown", sa.Integer(), nullable=True),
        sa.Column("count_empty", sa.String(length=40), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_participation_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_participation_party_id")),
        sa.ForeignKeyConstraint(
            ["version_id", "consultation_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_participation_version_id_consultation_uid"),
        ),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_participation")),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_party_id"), ["party_id"], unique=False)

    op.create_table(
        "practice",
        sa.Column("practice", sa.String(length=40), nullable=True),
        sa.Column("presence", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.Column("share", sa.JSON(), nullable=True),
        sa.Column("share_low", sa.BigInteger(), nullable=True),
        sa.Column("share_best", sa.BigInteger(), nullable=True),
        sa.Column("share_high", sa.BigInteger(), nullable=True),
        sa.Column("share_empty", sa.String(length=40), nullable=True),
        sa.Column("legal_status", sa.String(length=40), nullable=True),
        sa.Column("elimination", sa.String(length=10), nullable=True),
        sa.Column("alternative", sa.JSON(), nullable=True),
        sa.Column("enforcement_body_uid", sa.String(length=36), nullable=True),
        sa.Column("enforcement", sa.JSON(), nullable=True),
        sa.Column("find_out_uid", sa.String(length=36), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_practice_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_practice_party_id")),
        sa.ForeignKeyConstraint(
            ["version_id", "enforcement_body_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_practice_version_id_enforcement_body_uid"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "find_out_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_practice_version_id_find_out_uid"),
        ),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_practice")),
    )
    with op.batch_alter_table("practice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_party_id"), ["party_id"], unique=False)

    op.create_table(
        "region",
        sa.Column("name", sa.JSON(), nullable=True),
        sa.Column("code", sa.JSON(), nullable=True),
        sa.Column("description", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_region_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_region_party_id")),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_region")),
    )
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_party_id"), ["party_id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("unaccepted", sa.Text(), nullable=False),
        sa.Column("normaliser", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "(number IS NULL) = (based_on IS NOT NULL)", name=op.f("ck_revision_kept_or_not")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_revision_author_id")),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_revision_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_revision_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint(
            "version_id", "uid", "number", name=op.f("uq_revision_version_id_uid_number")
        ),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_party_id"), ["party_id"], unique=False)

    op.create_table(
        "site",
        sa.Column("name", sa.JSON(), nullable=True),
        sa.Column("region_uid", sa.String(length=36), nullable=True),
        sa.Column("place", sa.JSON(), nullable=True),
        sa.Column("coordinates", sa.JSON(), nullable=True),
        sa.Column("coordinates_lat", sa.BigInteger(), nullable=True),
        sa.Column("coordinates_lon", sa.BigInteger(), nullable=True),
        sa.Column("deposit", sa.String(length=40), nullable=True),
        sa.Column("practices", sa.JSON(), nullable=True),
        sa.Column("miners", sa.JSON(), nullable=True),
        sa.Column("miners_women", sa.Integer(), nullable=True),
        sa.Column("miners_men", sa.Integer(), nullable=True),
        sa.Column("miners_girls", sa.Integer(), nullable=True),
        sa.Column("miners_boys", sa.Integer(), nullable=True),
        sa.Column("miners_unknown", sa.Integer(), nullable=True),
        sa.Column("miners_empty", sa.String(length=40), nullable=True),
        sa.Column("mercury", sa.JSON(), nullable=True),
        sa.Column("mercury_low", sa.BigInteger(), nullable=True),
        sa.Column("mercury_best", sa.BigInteger(), nullable=True),
        sa.Column("mercury_high", sa.BigInteger(), nullable=True),
        sa.Column("mercury_empty", sa.String(length=40), nullable=True),
        sa.Column("indigenous", sa.Boolean(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_site_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_site_party_id")),
        sa.ForeignKeyConstraint(
            ["version_id", "region_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_site_version_id_region_uid"),
        ),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_site")),
    )
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_site_party_id"), ["party_id"], unique=False)

    op.create_table(
        "stakeholder",
        sa.Column("name", sa.JSON(), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=True),
        sa.Column("role", sa.JSON(), nullable=True),
        sa.Column("interest", sa.String(length=40), nullable=True),
        sa.Column("influence", sa.String(length=40), nullable=True),
        sa.Column("indigenous", sa.Boolean(), nullable=True),
        sa.Column("peoples", sa.JSON(), nullable=True),
        sa.Column("phases", sa.JSON(), nullable=True),
        sa.Column("contact", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_stakeholder_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_stakeholder_party_id")),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_stakeholder")),
    )
    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stakeholder_party_id"), ["party_id"], unique=False)

    op.create_table(
        "strategy",
        sa.Column("number", sa.JSON(), nullable=True),
        sa.Column("heading", sa.JSON(), nullable=True),
        sa.Column("description", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_strategy_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_strategy_party_id")),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_strategy")),
    )
    with op.batch_alter_table("strategy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_strategy_party_id"), ["party_id"], unique=False)

    op.create_table(
        "target",
        sa.Column("statement", sa.JSON(), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=True),
        sa.Column("objective_uid", sa.String(length=36), nullable=True),
        sa.Column("baseline_uid", sa.String(length=36), nullable=True),
        sa.Column("practice", sa.String(length=40), nullable=True),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("value_low", sa.BigInteger(), nullable=True),
        sa.Column("value_best", sa.BigInteger(), nullable=True),
        sa.Column("value_high", sa.BigInteger(), nullable=True),
        sa.Column("value_empty", sa.String(length=40), nullable=True),
        sa.Column("year", sa.String(length=10), nullable=True),
        sa.Column("scope", sa.String(length=40), nullable=True),
        sa.Column("region_uid", sa.String(length=36), nullable=True),
        sa.Column("conditionality", sa.String(length=40), nullable=True),
        sa.Column("horizon", sa.String(length=40), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("party_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
            name=op.f("fk_target_party_id_version_id_uid"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_target_party_id")),
        sa.ForeignKeyConstraint(
            ["version_id", "baseline_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_target_version_id_baseline_uid"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "objective_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_target_version_id_objective_uid"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "region_uid"],
            ["entry.version_id", "entry.uid"],
            name=op.f("fk_target_version_id_region_uid"),
        ),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_target")),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_party_id"), ["party_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_party_id"))

    op.drop_table("target")
    with op.batch_alter_table("strategy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_strategy_party_id"))

    op.drop_table("strategy")
    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stakeholder_party_id"))

    op.drop_table("stakeholder")
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_party_id"))

    op.drop_table("site")
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_party_id"))

    op.drop_table("revision")
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_party_id"))

    op.drop_table("region")
    with op.batch_alter_table("practice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_party_id"))

    op.drop_table("practice")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participation_party_id"))

    op.drop_table("participation")
    with op.batch_alter_table("objective", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objective_party_id"))

    op.drop_table("objective")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_party_id"))

    op.drop_table("milestone")
    with op.batch_alter_table("institution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_party_id"))

    op.drop_table("institution")
    with op.batch_alter_table("input", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_input_party_id"))

    op.drop_table("input")
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_party_id"))

    op.drop_table("indicator")
    with op.batch_alter_table("entry_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_link_party_id"))

    op.drop_table("entry_link")
    with op.batch_alter_table("entry_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_item_version_id_entry_item_item"))
        batch_op.drop_index(batch_op.f("ix_entry_item_party_id"))

    op.drop_table("entry_item")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_party_id"))

    op.drop_table("consultation")
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_line_party_id"))

    op.drop_table("budget_line")
    with op.batch_alter_table("baseline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_baseline_party_id"))

    op.drop_table("baseline")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_party_id"))

    op.drop_table("activity")
    with op.batch_alter_table("warning_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warning_answer_party_id"))

    op.drop_table("warning_answer")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_version_id_entry_kind_entry_position"))
        batch_op.drop_index(batch_op.f("ix_entry_party_id"))

    op.drop_table("entry")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_party_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("work_plan_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_plan_upload_party_id"))

    op.drop_table("work_plan_upload")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_file_party_id"))

    op.drop_table("stored_file")
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_version_party_id"))

    op.drop_table("plan_version")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_user_id"))
        batch_op.drop_index(batch_op.f("ix_membership_party_id"))

    op.drop_table("membership")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_party_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_export_ready_at_export_failed_at_export_lease_until"))
        batch_op.drop_index(batch_op.f("ix_export_party_id"))

    op.drop_table("export")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_party_id"))

    op.drop_table("plan")
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_password_reset_user_id"))

    op.drop_table("password_reset")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_plan_id_event_recorded_at"))

    op.drop_table("event")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_party_id"))
        batch_op.drop_index(batch_op.f("ix_consent_administrator_id"))

    op.drop_table("consent")
    op.drop_table("user")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_address_sign_in_attempt_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_account_sha256_sign_in_attempt_at"))

    op.drop_table("sign_in_attempt")
    op.drop_table("party")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_sent_at_message_failed_at_message_lease_until"))

    op.drop_table("message")
    op.drop_table("chain_head")
