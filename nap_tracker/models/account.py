"""Parties, the people who sign in, and what they are there."""

from __future__ import annotations

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.base import (
    Base,
    Code,
    Codes,
    Data,
    Identified,
    Moment,
    Sha256,
    Timestamps,
    Uid,
    Words,
)
from nap_tracker.roles import Role

RoleColumn = Enum(
    Role, native_enum=False, length=20, values_callable=lambda e: [m.value for m in e]
)


class Party(Identified, Timestamps, Base):
    """A state or regional economic integration organization."""

    __tablename__ = "party"

    code: Mapped[str] = mapped_column(String(3), unique=True)
    """ISO 3166-1 alpha-3; made-up Parties use the private X-range."""
    name: Mapped[Words]
    time_zone: Mapped[Code] = mapped_column(default="UTC")
    """IANA name: due dates are dates there."""
    emblem_id: Mapped[Uid | None]
    authentic: Mapped[Data] = mapped_column(default=dict)
    """Item key -> {language: authentic treaty text}, loaded by the Party; only this is official."""
    mail_has_words: Mapped[bool] = mapped_column(default=False)
    """Mail may carry notes that people wrote, not only titles and links."""
    sample: Mapped[bool] = mapped_column(default=False)

    def __repr__(self) -> str:
        return f"<Party {self.code}>"


class User(UserMixin, Identified, Timestamps, Base):
    """One person. Accounts are personal; several roles in several Parties may hang on one."""

    __tablename__ = "user"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Casefolded at the door."""
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(12), default="en")
    is_administrator: Mapped[bool] = mapped_column(default=False)
    sample: Mapped[bool] = mapped_column(default=False)
    session_key: Mapped[Uid]
    """In every session cookie; a new one signs the person out everywhere."""
    disabled_at: Mapped[Moment | None]
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", foreign_keys="Membership.user_id"
    )

    def get_id(self) -> str:
        """What the session cookie carries: changing the session key ends every session."""
        return f"{self.id}:{self.session_key}"

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    def __repr__(self) -> str:
        return f"<User {self.id}>"


class Membership(Identified, Timestamps, Base):
    """One role of one person in one Party, on one plan of it, or in one part of that."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(
            "(role IN ('institution', 'reviewer', 'section_drafter')) = (plan_id IS NOT NULL)",
            name="role_on_a_plan",
        ),
        CheckConstraint(
            "(role = 'section_drafter') = (section IS NOT NULL)", name="role_in_a_section"
        ),
        CheckConstraint(
            "(role = 'institution') = (institution_uid IS NOT NULL)", name="role_of_an_institution"
        ),
        UniqueConstraint(
            *("user_id", "party_id", "role", "plan_id", "section", "institution_uid"),
            name="uq_membership_role_once",
        ),
        UniqueConstraint("party_id", "id"),
    )

    user_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"), index=True)
    party_id: Mapped[Uid] = mapped_column(ForeignKey("party.id"), index=True)
    plan_id: Mapped[Uid | None] = mapped_column(ForeignKey("plan.id"))
    section: Mapped[Code | None]
    """Of every version of the plan: the ids of sections are permanent."""
    institution_uid: Mapped[Uid | None]
    """For which they report, in every version of the plan."""
    role: Mapped[Role] = mapped_column(RoleColumn)
    granted_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    ends_at: Mapped[Moment | None]
    user: Mapped[User] = relationship(back_populates="memberships", foreign_keys=[user_id])
    party: Mapped[Party] = relationship()

    def has_ended(self, moment: datetime) -> bool:
        """Whether the role gives nothing any more; what its holder wrote stays theirs."""
        return self.ends_at is not None and self.ends_at <= moment


class Invitation(Identified, Timestamps, Base):
    """A link, sent by mail, that makes or extends an account; it expires and works once."""

    __tablename__ = "invitation"

    email: Mapped[str] = mapped_column(String(254))
    party_id: Mapped[Uid] = mapped_column(ForeignKey("party.id"), index=True)
    plan_id: Mapped[Uid | None] = mapped_column(ForeignKey("plan.id"))
    sections: Mapped[Codes] = mapped_column(default=list)
    """To draft; a role in each of them is promised."""
    institution_uid: Mapped[Uid | None]
    """To report for."""
    role: Mapped[Role] = mapped_column(RoleColumn)
    locale: Mapped[str] = mapped_column(String(12))
    token_sha256: Mapped[Sha256] = mapped_column(unique=True)
    invited_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    role_ends_at: Mapped[Moment | None]
    """When the role will end, decided when it is given."""
    expires_at: Mapped[Moment]
    accepted_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]
    undelivered_at: Mapped[Moment | None]
    """When it was given up: no mail server takes it for this address."""
    party: Mapped[Party] = relationship()
    invited_by: Mapped[User | None] = relationship()


class PasswordReset(Identified, Timestamps, Base):
    """A link, sent by mail, that sets a new password once."""

    __tablename__ = "password_reset"

    user_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"), index=True)
    token_sha256: Mapped[Sha256] = mapped_column(unique=True)
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]
    user: Mapped[User] = relationship()


class SignInAttempt(Identified, Base):
    """One try at signing in: throttled per account and per address, pruned after a day."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "account_sha256", "at"), Index(None, "address", "at"))

    at: Mapped[Moment]
    account_sha256: Mapped[Sha256]
    """Of the address typed, so that the table names nobody."""
    address: Mapped[str] = mapped_column(String(45))
    succeeded: Mapped[bool]


class Consent(Identified, Timestamps, Base):
    """A focal point lets one administrator read a Party's content for a limited time."""

    __tablename__ = "consent"

    party_id: Mapped[Uid] = mapped_column(ForeignKey("party.id"), index=True)
    administrator_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"), index=True)
    given_by_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(String(500))
    ends_at: Mapped[Moment]
    withdrawn_at: Mapped[Moment | None]
    administrator: Mapped[User] = relationship(foreign_keys=[administrator_id])
    given_by: Mapped[User] = relationship(foreign_keys=[given_by_id])
    party: Mapped[Party] = relationship()

    def has_ended(self, moment: datetime) -> bool:
        """Whether it lets nobody read any more."""
        return self.withdrawn_at is not None or self.ends_at <= moment


__all__ = [
    "Codes",
    "Consent",
    "Invitation",
    "Membership",
    "Party",
    "PasswordReset",
    "SignInAttempt",
    "User",
]
