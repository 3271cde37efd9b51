"""Publication: recorded with the place, the address and the date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.publication import Publication
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import dated_facts


def record(
    actor: Actor, version: PlanVersion, *, details: Mapping[str, Any], once: str = ""
) -> Publication:
    """Say where this version can be read. `details`: place, address, published_on, note."""
    require(actor, Permission.PUBLICATION_RECORD, version)
    there = dated_facts.already(version, Publication, once)
    return there or _record(actor, version, details, None, once)


def correct(
    actor: Actor,
    version: PlanVersion,
    before: Publication,
    *,
    details: Mapping[str, Any],
    because: str,
) -> Publication:
    """What was recorded stays, with why it was replaced."""
    require(actor, Permission.PUBLICATION_RECORD, version)
    dated_facts.replace(actor, before, because)
    return _record(actor, version, details, before)


def withdraw(actor: Actor, version: PlanVersion, fact: Publication, *, because: str) -> None:
    """It was recorded by mistake: it stays in the record and holds no more."""
    require(actor, Permission.PUBLICATION_RECORD, version)
    dated_facts.replace(actor, fact, because)
    _write_down(actor, "publication:withdrawn", fact)


def _record(
    actor: Actor,
    version: PlanVersion,
    details: Mapping[str, Any],
    before: Publication | None,
    once: str = "",
) -> Publication:
    dated_facts.refuse_future(version, published_on=details.get("published_on"))
    fact = dated_facts.record(actor, version, Publication, details, replaces=before, once=once)
    db.session.flush()
    if before is None:
        _write_down(actor, "publication:recorded", fact)
    else:
        _write_down(actor, "publication:corrected", fact)
    return fact


def _write_down(actor: Actor, kind: str, fact: Publication) -> None:
    words = (fact.place, fact.address, fact.note)
    dated_facts.write_down(actor, kind, fact, words=words, on=fact.published_on)
