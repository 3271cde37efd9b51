"""What a role is called on pages: with its plan and section, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nap_tracker.annex_c.definitions import Section
from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.i18n import N_, chosen, gettext, locale
from nap_tracker.models.account import Party
from nap_tracker.roles import ROLE_NAMES, Actor, Role
from nap_tracker.services import plans


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


def role_words(
    role: Role, plan_id: str | None, titles: Mapping[str, str], sections: Sequence[str] = ()
) -> str:
    """A plan's title is content: who may not read the plan sees only that it is one."""
    named = {"sections": sections_named(sections), "plan": titles.get(plan_id or "", "")}
    if sections and named["plan"]:
        return gettext(N_("Drafter of %(sections)s (%(plan)s)"), **named)
    if sections:
        return gettext("Drafter of %(sections)s", sections=named["sections"])
    if named["plan"]:
        return gettext("Reviewer of %(plan)s", plan=named["plan"])
    return gettext(ROLE_NAMES[role])
