"""What those who said something are called in a ledger, so that no two people are taken for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.i18n import gettext
from nap_tracker.models.comment import Comment
from nap_tracker.models.round import RoundInvitation
from nap_tracker.services.comment_files import Reading

Person = tuple[str, str]
"""A seat, an account, or somebody for whom a comment was entered; and its id, or their name."""


def names(reading: Reading) -> Mapping[str, str]:
    """Comment -> who said it: those of one name with the organisation they were invited for, and
    where that is the same too, with a number. One query.

    In an anonymous round all have codes of their own, and no organisation is told.
    """
    told = {one.id: one.author for one in reading.record}
    people, organisations = _people(told)
    called: dict[Person, str] = {}
    for id, name in told.items():
        called.setdefault(people[id], name)
    if reading.round is not None and not reading.round.is_anonymous:
        called = _with_organisations(called, organisations)
    called = _numbered(called)
    return {id: called[people[id]] for id in told}


def _people(ids: Collection[str]) -> tuple[dict[str, Person], dict[Person, str]]:
    """Comment -> who said it, and the organisation of each who was invited."""
    query = (
        select(
            Comment.id,
            Comment.invitation_id,
            Comment.author_id,
            Comment.on_behalf_of,
            RoundInvitation.organisation,
        )
        .outerjoin(RoundInvitation, RoundInvitation.id == Comment.invitation_id)
        .where(Comment.id.in_(ids))
    )
    people: dict[str, Person] = {}
    organisations: dict[Person, str] = {}
    for id, seat, author, named, organisation in db.session.execute(query):
        person = ("seat", seat) if seat else ("account", author) if author else None
        people[id] = person or ("name", (named or "").casefold())
        organisations[people[id]] = organisation or ""
    return people, organisations


def _with_organisations(
    called: Mapping[Person, str], organisations: Mapping[Person, str]
) -> dict[Person, str]:
    shared = _shared(called)
    return {
        person: f"{name}, {organisations[person]}"
        if name in shared and organisations[person]
        else name
        for person, name in called.items()
    }


def _numbered(called: Mapping[Person, str]) -> dict[Person, str]:
    shared, seen, found = _shared(called), Counter[str](), {}
    for person, name in called.items():
        seen[name] += 1
        is_one_of_many = name in shared
        found[person] = (
            gettext("%(name)s (%(n)s)", name=name, n=seen[name]) if is_one_of_many else name
        )
    return found


def _shared(called: Mapping[Person, str]) -> set[str]:
    """Names that more than one person has; whoever has none any more stays without."""
    return {name for name, number in Counter(called.values()).items() if name and number > 1}
