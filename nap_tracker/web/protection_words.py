"""Places and files of a removal in words, to be chosen from and to be read later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import url_for

from nap_tracker.annex_c.schema import LATEST, Schema, treaty
from nap_tracker.i18n import N_, chosen, gettext, labelled, language_name, locale, moment, ngettext
from nap_tracker.models.account import Party
from nap_tracker.models.export import Export
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.removal import Removal
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import removals
from nap_tracker.services.finding import UNACCEPTED, InFact, Place
from nap_tracker.services.removals import Found
from nap_tracker.services.withdrawals import Line
from nap_tracker.web.door import actor

FACTS = {
    ("consent", "reason"): N_("Reason for letting an administrator read"),
    ("endorsement", "body"): N_("Endorsement: the body"),
    ("endorsement", "instrument"): N_("Endorsement: the instrument"),
    ("endorsement", "note"): N_("Endorsement: the note"),
    ("endorsement", "signatory"): N_("Endorsement: who signed"),
    ("export", "name"): N_("Name of a document"),
    ("message", "context"): N_("Mail in the outbox"),
    ("named_point", "name"): N_("Name of a moment in history"),
    ("plan", "short_title"): N_("Short title of the plan"),
    ("plan", "title"): N_("Title of the plan"),
    ("plan_version", "snapshot"): N_("Frozen text: title, names of files, reasons"),
    ("progress_publication", "name"): N_("Name of a publication of how the plan is carried out"),
    ("progress_publication", "content"): N_("What the public reads of how the plan is carried out"),
    ("publication", "note"): N_("Publication: the note"),
    ("sealed_file", "name"): N_("Name of a sealed file"),
    ("region_map", "called_by"): N_("Outlines of regions: the property with the names"),
    ("region_map", "name"): N_("Name of a file of outlines"),
    ("region_map", "properties"): N_("Outlines of regions: what the file says of each"),
    ("section_lock", "reason"): N_("Reason for asking for quiet in a section"),
    ("stored_file", "name"): N_("Name of a file"),
    ("submission", "note"): N_("Submission: the note"),
    ("submission", "receipt"): N_("Submission: the receipt"),
    ("warning_answer", "reason"): N_("Answer to a warning of the check"),
    ("comment_upload", "name"): N_("Name of a file of comments on its way in"),
    ("institution_upload", "name"): N_("Name of a report of an institution on its way in"),
    ("word_upload", "name"): N_("Name of a Word file on its way in"),
    ("work_plan_upload", "name"): N_("Name of a spreadsheet on its way in"),
}
OTHER = N_("Another record of the Party")


def removal_url(version: PlanVersion) -> Callable[[str], str] | None:
    """What makes the address of a removal, for those who may read what was done."""
    if not can(actor(), Permission.EVENT_LIST, version.plan.party):
        return None
    return lambda id: url_for("protections.show", party_id=version.party_id, removal_id=id)


def choices_of_places(party: Party, found: Found) -> list[tuple[str, str]]:
    """(Key, words) of every place, with what stands around the words."""
    schema = treaty(LATEST, locale())
    titles = removals.titles(actor(), party)
    return [(place.key, _choice(place, schema, titles)) for place in found.places]


def choices_of_files(party: Party, lines: Sequence[Line]) -> list[tuple[str, str]]:
    """The same of files; of some nobody can tell what they hold."""
    return [(line.key, _file(line, party.time_zone)) for line in lines]


def told_places(removal: Removal) -> list[str]:
    """Where something was removed, by the names of now."""
    schema = treaty(LATEST, locale())
    return [_told(place, schema) for place in removal.places]


def _choice(place: Place, schema: Schema, titles: Mapping[str, Mapping[str, str]]) -> str:
    title = chosen(titles.get(place.plan_id or "", {}))
    shown = place.excerpt
    words = f"{shown.before}{shown.found}{shown.after}" if shown else ""
    parts = [title, _where(place, schema), f"“{' '.join(words.split())}”"]
    return ": ".join(part for part in parts if part)


def _where(place: Place, schema: Schema) -> str:
    where = place.where
    if isinstance(where, InFact):
        return _with_version(gettext(FACTS.get((where.table, where.column), OTHER)), place.version)
    said = _in_text(schema, place.kind, place.section, where.field, where.language)
    revisions = place.revisions and ngettext("%(n)s revision", "%(n)s revisions", place.revisions)
    frozen = gettext("frozen") if place.is_frozen else ""
    extent = ", ".join(part for part in (revisions or "", frozen) if part)
    return _with_version(said, place.version) + (f" ({extent})" if extent else "")


def _in_text(schema: Schema, kind: str, section: str | None, field: str, language: str) -> str:
    try:
        owner = schema.owner(kind, section)
        label = owner.field(field).label
    except KeyError:
        return gettext(OTHER)
    name = owner.title if kind == "section" else schema.register(kind).singular
    spoken = gettext("typed, not accepted") if language == UNACCEPTED else ""
    if language and not spoken:
        spoken = language_name(language, locale())
    return ", ".join(part for part in (f"{labelled(name)} {label}", spoken) if part)


def _with_version(said: str, version: int | None) -> str:
    if version is None:
        return said
    return gettext("%(what)s, version %(number)s", what=said, number=version)


def _told(place: Mapping[str, Any], schema: Schema) -> str:
    if "file" in place:
        return gettext("A file of the plan")
    if "table" in place:
        return gettext(FACTS.get((place["table"], place["column"]), OTHER))
    said = _in_text(schema, place["kind"], place["section"], place["field"], place["language"])
    return _with_version(said, place["version"])


def _file(line: Line, zone: str) -> str:
    row: Any = line.row
    at = row.requested_at if isinstance(row, Export) else None
    at = at or getattr(row, "kept_at", None) or row.created_at
    said = gettext(
        "%(name)s, of %(when)s", name=row.name or gettext("Document"), when=moment(at, zone)
    )
    if line.is_certain:
        return said
    return gettext("%(file)s (nobody can tell: it cannot be looked into)", file=said)
