"""Mail that cannot be delivered and that somebody waits for an answer to: who is told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.models.account import Invitation
from nap_tracker.models.message import Message
from nap_tracker.services import notices

INVITATION = "invitation"
"""The template of the only message whose reader may be known to nobody here but who wrote it."""


def note(message: Message, moment: datetime) -> None:
    """Before what the message says is forgotten: who invited may have mistyped the address."""
    if message.template != INVITATION:
        return
    query = select(Invitation).filter_by(id=message.context.get("id")).with_for_update()
    invitation = db.session.scalar(query)
    if invitation is None or invitation.accepted_at or invitation.withdrawn_at:
        return
    invitation.undelivered_at = moment
    notices.invitation_undelivered(invitation, invitation.party)
