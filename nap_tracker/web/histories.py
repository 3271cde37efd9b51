"""What pages of history share: the plan around them, names of entries, lines of sittings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from nap_tracker.annex_c.definitions import Kind, Owner
from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import SECTION, EntryContent, PlanContent
from nap_tracker.i18n import N_, gettext, ngettext
from nap_tracker.roles import Permission
from nap_tracker.services import comments, moments
from nap_tracker.services.answers import Reading
from nap_tracker.services.timeline import Page, Save, Sitting
from nap_tracker.web.door import actor
from nap_tracker.web.entries import Desk, desk, part_desk

COMMENT = "comment:"
"""Before the id of a comment whose wording was used, as where a save came from."""
Named = tuple[str, str]
"""What was done in words, and an address; '' without one."""
DONE = {
    "comment": N_("the wording of a comment was used"),
    "conflict": N_("text kept beside"),
    "import": N_("brought in from a file"),
    "moved": N_("moved"),
    "protection": N_("words removed to protect people"),
    "put_back": N_("put back"),
    "removed": N_("removed"),
    "restored": N_("brought back from history"),
    "start": N_("begun"),
}
"""What was done, where nobody typed."""
SAVED = {
    **DONE,
    "autosave": N_("saved by itself"),
    "form": N_("saved"),
}


def history_desk(plan_id: object, permission: Permission = Permission.HISTORY_SHOW) -> Desk:
    """A plan whose whole history the person may read."""
    return desk(plan_id, permission)


def part_history_desk(plan_id: object, permission: Permission = Permission.HISTORY_SHOW) -> Desk:
    """A plan of which the person may read some history; the services say of which entries."""
    return part_desk(plan_id, permission)


@dataclass(frozen=True, slots=True)
class SittingLine:
    """One line: who, when, where, how much."""

    sitting: Sitting
    who: str
    where: str
    what: str
    url: str
    kept: str
    """A sentence about texts kept beside; '' without any."""
    what_url: str = ""
    """The comment whose wording was used, for who may read it."""


@dataclass(frozen=True, slots=True)
class SaveLine:
    """One revision in a list."""

    save: Save
    who: str
    what: str
    url: str
    """What changed with it."""
    show_url: str
    what_url: str = ""


def page_number() -> int:
    """`?page=3`; the first for anything else."""
    sent = request.args.get("page", "1")
    return int(sent) if sent.isascii() and sent.isdigit() and 0 < int(sent) < 100_000 else 1


def reading(at: Desk, plan: PlanContent) -> Reading:
    """A state of the plan in the reader's words."""
    return Reading(plan, at.schema, Audience.DRAFTING_TEAM, at.language)


def naming(at: Desk, entries: Iterable[EntryContent]) -> Reading:
    """Enough of the plan to say what these entries are called and what they point at."""
    found = list(entries)
    owners = [at.schema.owner(entry.kind, entry.section) for entry in found]
    registers = {r for owner in owners for r in moments.registers_named(_choosing(owner))}
    plan = moments.names(actor(), at.version, registers)
    there = {entry.uid for entry in plan.entries}
    more = tuple(entry for entry in found if entry.uid not in there)
    return reading(at, replace(plan, entries=(*plan.entries, *more)))


def _choosing(owner: Owner) -> list[object]:
    return [f for f in owner.fields if f.kind in (Kind.REF, Kind.REFS)]


def name_of(words: Reading, entry: EntryContent) -> str:
    """What a section or row is called in history."""
    if entry.kind == SECTION:
        section = words.schema.section(entry.section or "")
        if not section.paragraph:
            return section.title
        return gettext("%(paragraph)s: %(title)s", paragraph=section.paragraph, title=section.title)
    register = words.schema.register(entry.kind)
    label = words.label(entry) or gettext("Untitled")
    return gettext("%(register)s: %(name)s", register=register.singular, name=label)


