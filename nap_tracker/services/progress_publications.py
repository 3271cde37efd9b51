"""Publishing how a plan is carried out: thing by thing, by the focal point in person, and back.

Until somebody does, nothing of the implementation is public. What is published is kept as it was
read before the act; nothing that is recorded or renamed later changes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import func, select

from nap_tracker.clock import now, today
from nap_tracker.content.public_progress import Progress, sum_of, to_content
from nap_tracker.content.stand import Stand
from nap_tracker.errors import Hidden, Invalid, InvalidTransition, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, chosen, languages
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_publication import ProgressPublication
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history, notices, publishable
from nap_tracker.services.publishable import Offer
from nap_tracker.workflow.spans import Span

LONGEST_NAME, LONGEST_WORDS = 300, 2000
NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")
NO_NAME = N_("Enter a name of at most 300 characters")
CHANGED = N_(
    "What is recorded has changed since you looked. Nothing was published. Read it once more as the"
    " public will."
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a focal point wants to publish."""

    name: str
    until: str
    language: str
    chosen: frozenset[str]
    """Keys of candidates."""
    starts_on: str = ""
    note: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    """Both in further languages of the plan, as far as somebody wrote them there."""


@dataclass(frozen=True)
class Draft:
    """What would be public, word by word."""

    name: str
    progress: Progress

    @property
    def content(self) -> dict[str, Any]:
        return to_content(self.progress)

    @property
    def sha256(self) -> str:
        """By which publishing knows that it is what somebody read."""
        return sum_of(self.name, self.content)


def of_plan(actor: Actor, version: PlanVersion) -> Sequence[ProgressPublication]:
    """What was published of a plan, the newest first; for everybody who reads how it goes."""
    require(actor, Permission.ACTIVITY_SHOW, version)
    query = select(ProgressPublication).filter_by(plan_id=version.plan_id)
    return db.session.scalars(query.order_by(ProgressPublication.number.desc())).all()


def get(actor: Actor, version: PlanVersion, publication_id: str) -> ProgressPublication:
    """One that the actor may withdraw. Raises Hidden."""
    require(actor, Permission.PROGRESS_PUBLISH, version)
    query = select(ProgressPublication).filter_by(id=publication_id, plan_id=version.plan_id)
    found = db.session.scalar(query)
    if found is None:
        raise Hidden(NOTHING_HERE)
    return found


def further_languages(version: PlanVersion, language: str) -> tuple[str, ...]:
    """Those of the plan beside the publication's own, as far as the program has words in them."""
    offered = languages()
    return tuple(one for one in version.plan.languages if one in offered and one != language)


def draft(version: PlanVersion, wish: Wish, offer: Offer) -> Draft:
    """What would be published, in every language it would be. `offer` is of the day of the wish.

    Raises Invalid about a field.
    """
    _check(version, wish)
    open_ = _open(offer, wish.language)
    if not wish.chosen:
        raise Invalid(N_("Choose at least one thing to publish"), about="chosen")
    if wish.chosen - open_.keys():
        raise Invalid(
            N_("Something you chose cannot be published any more. Look at your choice again"),
            about="chosen",
        )
    own = Progress(
        party=chosen(version.plan.party.name, wish.language),
        language=wish.language,
        starts_on=wish.starts_on,
        until=wish.until,
        note=wish.note,
        stands=_chosen(wish, open_),
    )
    others = (
        own.also_in(
            language,
            party=chosen(version.plan.party.name, language),
            stands=_chosen(wish, _open(offer, language)),
            name=wish.names.get(language, ""),
            note=wish.notes.get(language, ""),
        )
        for language in further_languages(version, wish.language)
    )
    return Draft(wish.name, replace(own, others=tuple(others)))


