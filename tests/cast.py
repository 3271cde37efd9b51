"""The fixed cast of the stories: who is who, in two Parties that must never see each other."""

from __future__ import annotations

from dataclasses import dataclass

from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR, Actor, Role
from nap_tracker.services import accounts, plans


@dataclass
class Cast:
    """Amberland drafts; Borealia is the other Party whose people must see nothing of it."""

    amberland: Party
    borealia: Party
    plan: Plan
    other_plan: Plan
    focal_point: User
    coordinator: User
    officer: User
    colleague: User
    viewer: User
    reviewer: User
    administrator: User
    stranger: User
    """Focal point, coordinator and officer of Borealia."""

    def actor(self, who: str) -> Actor:
        """The actor a member of the cast is now."""
        return accounts.actor_of(getattr(self, who))


PEOPLE = {
    "focal_point": ("Amina Diallo", Role.FOCAL_POINT),
    "coordinator": ("Bruno Costa", Role.COORDINATOR),
    "officer": ("Chen Li", Role.OFFICER),
    "colleague": ("Dina Petrova", Role.OFFICER),
    "viewer": ("Emeka Obi", Role.VIEWER),
}


def make_user(name: str, **values: object) -> User:
    """A person with an account and no role."""
    email = f"{name.split()[0].lower()}@example.org"
    user = User(name=name, email=email, session_key=new_uid(), **values)
    db.session.add(user)
    db.session.flush()
    return user


def make_party(code: str, name: str) -> Party:
    """A made-up Party."""
    party = Party(code=code, name={"en": name})
    db.session.add(party)
    db.session.flush()
    return party


def make_plan(party: Party, title: str, language: str = "en") -> Plan:
    """A plan with one empty version."""
    details = {"title": {language: title}, "language": language, "languages": [language]}
    return plans.create(OPERATOR, party, details=details)


def give(
    user: User,
    role: Role,
    party: Party,
    plan: Plan | None = None,
    section: str | None = None,
    institution_uid: str | None = None,
) -> None:
    """A role in a Party, on one plan of it, in one section of that, or for an institution of it."""
    key = {"user_id": user.id, "party_id": party.id, "plan_id": plan.id if plan else None}
    part = {"section": section, "institution_uid": institution_uid}
    db.session.add(Membership(role=role, **part, **key))


def assemble() -> Cast:
    """Everybody, stored but not committed."""
    amberland, borealia = make_party("XAA", "Amberland"), make_party("XBB", "Borealia")
    plan = make_plan(amberland, "Plan of Amberland")
    other_plan = make_plan(borealia, "Plan of Borealia")
    people = {}
    for key, (name, role) in PEOPLE.items():
        people[key] = make_user(name)
        give(people[key], role, amberland)
    reviewer = make_user("Fatou Reviewer")
    give(reviewer, Role.REVIEWER, amberland, plan)
    administrator = make_user("Gus Admin", is_administrator=True)
    stranger = make_user("Hana Stranger")
    for role in (Role.FOCAL_POINT, Role.COORDINATOR, Role.OFFICER):
        give(stranger, role, borealia)
    db.session.flush()
    return Cast(
        amberland=amberland,
        borealia=borealia,
        plan=plan,
        other_plan=other_plan,
        reviewer=reviewer,
        administrator=administrator,
        stranger=stranger,
        **people,
    )
