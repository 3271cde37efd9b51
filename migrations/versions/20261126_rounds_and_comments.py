"""Review rounds, who sits in them, and what readers say of a plan where they say it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2f8c6e0b91d4"
down_revision = "b05c7f3e91d2"
branch_labels = None
depends_on = None

TABLES = (
    "review_round",
    "round_invitation",
    "comment",
    "round_answer",
    "comment_file",
    "reply",
    "response",
)


def upgrade() -> None:
    op.create_table("review_round",
    sa.Column("plan_id", sa.String(length=36), nullable=False),
    sa.Column("version_id", sa.String(length=36), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("title", sa.String(length=200), nullable=False),
    sa.Column("is_outside", sa.Boolean(), nullable=False),
    sa.Column("is_anonymous", sa.Boolean(), nullable=False),
    sa.Column("allows_links", sa.Boolean(), nullable=False),
    sa.Column("sections", sa.JSON(), nullable=False),
    sa.Column("questions", sa.JSON(), nullable=False),
    sa.Column("note", sa.Text(), nullable=False),
    sa.Column("due_on", sa.String(length=10), nullable=False),
    sa.Column("state", sa.String(length=40), nullable=False),
    sa.Column("snapshot", sa.Text(), nullable=False),
    sa.Column("sha256", sa.String(length=64), nullable=False),
    sa.Column("opened_by_id", sa.String(length=36), nullable=True),
    sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("closed_by_id", sa.String(length=36), nullable=True),
    sa.Column("closing_reason", sa.Text(), nullable=False),
    sa.Column("responses_published_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("party_id", sa.String(length=36), nullable=False),
    sa.CheckConstraint("(closed_at IS NULL) = (state = 'open')", name=op.f("ck_review_round_closed_somewhen")),
    sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("fk_review_round_closed_by_id")),
    sa.ForeignKeyConstraint(["opened_by_id"], ["user.id"], name=op.f("fk_review_round_opened_by_id")),
    sa.ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"], name=op.f("fk_review_round_party_id_plan_id")),
    sa.ForeignKeyConstraint(["party_id", "version_id"], ["plan_version.party_id", "plan_version.id"], name=op.f("fk_review_round_party_id_version_id")),
    sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_review_round_party_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
    sa.UniqueConstraint("party_id", "id", name=op.f("uq_review_round_party_id_id")),
    sa.UniqueConstraint("plan_id", "number", name=op.f("uq_review_round_plan_id_number"))
    )
    with op.batch_alter_table("review_round") as batch_op:
        batch_op.create_index(batch_op.f("ix_review_round_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_round_version_id"), ["version_id"], unique=False)

    op.create_table("round_invitation",
    sa.Column("round_id", sa.String(length=36), nullable=False),
    sa.Column("plan_id", sa.String(length=36), nullable=False),
    sa.Column("user_id", sa.String(length=36), nullable=True),
    sa.Column("name", sa.String(length=200), nullable=False),
    sa.Column("organisation", sa.String(length=200), nullable=False),
    sa.Column("email", sa.String(length=254), nullable=False),
    sa.Column("code_name", sa.String(length=80), nullable=False),
    sa.Column("language", sa.String(length=12), nullable=False),
    sa.Column("state", sa.String(length=40), nullable=False),
    sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("invited_by_id", sa.String(length=36), nullable=True),
    sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("decline_reason", sa.Text(), nullable=False),
    sa.Column("suggested", sa.Text(), nullable=False),
    sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("revoked_by_id", sa.String(length=36), nullable=True),
    sa.Column("token_sha256", sa.String(length=64), nullable=True),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("confirmation_sha256", sa.String(length=64), nullable=True),
    sa.Column("confirmation_sent_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("confirmation_tries", sa.Integer(), nullable=False),
    sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("party_id", sa.String(length=36), nullable=False),
    sa.CheckConstraint("user_id IS NULL OR token_sha256 IS NULL", name=op.f("ck_round_invitation_account_or_link")),
    sa.ForeignKeyConstraint(["invited_by_id"], ["user.id"], name=op.f("fk_round_invitation_invited_by_id")),
    sa.ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"], name=op.f("fk_round_invitation_party_id_plan_id")),
    sa.ForeignKeyConstraint(["party_id", "round_id"], ["review_round.party_id", "review_round.id"], name=op.f("fk_round_invitation_party_id_round_id")),
    sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_round_invitation_party_id")),
    sa.ForeignKeyConstraint(["revoked_by_id"], ["user.id"], name=op.f("fk_round_invitation_revoked_by_id")),
    sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_round_invitation_user_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_round_invitation")),
    sa.UniqueConstraint("party_id", "id", name=op.f("uq_round_invitation_party_id_id")),
    sa.UniqueConstraint("round_id", "user_id", name=op.f("uq_round_invitation_round_id_user_id")),
    sa.UniqueConstraint("token_sha256", name=op.f("uq_round_invitation_token_sha256"))
    )
    with op.batch_alter_table("round_invitation") as batch_op:
        batch_op.create_index(batch_op.f("ix_round_invitation_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_invitation_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_invitation_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_invitation_user_id"), ["user_id"], unique=False)

    op.create_table("comment",
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("plan_id", sa.String(length=36), nullable=False),
    sa.Column("version_id", sa.String(length=36), nullable=False),
    sa.Column("round_id", sa.String(length=36), nullable=True),
    sa.Column("invitation_id", sa.String(length=36), nullable=True),
    sa.Column("author_id", sa.String(length=36), nullable=True),
    sa.Column("on_behalf_of", sa.String(length=200), nullable=True),
    sa.Column("received_on", sa.String(length=10), nullable=True),
    sa.Column("received_by", sa.String(length=40), nullable=True),
    sa.Column("entered_by_id", sa.String(length=36), nullable=True),
    sa.Column("section", sa.String(length=40), nullable=True),
    sa.Column("entry_uid", sa.String(length=36), nullable=True),
    sa.Column("field", sa.String(length=40), nullable=True),
    sa.Column("language", sa.String(length=12), nullable=True),
    sa.Column("block", sa.String(length=40), nullable=True),
    sa.Column("quote", sa.Text(), nullable=False),
    sa.Column("before", sa.String(length=200), nullable=False),
    sa.Column("after", sa.String(length=200), nullable=False),
    sa.Column("seen_revision", sa.Integer(), nullable=True),
    sa.Column("row_name", sa.String(length=300), nullable=False),
    sa.Column("kind", sa.String(length=40), nullable=False),
    sa.Column("body", sa.Text(), nullable=False),
    sa.Column("proposed", sa.Text(), nullable=True),
    sa.Column("visibility", sa.String(length=40), nullable=False),
    sa.Column("state", sa.String(length=40), nullable=False),
    sa.Column("group_id", sa.String(length=36), nullable=True),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("party_id", sa.String(length=36), nullable=False),
    sa.CheckConstraint("(state = 'written') = (said_at IS NULL)", name=op.f("ck_comment_said_somewhen")),
    sa.CheckConstraint("(CASE WHEN author_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN invitation_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN on_behalf_of IS NULL THEN 0 ELSE 1 END) = 1", name=op.f("ck_comment_one_author")),
    sa.CheckConstraint("(on_behalf_of IS NULL) = (received_by IS NULL)", name=op.f("ck_comment_received_somehow")),
    sa.CheckConstraint("invitation_id IS NULL OR round_id IS NOT NULL", name=op.f("ck_comment_seat_in_a_round")),
    sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_comment_author_id")),
    sa.ForeignKeyConstraint(["entered_by_id"], ["user.id"], name=op.f("fk_comment_entered_by_id")),
    sa.ForeignKeyConstraint(["party_id", "invitation_id"], ["round_invitation.party_id", "round_invitation.id"], name=op.f("fk_comment_party_id_invitation_id")),
    sa.ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"], name=op.f("fk_comment_party_id_plan_id")),
    sa.ForeignKeyConstraint(["party_id", "round_id"], ["review_round.party_id", "review_round.id"], name=op.f("fk_comment_party_id_round_id")),
    sa.ForeignKeyConstraint(["party_id", "version_id"], ["plan_version.party_id", "plan_version.id"], name=op.f("fk_comment_party_id_version_id")),
    sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_comment_party_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    sa.UniqueConstraint("party_id", "id", name=op.f("uq_comment_party_id_id")),
    sa.UniqueConstraint("plan_id", "number", name=op.f("uq_comment_plan_id_number"))
    )
    with op.batch_alter_table("comment") as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_plan_id_comment_section"), ["plan_id", "section"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_version_id"), ["version_id"], unique=False)

    op.create_table("round_answer",
    sa.Column("invitation_id", sa.String(length=36), nullable=False),
    sa.Column("question_id", sa.String(length=36), nullable=False),
    sa.Column("scale", sa.Integer(), nullable=True),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("party_id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["party_id", "invitation_id"], ["round_invitation.party_id", "round_invitation.id"], name=op.f("fk_round_answer_party_id_invitation_id")),
    sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_round_answer_party_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_round_answer")),
    sa.UniqueConstraint("invitation_id", "question_id", name=op.f("uq_round_answer_invitation_id_question_id"))
    )
    with op.batch_alter_table("round_answer") as batch_op:
        batch_op.create_index(batch_op.f("ix_round_answer_party_id"), ["party_id"], unique=False)

    op.create_table("comment_file",
    sa.Column("comment_id", sa.String(length=36), nullable=False),
    sa.Column("file_id", sa.String(length=36), nullable=False),
    sa.Column("party_id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["party_id", "comment_id"], ["comment.party_id", "comment.id"], name=op.f("fk_comment_file_party_id_comment_id")),
    sa.ForeignKeyConstraint(["party_id", "file_id"], ["stored_file.party_id", "stored_file.id"], name=op.f("fk_comment_file_party_id_file_id")),
    sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_comment_file_party_id")),
    sa.PrimaryKeyConstraint("comment_id", "file_id", name=op.f("pk_comment_file"))
    )
    with op.batch_alter_table("comment_file") as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_file_party_id"), ["party_id"], unique=False)

    op.create_table("reply",
    sa.Column("comment_id", sa.String(length=36), nullable=False),
    sa.Column("author_id", sa.String(length=36), nullable=True),
    sa.Column("invitation_id", sa.String(length=36), nullable=True),
    sa.Column("body", sa.Text(), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("party_id", sa.String(length=36), nullable=False),
    sa.CheckConstraint("(CASE WHEN author_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN invitation_id IS NULL THEN 0 ELSE 1 END) = 1", name=op.f("ck_reply_one_author")),
    sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_reply_author_id")),
    sa.ForeignKeyConstraint(["party_id", "comment_id"], ["comment.party_id", "comment.id"], name=op.f("fk_reply_party_id_comment_id")),
    sa.ForeignKeyConstraint(["party_id", "invitation_id"], ["round_invitation.party_id", "round_invitation.id"], name=op.f("fk_reply_party_id_invitation_id")),
    sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_reply_party_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_reply"))
    )
    with op.batch_alter_table("reply") as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_party_id"), ["party_id"], unique=False)

    op.create_table("response",
    sa.Column("comment_id", sa.String(length=36), nullable=False),
    sa.Column("kind", sa.String(length=40), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("author_id", sa.String(length=36), nullable=True),
    sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("applied_revision", sa.Integer(), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("party_id", sa.String(length=36), nullable=False),
    sa.CheckConstraint("kind = 'accepted' OR reason <> ''", name=op.f("ck_response_reason_unless_accepted")),
    sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_response_author_id")),
    sa.ForeignKeyConstraint(["party_id", "comment_id"], ["comment.party_id", "comment.id"], name=op.f("fk_response_party_id_comment_id")),
    sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_response_party_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
    sa.UniqueConstraint("comment_id", name=op.f("uq_response_comment_id"))
    )
    with op.batch_alter_table("response") as batch_op:
        batch_op.create_index(batch_op.f("ix_response_party_id"), ["party_id"], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