def publish(
    actor: Actor, version: PlanVersion, wish: Wish, *, seen: str, id: str = ""
) -> ProgressPublication:
    """Make it public, and the current publication of the plan.

    `seen` is the sum of what was read before; `id` is the page's own, so that sent twice it is
    published once. Raises Invalid about a field, StaleEdit where something changed meanwhile.
    """
    require(actor, Permission.PROGRESS_PUBLISH, version)
    db.session.refresh(version.plan, with_for_update=True)
    # Only now: the same press that came first may have been stored while this one waited.
    there = db.session.get(ProgressPublication, id) if id else None
    if there is not None and there.plan_id == version.plan_id:
        return there
    told = Span.of(wish.until).last if _is_day(wish.until) else today(_zone(version))
    made = draft(version, wish, publishable.look(actor, version, until=told))
    if made.sha256 != seen:
        raise StaleEdit(CHANGED)
    publication = ProgressPublication(
        id=id or new_uid(),
        party_id=version.party_id,
        plan_id=version.plan_id,
        number=1 + (_last_number(version) or 0),
        name=made.name,
        until=wish.until,
        language=wish.language,
        content=made.content,
        sha256=made.sha256,
        published_at=now(),
        published_by_id=actor.user_id,
        published_by_name=actor.name,
    )
    db.session.add(publication)
    db.session.flush()
    _record(actor, publication, "progress-publication:published")
    notices.progress_published(actor, version, publication.name)
    db.session.flush()
    return publication


def withdraw(
    actor: Actor, version: PlanVersion, publication: ProgressPublication, *, because: str
) -> None:
    """Take it back: from now on the public reads that it was withdrawn, and nothing of it.

    Raises Invalid, and InvalidTransition where it was withdrawn before.
    """
    require(actor, Permission.PROGRESS_PUBLISH, version)
    because = because.strip()
    if not because or len(because) > LONGEST_WORDS:
        raise Invalid(N_("Enter the reason in at most 2000 characters"), about="because")
    db.session.refresh(publication, with_for_update=True)
    if publication.withdrawn_at is not None:
        raise InvalidTransition(N_("This publication was withdrawn before."))
    publication.withdrawn_at = now()
    publication.withdrawn_by_id = actor.user_id
    publication.withdrawn_by_name = actor.name
    publication.withdrawn_because = because
    db.session.flush()
    _record(actor, publication, "progress-publication:withdrawn", content=because)


def is_intact(publication: ProgressPublication) -> bool:
    """Whether it is still what was published; removal for protection changes it."""
    return sum_of(publication.name, publication.content) == publication.sha256


def _open(offer: Offer, language: str) -> dict[str, Stand]:
    return {one.key: one.stand for one in offer.candidates(language) if not one.is_kept}


def _chosen(wish: Wish, open_: Mapping[str, Stand]) -> tuple[Stand, ...]:
    return tuple(stand for key, stand in open_.items() if key in wish.chosen)


def _check(version: PlanVersion, wish: Wish) -> None:
    if not wish.name.strip():
        raise Invalid(NO_NAME, about="name")
    if not _is_day(wish.until) or Span.of(wish.until).first > today(_zone(version)):
        raise Invalid(N_("Enter a day that is not in the future"), about="until")
    if wish.starts_on and (not _is_day(wish.starts_on) or wish.starts_on > wish.until):
        raise Invalid(N_("The period ends before it begins"), about="starts_on")
    for about, name in (("name", wish.name), *_by_field("name", wish.names)):
        if len(name) > LONGEST_NAME:
            raise Invalid(NO_NAME, about=about)
    for about, note in (("note", wish.note), *_by_field("note", wish.notes)):
        if len(note) > LONGEST_WORDS:
            raise Invalid(N_("Shorten this to 2000 characters or fewer"), about=about)


def _by_field(name: str, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(Field of the form, words) of what was written in further languages."""
    return ((f"{name}_{language}", words) for language, words in said.items())


def _is_day(text: str) -> bool:
    try:
        Span.of(text)
    except ValueError:
        return False
    return True


def _zone(version: PlanVersion) -> str:
    return version.plan.party.time_zone


def _last_number(version: PlanVersion) -> int | None:
    query = select(func.max(ProgressPublication.number)).filter_by(plan_id=version.plan_id)
    return db.session.scalar(query)


def _record(
    actor: Actor, publication: ProgressPublication, kind: str, content: str | None = None
) -> None:
    details: Mapping[str, str] = {
        "number": str(publication.number),
        "sha256": publication.sha256,
        "language": publication.language,
    }
    history.record(
        actor,
        kind,
        party_id=publication.party_id,
        plan_id=publication.plan_id,
        subject=f"progress_publication:{publication.id}",
        details=details,
        content=content,
    )
