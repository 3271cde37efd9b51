"""Places of a plan in addresses of comments: what they are called, where one edits them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from nap_tracker.forms.rows import uid as as_uid
from nap_tracker.i18n import locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import comment_list, comments
from nap_tracker.services.comment_list import Called
from nap_tracker.services.comment_places import Ground, Where
from nap_tracker.services.comment_readers import reader
from nap_tracker.services.threads import Thread
from nap_tracker.text.anchors import LONGEST_QUOTE
from nap_tracker.text.plain import to_text
from nap_tracker.web.door import actor
from nap_tracker.web.entries import nothing_here, way_back
from nap_tracker.web.plan_pages import Addresses


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the words of the reader's language."""

    section: str
    """Its title; '' for the plan as a whole."""
    label: str
    """The question, with the row's name in front; '' for a section as a whole."""
    url: str
    """Where it is edited, or read."""


@dataclass(frozen=True, slots=True)
class At(Spot):
    """A place, as a page about it needs it."""

    where: Where
    ground: Ground
    back: str = ""

    @property
    def has_words(self) -> bool:
        """Whether some of its words can be chosen."""
        passage = self.ground.passage(self.where)
        return passage is not None and not passage.is_empty


def place_in_address(version: PlanVersion) -> At:
    """The place that a page to comment on names, if the person may read it. Raises NotFound."""
    named = request.args
    uid = as_uid(named.get("uid", "")) if named.get("uid") else None
    language = named.get("language") or version.plan.language
    field = named.get("field") or None
    where = Where(named.get("section") or None, uid, field, language if field else None)
    ground = comments.ground_of(version, locale())
    if field is not None and uid is None:
        raise nothing_here()
    comments.refuse_hidden(reader(actor(), version), ground, where)
    return at(version, ground, where, back=way_back())


def place_of(version: PlanVersion, thread: Thread) -> At:
    """Where a comment stands, for who hears of it."""
    ground = comments.ground_of(version, locale())
    return at(version, ground, thread.where, row_name=thread.row_name)


def at(
    version: PlanVersion, ground: Ground, where: Where, *, row_name: str = "", back: str = ""
) -> At:
    """A place in the words of the reader's language; `row_name` for one that is gone."""
    called = comment_list.called(ground, where, row_name)
    spot = among(Addresses(version, ground.schema), where, called)
    return At(spot.section, spot.label, spot.url, where, ground, back)


def among(leads: Addresses, where: Where, called: Called) -> Spot:
    """The same of one of many places, whose addresses have much in common."""
    return Spot(called.section, called.label, address(leads, where, called))


def address(leads: Addresses, where: Where, called: Called) -> str:
    """Where the place is edited; who only reads is led to the answer."""
    if where.section is None:
        return url_for("plans.show", plan_id=leads.plan_id)
    if called.kind and where.uid:
        return leads.row(called.kind, where.uid, where.field)
    return leads.section(where.section, where.field if called.is_question else None)


def words_of(place: At) -> str:
    """The text of the question as it is read, to copy words from."""
    text = place.ground.text(place.where)
    return to_text(text) if text else ""


def block_of(place: At, block: str) -> str:
    """The words of one paragraph, of which people keep the part they mean; '' of a long table."""
    passage = place.ground.passage(place.where)
    found = (passage.words_of(block) if passage else "").strip()
    return found if len(found) <= LONGEST_QUOTE else ""


def to_comment(plan_id: str, where: Where, **more: Any) -> str:
    """Where something is said of a place."""
    named = {
        "section": where.section,
        "uid": where.uid,
        "field": where.field,
        "language": where.language,
        **more,
    }
    given = {name: value for name, value in named.items() if value}
    return url_for("comments.create", plan_id=plan_id, **given)