def entry_page(at: Desk, entry: EntryContent) -> str:
    """Where the entry is read and written."""
    if entry.kind == SECTION:
        return url_for("sections.edit", plan_id=at.plan_id, section_id=entry.section or "")
    return url_for("rows.edit", plan_id=at.plan_id, register=entry.kind, uid=entry.uid)


def sitting_lines(at: Desk, page: Page, *, of_one: bool = False) -> list[SittingLine]:
    """The sittings of a page in words; those of one entry need not name it."""
    named = [s.entry for s in page.sittings if s.entry is not None]
    words = None if of_one else naming(at, named)
    known = _comments(at, [sitting.origin for sitting in page.sittings if sitting.saves == 1])
    return [_sitting_line(at, words, sitting, known) for sitting in page.sittings]


def _sitting_line(
    at: Desk, words: Reading | None, sitting: Sitting, known: Mapping[str, Named]
) -> SittingLine:
    used, used_url = known.get(sitting.origin, ("", "")) if sitting.saves == 1 else ("", "")
    kept = sitting.kept and ngettext(
        "%(n)s text that is not in the plan is kept here",
        "%(n)s texts that are not in the plan are kept here",
        sitting.kept,
    )
    where = name_of(words, sitting.entry) if words and sitting.entry else ""
    if sitting.entries > 1:
        where = ngettext("%(n)s section or row", "%(n)s sections and rows", sitting.entries)
    return SittingLine(
        sitting,
        sitting.author or gettext("the operator"),
        where,
        used or _what(sitting),
        url_for("history.sitting", plan_id=at.plan_id, sitting_id=sitting.id),
        kept or "",
        used_url,
    )


def done(origin: str) -> str:
    """What was done where nobody typed; '' where somebody did."""
    kind, _, number = origin.partition(":")
    if kind == "version":
        return gettext("copied from version %(number)s", number=number)
    return gettext(DONE[kind]) if kind in DONE else ""


@dataclass(frozen=True, slots=True)
class Made:
    """How one revision came to be, where nobody typed it."""

    what: str
    """'' where somebody did."""
    what_url: str


def made_by(at: Desk, origin: str) -> Made:
    """What a list of saves says of one of them."""
    return Made(*_comments(at, [origin]).get(origin, (done(origin), "")))


def _comments(at: Desk, origins: Iterable[str]) -> Mapping[str, Named]:
    """Origin -> the comment whose wording was used, by its number, of those the reader hears of."""
    ids = {origin.removeprefix(COMMENT) for origin in origins if origin.startswith(COMMENT)}
    return {
        f"{COMMENT}{id}": (
            gettext("the wording of comment %(number)s was used", number=number),
            url_for("comments.show", plan_id=at.plan_id, comment_id=id),
        )
        for id, number in comments.numbers(actor(), at.version, ids).items()
    }


def _what(sitting: Sitting) -> str:
    if done(sitting.origin):
        return done(sitting.origin)
    if not sitting.fields:
        return gettext("no answer is another")
    return ngettext("%(n)s field", "%(n)s fields", len(sitting.fields))


def save_lines(at: Desk, saves: Sequence[Save]) -> list[SaveLine]:
    """The saves of a sitting in words."""
    where: dict[str, Any] = {"plan_id": at.plan_id}
    known = _comments(at, [save.origin for save in saves])
    return [
        SaveLine(
            save,
            save.author or gettext("the operator"),
            known.get(save.origin, ("", ""))[0]
            or done(save.origin)
            or gettext(SAVED.get(save.origin, save.origin)),
            url_for("comparisons.entry", **where, after=save.id),
            url_for("revisions.show", **where, revision_id=save.id),
            known.get(save.origin, ("", ""))[1],
        )
        for save in saves
    ]


def older_and_newer(page: Page, **where: Any) -> tuple[str, str]:
    """Addresses of the pages before and behind this one; '' where there is none."""
    endpoint = request.endpoint or ""
    newer = url_for(endpoint, **where, page=page.number - 1) if page.number > 1 else ""
    older = url_for(endpoint, **where, page=page.number + 1) if page.has_more else ""
    return newer, older
