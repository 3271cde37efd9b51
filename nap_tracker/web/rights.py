"""What somebody can do in a Party, and why; who there can do what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from nap_tracker.clock import day_of, last_day
from nap_tracker.i18n import N_, day, gettext, listing
from nap_tracker.models.account import Party
from nap_tracker.permissions import POLICY, Predicate
from nap_tracker.policy_words import NOUNS, RIGHTS, WHO
from nap_tracker.reasons import Answer, Verdict
from nap_tracker.roles import Grant, Permission
from nap_tracker.services import parties, rights
from nap_tracker.services.rights import Asked, Holders, Part, Rights
from nap_tracker.services.standings import Line
from nap_tracker.web.door import actor
from nap_tracker.web.role_words import Told, sections_named, titles_of
from nap_tracker.workflow.positions import names

T = TypeVar("T", Asked, Holders)

bp = Blueprint("rights", __name__, url_prefix="/parties/<uuid:party_id>/rights")

VERDICTS = {
    Verdict.YES: N_("Yes"),
    Verdict.WHILE: N_("Yes, for now"),
    Verdict.NOT_NOW: N_("Not now"),
    Verdict.NO: N_("No"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do: whether they can, and why."""

    permission: str
    words: str
    about: str
    verdict: str
    word: str
    roles: Sequence[str]
    """What it rests on, each enough."""
    hindrance: str
    closed_in: str
    rules: Sequence[str]
    """The clause that holds, or for a no every clause that would."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a noun."""

    heading: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of the answers under its heading."""

    heading: str
    stands: str
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One thing to do, and who can."""

    words: str
    about: str
    names: str
    is_only_one: bool
    not_now: str
    rules: Sequence[str]


@dataclass(frozen=True, slots=True)
class HolderGroup:
    """Rows of a noun."""

    heading: str
    rows: Sequence[HolderRow]


@bp.get("/<uuid:user_id>")
def show(party_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Every permission for one person, with the reason."""
    party = parties.get(actor(), str(party_id))
    found = rights.of_person(actor(), party, str(user_id))
    told = _Words(party, found)
    return render_template(
        "rights/show.html",
        party=party,
        person=found.person,
        is_self=found.person.id == actor().user_id,
        held=[told.role(grant) for grant in found.held],
        consent=found.consent and day(last_day(found.consent.ends_at, party.time_zone)),
        parts=[told.part(part) for part in found.parts],
    )


@bp.get("")
def index(party_id: UUID) -> ResponseReturnValue:
    """For every permission who can: nobody, one person, several."""
    party = parties.get(actor(), str(party_id))
    lines = rights.lines_of(actor(), party)
    wanted = request.args.get("plan")
    line = next((x for x in lines if x.plan_id == wanted), lines[-1] if lines else None)
    titles = titles_of(actor(), party)
    return render_template(
        "rights/index.html",
        party=party,
        plans=[(x.plan_id, titles[x.plan_id], x is line) for x in lines],
        stands=_stands([line]) if line else "",
        groups=list(_holders(rights.holders(actor(), party, line))),
    )


class _Words:
    """One person's rights in the reader's language."""

    def __init__(self, party: Party, found: Rights) -> None:
        self.found, self.zone = found, party.time_zone
        self.told = Told.of(party)
        self.titles = self.told.titles

    def role(self, grant: Grant) -> str:
        """A role with whose it is, since when and until when."""
        said = {
            "role": self.told.role(grant),
            "since": day(day_of(grant.since, self.zone)) if grant.since else "",
            "until": day(last_day(grant.ends_at, self.zone)) if grant.ends_at else "",
            "name": self.found.lenders.get(grant.on_behalf_of or "", ""),
        }
        if grant.on_behalf_of:
            return gettext("%(role)s for %(name)s, from %(since)s until %(until)s", **said)
        if grant.ends_at:
            return gettext("%(role)s since %(since)s, until %(until)s", **said)
        return gettext("%(role)s since %(since)s", **said)

    def part(self, part: Part) -> Shown:
        return Shown(
            self._heading(part),
            _stands(part.lines),
            [
                Group(heading, list(self._rows(rows)))
                for heading, rows in groupby(_in_order(part.asked), key=_heading_of)
            ],
        )

    def _heading(self, part: Part) -> str:
        titles = listing([self.titles[line.plan_id] for line in part.lines])
        if part.section:
            said = {"section": sections_named([part.section]), "plan": titles}
            return gettext("In the section %(section)s of %(plan)s", **said)
        if part.grant:
            return self.told.role(part.grant)
        if part.lines:
            return gettext("In %(plan)s", plan=titles)
        if part.is_installation:
            return gettext("In the installation")
        return gettext("In the Party")

    def _rows(self, asked: Iterable[Asked]) -> Iterator[Row]:
        """One row per answer: things that are answered alike stand together."""
        for permission, same in groupby(asked, key=lambda one: one.permission):
            alike: dict[Answer, list[str]] = {}
            for one in same:
                alike.setdefault(one.answer, []).append(gettext(one.about) if one.about else "")
            for answer, abouts in alike.items():
                about = listing(abouts) if len(alike) > 1 else ""
                yield self._row(permission, about, answer)

    def _row(self, permission: Permission, about: str, answer: Answer) -> Row:
        return Row(
            permission=permission.value,
            words=gettext(RIGHTS[permission].words),
            about=about,
            verdict=answer.verdict.value,
            word=gettext(VERDICTS[answer.verdict]),
            roles=[self.role(grant) for grant in answer.grants],
            hindrance=gettext(answer.hindrance) if answer.hindrance else "",
            closed_in=listing([gettext(words) for words in answer.closed_in]),
            rules=_rules(permission, answer.clause),
        )


def _rules(permission: Permission, clause: Sequence[Predicate]) -> list[str]:
    clauses = (clause,) if clause else POLICY[permission]
    return [_clause([gettext(WHO[holds]) for holds in one]) for one in clauses]


def _clause(conditions: Sequence[str]) -> str:
    """Whom a clause means, and then of what and while what."""
    said, *more = conditions
    for condition in more:
        said = gettext("%(rule)s, %(condition)s", rule=said, condition=condition)
    return said


def _stands(lines: Sequence[Line]) -> str:
    return listing([gettext(name) for name in names(lines[0].position)]) if lines else ""


def _heading_of(asked: Asked | Holders) -> str:
    return gettext(NOUNS[_noun(asked)])


def _noun(asked: Asked | Holders) -> str:
    return asked.permission.value.partition(":")[0]


def _in_order(asked: Iterable[T]) -> list[T]:
    places = {noun: place for place, noun in enumerate(NOUNS)}
    return sorted(asked, key=lambda one: (places[_noun(one)], one.permission))


def _holders(found: Sequence[Holders]) -> Iterator[HolderGroup]:
    for heading, asked in groupby(_in_order(found), key=_heading_of):
        rows: dict[tuple[Permission, tuple[str, ...], tuple[str, ...]], list[str]] = {}
        for one in asked:
            rows.setdefault((one.permission, one.who, one.not_now), []).append(one.about)
        several = Counter(permission for permission, *_ in rows)
        yield HolderGroup(
            heading,
            [
                HolderRow(
                    words=gettext(RIGHTS[permission].words),
                    about=listing(list(map(gettext, about))) if several[permission] > 1 else "",
                    names=listing(who),
                    is_only_one=len(who) == 1,
                    not_now=listing(not_now),
                    rules=_rules(permission, ()),
                )
                for (permission, who, not_now), about in rows.items()
            ],
        )
