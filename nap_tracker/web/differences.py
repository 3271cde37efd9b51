"""Differences for templates: marked HTML, and the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from nap_tracker.annex_c.definitions import Field
from nap_tracker.content.audience import of_field, of_whole
from nap_tracker.content.difference import EntryChange, Fate
from nap_tracker.content.tree import EntryContent
from nap_tracker.i18n import N_, gettext, language_name, ngettext
from nap_tracker.services import comparing
from nap_tracker.services.answers import Reading
from nap_tracker.services.comparing import FieldChange, Line
from nap_tracker.text import marked

FATES = {
    Fate.ADDED: N_("Added"),
    Fate.CHANGED: N_("Changed"),
    Fate.MOVED: N_("Moved"),
    Fate.REMOVED: N_("Removed"),
}
AUDIENCES = {
    "drafting_team": N_("Drafting team only"),
    "reviewers": N_("Drafting team and reviewers"),
    "public": N_("Public"),
}


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with its changes, as HTML of ours."""

    language: str
    language_name: str
    """'' where the plan has one language."""
    html: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class MarkedField:
    """One question with what changed in its answer."""

    field: Field
    texts: Sequence[MarkedText]
    lines: Sequence[Line]
    reads_the_same: bool
    restore_url: str = ""


@dataclass(frozen=True, slots=True)
class MarkedEntry:
    """One section or row with everything that changed in it."""

    id: str
    name: str
    fate: Fate
    fate_words: str
    fields: Sequence[MarkedField]
    settings: Sequence[tuple[str, str, str]]
    """(question, before, after) of who may see it, and of being completed."""
    has_moved: bool
    url: str = ""


def labels(*, added: str = "", removed: str = "") -> marked.Labels:
    """The words that marks are read out with; other ones for two people's texts."""

    def said(words: str) -> str:
        return str(escape(words))

    def unchanged(n: int) -> str:
        return said(
            ngettext("%(n)s unchanged part is left out", "%(n)s unchanged parts are left out", n)
        )

    return marked.Labels(
        added=said(added or gettext("Added")),
        removed=said(removed or gettext("Removed")),
        form_changed=said(gettext("Its form changed")),
        moved_here=said(gettext("Moved here")),
        moved_away=said(gettext("Moved from here")),
        unchanged=unchanged,
    )


def marked_field(
    change: FieldChange,
    *,
    languages: int = 1,
    restore_url: str = "",
    added: str = "",
    removed: str = "",
) -> MarkedField:
    """A changed answer, ready to print."""
    words = labels(added=added, removed=removed)
    texts = [
        MarkedText(
            text.language,
            language_name(text.language) if languages > 1 else "",
            marked.marked(text.difference, words)
            if text.is_long
            else marked.marked_words(text.difference, words),
            text.is_long,
        )
        for text in change.texts
    ]
    return MarkedField(change.field, texts, change.lines, change.reads_the_same, restore_url)


def marked_entry(
    change: EntryChange, was: Reading, now: Reading, *, name: str, url: str = ""
) -> MarkedEntry:
    """A changed section or row, ready to print."""
    languages = len(now.plan.languages)
    fields = [
        marked_field(field, languages=languages)
        for field in comparing.of_entry(change, was.voice, now.voice)
    ]
    settings = settings_of(now, change)
    fate = change.fate
    return MarkedEntry(
        change.entry.uid,
        name,
        fate,
        gettext(FATES[fate]),
        fields,
        settings,
        change.has_moved and fate is Fate.CHANGED,
        url,
    )


def settings_of(reading: Reading, change: EntryChange) -> list[tuple[str, str, str]]:
    """Who may see the whole and each answer, and whether it is completed, where that changed."""
    before, after = change.before, change.after
    if before is None or after is None or not change.has_new_settings:
        return []
    owner = reading.schema.owner(after.kind, after.section)
    found = [(gettext("Who may see this"), *(of_whole(owner, e).value for e in (before, after)))]
    found += [
        (f.label, *(of_field(owner, f, e).value for e in (before, after))) for f in owner.fields
    ]
    told = [
        (question, gettext(AUDIENCES[old]), gettext(AUDIENCES[new]))
        for question, old, new in found
        if old != new
    ]
    if before.completed != after.completed:
        told.append((gettext("Completed"), _yes(before), _yes(after)))
    return told


def _yes(entry: EntryContent) -> str:
    return gettext("Yes") if entry.completed else gettext("No")
