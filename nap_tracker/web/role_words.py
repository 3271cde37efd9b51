"""What a role is called on pages: with its plan and section, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nap_tracker.annex_c.definitions import Section
from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.i18n import N_, chosen, gettext, locale
from nap_tracker.models.account import Invitation, Membership, Party
from nap_tracker.roles import ROLE_NAMES, Actor, Grant, Role
from nap_tracker.services import institutions, plans
from nap_tracker.services.institutions import Named
from nap_tracker.web.door import actor


def titles_of(actor: Actor, party: Party) -> Mapping[str, str]:
    """Plan -> title, of the plans of a Party the actor may read."""
    return {p.id: chosen(p.title) for p in plans.visible_to(actor) if p.party_id == party.id}


def section_name(section: Section) -> str:
    """A section with its paragraph of Annex C."""
    if not section.paragraph:
        return section.title
    return gettext("%(paragraph)s: %(title)s", paragraph=section.paragraph, title=section.title)


def sections_named(ids: Sequence[str]) -> str:
    """Some sections in one line."""
    known = {section.id: section for section in treaty(LATEST, locale()).sections}
    return "; ".join(section_name(known[id]) if id in known else id for id in ids)


@dataclass(frozen=True, slots=True)
class Told:
    """What the reader may know of the plans of a Party, to say on which part a role is."""

    titles: Mapping[str, str]
    institutions: Mapping[str, Named]

    @classmethod
    def of(cls, party: Party) -> Told:
        known = institutions.known(actor(), party)
        return cls(known.titles, {one.uid: one for one in known.institutions})

    def role(self, held: Membership | Invitation | Grant) -> str:
        """What somebody is or is invited to be, with its plan and part."""
        if isinstance(held, Invitation):
            sections, institution = held.sections, held.institution_uid
        elif isinstance(held, Membership):
            sections, institution = _one(held.section), held.institution_uid
        else:
            sections, institution = _one(held.section), held.institution
        return role_words(held.role, held.plan_id, self.titles, sections, self.name(institution))

    def name(self, institution_uid: str | None) -> str:
        """Of an institution; '' where the reader may not know it."""
        named = self.institutions.get(institution_uid or "")
        return chosen(named.name, named.language) if named else ""


def _one(section: str | None) -> list[str]:
    return [section] if section else []


def role_words(
    role: Role,
    plan_id: str | None,
    titles: Mapping[str, str],
    sections: Sequence[str] = (),
    institution: str = "",
) -> str:
    """A plan's title is content: who may not read the plan sees only that it is one."""
    if role is Role.INSTITUTION:
        return _officer(institution, titles.get(plan_id or "", ""))
    named = {"sections": sections_named(sections), "plan": titles.get(plan_id or "", "")}
    if sections and named["plan"]:
        return gettext(N_("Drafter of %(sections)s (%(plan)s)"), **named)
    if sections:
        return gettext("Drafter of %(sections)s", sections=named["sections"])
    if named["plan"]:
        return gettext("Reviewer of %(plan)s", plan=named["plan"])
    return gettext(ROLE_NAMES[role])


def _officer(institution: str, plan: str) -> str:
    """The name of an institution is content too: it comes with the title, or not at all."""
    if institution and plan:
        said = {"institution": institution, "plan": plan}
        return gettext(N_("Officer of %(institution)s (%(plan)s)"), **said)
    if plan:
        return gettext("Officer of an institution (%(plan)s)", plan=plan)
    return gettext(ROLE_NAMES[Role.INSTITUTION])
