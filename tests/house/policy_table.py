"""The policy as a table people can read: role x permission x state, worked out from the rules."""

from __future__ import annotations

from dataclasses import dataclass

from nap_tracker.permissions import Place, Seat, Task, can
from nap_tracker.roles import (
    OPERATOR,
    PARTY_ROLES,
    PUBLIC,
    Actor,
    ActorKind,
    Grant,
    Permission,
    Role,
)

PARTY, PLAN = "party-1", "plan-1"


@dataclass(frozen=True)
class Subject:
    """A version of a plan of the Party: open or frozen, sample or not."""

    party_id: str = PARTY
    plan_id: str = PLAN
    frozen_at: object = None
    sample: bool = False
    state: str = "draft"
    stages: tuple[str, ...] = ()
    role: Role = Role.OFFICER
    """Of the membership that is to be given, changed or ended."""
    user_id: str = "u"
    """Whose membership it is: each person's in the table, of their own."""
    is_outside: bool = False
    allows_links: bool = False
    """Of a review round, in which nobody of the table is asked."""


OPEN = Subject()
FROZEN = Subject(frozen_at="then")
SAMPLE = Subject(sample=True)


SECTION = "trade"


INSTITUTION = "ministry of health"


def person(
    role: Role, plan_id: str | None = None, section: str | None = None, body: str | None = None
) -> Actor:
    grant = Grant(role, PARTY, plan_id, section, institution=body)
    return Actor(ActorKind.USER, user_id="u", grants=(grant,))


COLUMNS: dict[str, Actor] = {
    "focal point": person(Role.FOCAL_POINT),
    "coordinator": person(Role.COORDINATOR),
    "officer": person(Role.OFFICER),
    "viewer": person(Role.VIEWER),
    "reviewer": person(Role.REVIEWER, PLAN),
    "section drafter, there": person(Role.SECTION_DRAFTER, PLAN, SECTION),
    "… elsewhere": person(Role.SECTION_DRAFTER, PLAN, "another section"),
    "institution, on its task": person(Role.INSTITUTION, PLAN, body=INSTITUTION),
    "… another's": person(Role.INSTITUTION, PLAN, body="another institution"),
    "administrator": Actor(ActorKind.USER, user_id="a", is_administrator=True),
    "… with consent": Actor(
        ActorKind.USER, user_id="a", is_administrator=True, consents=frozenset({PARTY})
    ),
    "other Party": Actor(
        ActorKind.USER,
        user_id="s",
        grants=tuple(Grant(role, "party-2") for role in PARTY_ROLES),
    ),
    "operator": OPERATOR,
    "anybody": PUBLIC,
}


def cell(actor: Actor, permission: Permission) -> str:
    """Of a section, which to who has a role in the whole is the version, and of a task in it."""
    for subject, word in ((FROZEN, "yes"), (OPEN, "open"), (SAMPLE, "sample")):
        if can(actor, permission, Task(Place(subject, SECTION), frozenset({INSTITUTION}))):
            return word
    return "–"


STAND_IN = Actor(
    ActorKind.USER,
    user_id="u",
    grants=(
        Grant(Role.VIEWER, PARTY),
        Grant(Role.FOCAL_POINT, PARTY, on_behalf_of="somebody on leave"),
    ),
)


def in_person() -> str:
    """What a focal point may in some state and who stands in for one may in none."""
    focal_point = COLUMNS["focal point"]
    names = (p for p in Permission if cell(focal_point, p) != "–" and cell(STAND_IN, p) == "–")
    return ", ".join(f"`{permission.value}`" for permission in names)


SITUATIONS = {
    "draft, or returned": Subject(),
    "internal review": Subject(stages=("internal_review",)),
    "partnership review": Subject(stages=("partnership_review",)),
    "comments are being resolved": Subject(stages=("resolving_comments",)),
    "national validation": Subject(stages=("national_validation",)),
    "sent for endorsement, or later": Subject(state="sent_for_endorsement", frozen_at="then"),
}
WRITERS = ("focal point", "coordinator", "officer", "viewer", "reviewer", "operator")


def writing() -> str:
    """Who may write in the text while a plan stands where it does."""
    head = ["The plan is in", *WRITERS]
    rows = [
        [
            words,
            *(
                "writes" if can(COLUMNS[who], Permission.SECTION_EDIT, subject) else "–"
                for who in WRITERS
            ),
        ]
        for words, subject in SITUATIONS.items()
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *rows])


@dataclass(frozen=True)
class Round:
    """A review round of the plan."""

    state: str = "open"
    is_outside: bool = False
    allows_links: bool = False
    party_id: str = PARTY
    plan_id: str = PLAN
    id: str = "round-1"


@dataclass(frozen=True)
class Invited:
    """One invitation in it."""

    id: str = "seat-1"
    user_id: str | None = "invited"
    state: str = "accepted"


INVITED = Actor(ActorKind.USER, user_id="invited", grants=(Grant(Role.REVIEWER, PARTY, PLAN),))
READERS: dict[str, tuple[Actor, Invited]] = {
    **{
        who: (COLUMNS[who], Invited())
        for who in ("focal point", "coordinator", "officer", "viewer")
    },
    "another reviewer": (COLUMNS["reviewer"], Invited()),
    "invited, with an account": (INVITED, Invited()),
    "… whose role has ended": (Actor(ActorKind.USER, user_id="invited"), Invited()),
    "… who declined": (INVITED, Invited(state="declined")),
    "… taken back": (INVITED, Invited(state="revoked")),
    "by personal link": (Actor(ActorKind.LINK, invitation_id="seat-1"), Invited(user_id=None)),
    "… taken back ": (
        Actor(ActorKind.LINK, invitation_id="seat-1"),
        Invited(user_id=None, state="revoked"),
    ),
    "by another link": (Actor(ActorKind.LINK, invitation_id="seat-2"), Invited(user_id=None)),
    "other Party": (COLUMNS["other Party"], Invited()),
}
"""Who asks about one seat of a round."""
IN_A_ROUND = (
    Permission.ROUND_READ,
    Permission.ROUND_COMMENT,
    Permission.ROUND_HAND_IN,
    Permission.ROUND_FOLLOW,
    Permission.ROUND_SHOW,
    Permission.ROUND_INVITE,
    Permission.ROUND_PUBLISH,
    Permission.ROUND_CLOSE,
    Permission.ROUND_NOTE_REST,
)


def in_a_round() -> str:
    """Who may do what in one round: `yes` also when it is closed, `inside` while it is open and
    nobody from outside is asked, `open` while it is open."""
    head = ["In a review round", *READERS]
    rows = [
        [
            f"`{permission.value}`",
            *(_in_a_round(actor, permission, seat) for actor, seat in READERS.values()),
        ]
        for permission in IN_A_ROUND
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *rows])


def _in_a_round(actor: Actor, permission: Permission, seat: Invited) -> str:
    for round_, word in (
        (Round(state="closed", is_outside=True), "yes"),
        (Round(is_outside=True), "open"),
        (Round(), "inside"),
    ):
        if can(actor, permission, Seat(round_, seat)):
            return word
    return "–"


def markdown() -> str:
    """`yes` in every state; `open` while the version is not frozen; `sample` for sample data."""
    head = ["Permission", *COLUMNS]
    rows = [
        [f"`{permission.value}`", *(cell(actor, permission) for actor in COLUMNS.values())]
        for permission in Permission
    ]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
