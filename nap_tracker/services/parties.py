"""Parties: adding one, its names, its time zone, and the treaty's authentic text in its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from nap_tracker.annex_c.codes import COUNTRIES
from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import now, time_zones
from nap_tracker.content.canonical import dumps
from nap_tracker.errors import Hidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, is_language
from nap_tracker.models.account import Membership, Party
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission, Role
from nap_tracker.services import history

LONGEST_NAME = 200
LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A Party as the installation sees it: nothing anybody wrote in it."""

    party: Party
    people: int
    focal_points: int


def get(actor: Actor, party_id: str, permission: Permission = Permission.PARTY_SHOW) -> Party:
    """The only way to a Party. Raises NotFound behind a wall, Forbidden inside it."""
    party = db.session.get(Party, party_id)
    if party is None:
        raise Hidden(N_("There is no such Party, or you may not see it."))
    require(actor, permission, party)
    return party


def by_code(actor: Actor, code: str) -> Party:
    """A Party by its code, for the command line."""
    require(actor, Permission.INSTALLATION_MANAGE)
    party = db.session.scalar(select(Party).filter_by(code=code.strip().upper()))
    if party is None:
        raise NotFound(N_("There is no Party with the code %(code)s."), {"code": code})
    return party


def listing(actor: Actor) -> Sequence[PartyLine]:
    """Every Party of the installation with how many people work in it now."""
    require(actor, Permission.INSTALLATION_MANAGE)
    current = or_(Membership.ends_at.is_(None), Membership.ends_at > now())
    focal = func.count(func.distinct(Membership.user_id)).filter(
        Membership.role == Role.FOCAL_POINT
    )
    counts = (
        select(Membership.party_id, func.count(func.distinct(Membership.user_id)), focal)
        .where(current)
        .group_by(Membership.party_id)
    )
    found = {party_id: (people, focals) for party_id, people, focals in db.session.execute(counts)}
    parties = db.session.scalars(select(Party).order_by(Party.sample, Party.code))
    return [PartyLine(party, *found.get(party.id, (0, 0))) for party in parties]


def create(
    actor: Actor,
    *,
    code: str,
    name: Mapping[str, str],
    time_zone: str = "UTC",
    sample: bool = False,
) -> Party:
    """Add a Party to the installation. Raises Invalid."""
    require(actor, Permission.PARTY_CREATE)
    code = code.strip().upper()
    if code not in COUNTRIES and not is_made_up(code):
        raise Invalid(
            N_("Enter the country's code of three letters by ISO 3166-1, for example GHA."),
            about="code",
        )
    words = _checked(name, time_zone)
    party = Party(code=code, name=words, time_zone=time_zone, sample=sample, authentic={})
    db.session.add(party)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise Invalid(N_("There is already a Party with this code."), about="code") from None
    details = {"code": code}
    history.record(actor, "party:created", subject=f"party:{party.id}", details=details)
    history.record(actor, "party:created", party_id=party.id, subject=f"party:{party.id}")
    db.session.flush()
    return party


def let_mail_carry_words(actor: Actor, party: Party, allowed: bool) -> None:
    """Whether mail about this Party may carry notes that people wrote, or titles and links only."""
    require(actor, Permission.MAIL_WIDEN, party)
    if party.mail_has_words is not allowed:
        party.mail_has_words = allowed
        kind = "mail:widened" if allowed else "mail:narrowed"
        history.record(actor, kind, party_id=party.id, subject=f"party:{party.id}")
        db.session.flush()


def edit(actor: Actor, party: Party, *, name: Mapping[str, str], time_zone: str) -> Party:
    """Change what the Party is called and where its days begin. Raises Invalid."""
    require(actor, Permission.PARTY_EDIT, party)
    words = _checked(name, time_zone)
    told = {"name": (party.name, words), "time_zone": (party.time_zone, time_zone)}
    changed = sorted(fact for fact, (before, after) in told.items() if before != after)
    party.name, party.time_zone = words, time_zone
    history.record(
        actor,
        "party:edited",
        party_id=party.id,
        subject=f"party:{party.id}",
        details={"changed": changed, "time_zone": time_zone},
        content=dumps(words),
    )
    db.session.flush()
    return party


def set_authentic(actor: Actor, party: Party, *, language: str, texts: Mapping[str, str]) -> Party:
    """Load the treaty's authentic words in one language: {item key: text}; blank takes one out.

    Only this prints as official; what the program itself says of the treaty is its paraphrase.
    """
    require(actor, Permission.PARTY_EDIT, party)
    for key, text in texts.items():
        treaty().item(key)
        if len(text) > LONGEST_TEXT:
            raise Invalid(N_("This text is too long for one item of Annex C."), about=key)
    kept = {
        key: {tag: text for tag, text in words.items() if tag != language or key not in texts}
        for key, words in party.authentic.items()
    }
    for key, text in texts.items():
        if text:
            kept.setdefault(key, {})[language] = text
    party.authentic = {key: words for key, words in kept.items() if words}
    history.record(
        actor,
        "party:treaty-text-loaded",
        party_id=party.id,
        subject=f"party:{party.id}",
        details={"language": language, "items": sorted(key for key in texts if texts[key])},
    )
    db.session.flush()
    return party


def is_made_up(code: str) -> bool:
    """XAA to XZZ are private by ISO 3166-1: samples and trials."""
    return len(code) == 3 and code.isascii() and code.isalpha() and code.startswith("X")


def _checked(name: Mapping[str, str], time_zone: str) -> dict[str, str]:
    words = {tag: text for tag, text in name.items() if text}
    if not words or any(len(text) > LONGEST_NAME for text in words.values()):
        raise Invalid(N_("Enter the Party's name in at least one language."), about="name")
    if not all(is_language(tag) for tag in words):
        raise Invalid(N_("Enter the code of a language, for example lo"), about="other_language")
    if time_zone not in time_zones():
        raise Invalid(N_("Choose a time zone."), about="time_zone")
    return words
