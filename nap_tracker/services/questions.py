"""Every question the policy answers in a Party: a permission, and of what it is asked.

The subjects are what services ask about: the Party, a version, a section of it; or what may come,
such as a role to be given. So the answers are those that services will get.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nap_tracker.i18n import N_
from nap_tracker.models.account import Party
from nap_tracker.permissions import Place, Seat, Task
from nap_tracker.policy_words import RIGHTS, Ground
from nap_tracker.roles import PARTY_ROLES, PLAN_ROLES, ROLE_NAMES, Permission, Role
from nap_tracker.services.people import RoleOf
from nap_tracker.services.standings import Line
from nap_tracker.workflow.rounds import Reviewing, Sitting

ROLES = (*PARTY_ROLES, *PLAN_ROLES)
THEIR_FILE = N_("a file they added themselves")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a Party, as the subject of `people:explain`."""

    party_id: str
    user_id: str | None


@dataclass(frozen=True, slots=True)
class Loan:
    """A role that somebody may have for a period, as the subject of delegations."""

    party_id: str
    user_id: str | None = None
    """Whose role it is."""
    delegate_id: str | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A review round of a plan that is open, as the subject of what is done there."""

    party_id: str
    plan_id: str
    is_outside: bool = False
    allows_links: bool = False
    state: Reviewing = Reviewing.OPEN


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody's invitation to it, which they accepted."""

    user_id: str | None
    id: str | None = None
    state: Sitting = Sitting.ACCEPTED


@dataclass(frozen=True, slots=True)
class Part:
    """A plan that somebody knows a part of only, whose text they do not read."""

    party_id: str
    plan_id: str


@dataclass(frozen=True, slots=True)
class Question:
    """A permission, and of what it is asked."""

    permission: Permission
    subject: Any
    about: str = ""
    """Which of several such things, marked with N_; '' where there is one."""


def of_party(party: Party, user_id: str | None) -> Iterator[Question]:
    """What is asked of the Party, its people and their roles."""
    for permission in asked_of(Ground.PARTY):
        yield Question(permission, party)
    for permission in asked_of(Ground.PERSON):
        yield Question(permission, Person(party.id, user_id), N_("about themselves"))
        yield Question(permission, Person(party.id, None), N_("about others"))
    for permission in asked_of(Ground.OWN_ROLE):
        yield Question(permission, Loan(party.id, user_id))
    for permission in asked_of(Ground.ROLE):
        for role in ROLES:
            yield Question(permission, RoleOf(party.id, role), ROLE_NAMES[role])
    for permission in asked_of(Ground.LOAN):
        yield Question(permission, Loan(party.id, user_id), N_("in their own role"))
        yield Question(permission, Loan(party.id, None, user_id), N_("where they stand in"))
        for role in ROLES:
            yield Question(permission, Loan(party.id, role=role), ROLE_NAMES[role])


def of_plan(line: Line, user_id: str | None) -> Iterator[Question]:
    """What is asked of a plan as a whole, where its newest version stands."""
    for permission in asked_of(Ground.PLAN, Ground.SECTION, Ground.TASK):
        yield Question(permission, Place(line))
    for permission in asked_of(Ground.FILE, Ground.PART):
        yield Question(permission, Place(line), N_("any part or file"))
        yield Question(permission, Place(line, added_by=user_id), THEIR_FILE)
    yield from _of_rounds(line, user_id)


def _of_rounds(line: Line, user_id: str | None) -> Iterator[Question]:
    inside = Round(line.party_id, line.plan_id)
    outside = Round(line.party_id, line.plan_id, is_outside=True)
    for permission in asked_of(Ground.ROUND):
        yield Question(permission, inside, N_("within the government"))
        yield Question(permission, outside, N_("with others"))
    for permission in asked_of(Ground.SEAT):
        yield Question(permission, Seat(inside, Invited(user_id)), N_("where they are invited"))
        yield Question(permission, Seat(inside, Invited(None)), N_("where others are invited"))


def of_section(line: Line, section: str) -> Iterator[Question]:
    """What is asked of one section and the rows of its registers."""
    for permission in asked_of(Ground.SECTION, Ground.PART):
        yield Question(permission, Place(line, section))


def of_institution(part: Part, institution: str) -> Iterator[Question]:
    """What is asked of the activities and indicators of one institution of a plan."""
    for permission in asked_of(Ground.TASK):
        yield Question(permission, Task(part, frozenset({institution})))


def of_installation(party: Party) -> Iterator[Question]:
    """What is asked of no Party: this one stands in for none."""
    for permission in asked_of(Ground.INSTALLATION):
        yield Question(permission, party)


def asked_of(*grounds: Ground) -> Iterator[Permission]:
    """The permissions that are asked of such a thing, in their order."""
    return (permission for permission in Permission if RIGHTS[permission].ground in grounds)
