"""Lines of the lists of people: who holds what until when, what was offered, lent and invited."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for

from nap_tracker.clock import last_day, now
from nap_tracker.i18n import day, gettext
from nap_tracker.models.account import Consent, Invitation, Membership, Party, User
from nap_tracker.models.delegation import Delegation, Handover
from nap_tracker.permissions import can
from nap_tracker.roles import Permission, Role
from nap_tracker.services import delegations, invitations, people
from nap_tracker.services.questions import Person
from nap_tracker.web.door import actor
from nap_tracker.web.role_words import Told
from nap_tracker.web.tables import Line

SOON = timedelta(days=30)
"""Before the end of a role its page says that it is near."""


def line(membership: Membership, party: Party, told: Told) -> Line:
    user, ends_at = membership.user, membership.ends_at
    address = url_for("people.edit", party_id=party.id, membership_id=membership.id)
    role = told.role(membership)
    until = until_words(ends_at, party)
    if not user.is_active:
        role = gettext("%(role)s (account stopped)", role=role)
    return Line(
        membership.id,
        (user.name, user.email, role, until),
        address if people.may_change(actor(), membership) else "",
        of=_rights_of(user, party),
    )


def _rights_of(user: User, party: Party) -> str:
    """Where it is explained what somebody can do, for themselves and for who leads."""
    if not can(actor(), Permission.PEOPLE_EXPLAIN, Person(party.id, user.id)):
        return ""
    return url_for("rights.show", party_id=party.id, user_id=user.id)


def until_words(ends_at: datetime | None, party: Party) -> str:
    """The last day of what ends, said to be soon where it is."""
    if ends_at is None:
        return ""
    last = day(last_day(ends_at, party.time_zone))
    if now() < ends_at <= now() + SOON:
        return gettext("%(day)s (ends soon)", day=last)
    return last


def offer(handover: Handover, party: Party) -> Line:
    """Only who made it, got it or leads is led to the list of what is in hand."""
    reads = actor().user_id in (handover.from_id, handover.to_id)
    reads = reads or can(actor(), Permission.PARTY_EDIT, party)
    where = url_for("handovers.show", party_id=party.id, handover_id=handover.id)
    lapses = day(last_day(handover.lapses_at, party.time_zone))
    cells = (handover.giver.name, handover.receiver.name, lapses)
    return Line(handover.id, cells, where if reads else "")


def let_in(consent: Consent, party: Party) -> Line:
    cells = (consent.administrator.name, consent.given_by.name, until_words(consent.ends_at, party))
    return Line(consent.id, cells)


def loan(delegation: Delegation, party: Party, told: Told) -> Line:
    held = delegation.membership
    return Line(
        delegation.id,
        (
            delegation.delegate.name,
            held.user.name,
            told.role(held),
            day(last_day(delegation.starts_at + timedelta(seconds=1), party.time_zone)),
            until_words(delegation.ends_at, party),
        ),
        of=delegations.may_end(actor(), delegation),
    )


def waiting(party: Party, told: Told, gives: frozenset[Role]) -> list[Line]:
    return [_invited(i, party, told, gives) for i in invitations.waiting(actor(), party)]


def _invited(invitation: Invitation, party: Party, told: Told, gives: frozenset[Role]) -> Line:
    return Line(
        invitation.id,
        (
            invitation.email,
            told.role(invitation),
            _until(invitation, party.time_zone),
            invitation.invited_by.name if invitation.invited_by else "",
        ),
        of=invitation.role in gives,
    )


def _until(invitation: Invitation, zone: str) -> str:
    """The last day it can be accepted, unless nobody can have read it."""
    last = day(last_day(invitation.expires_at, zone))
    if invitation.undelivered_at is not None:
        when = day(last_day(invitation.undelivered_at, zone))
        return gettext("Could not be delivered (%(day)s): check the address", day=when)
    return gettext("Expired %(day)s", day=last) if invitation.expires_at <= now() else last
