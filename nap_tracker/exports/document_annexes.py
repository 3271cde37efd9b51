"""The annexes: each on pages of its own, scanned ones page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nap_tracker.annex_c.schema import Kind, Section
from nap_tracker.content.tree import EntryContent
from nap_tracker.exports.document_front import pictures_of
from nap_tracker.exports.document_tree import (
    Block,
    Heading,
    Lines,
    Origin,
    Paragraph,
    Scan,
    Sheet,
    Text,
    isolated,
)
from nap_tracker.exports.document_values import fixed
from nap_tracker.exports.document_writer import Writer
from nap_tracker.i18n import gettext as _
from nap_tracker.i18n import number

ANNEXES = "annexes"
REGISTER = "annex"


def annex_sheets(writer: Writer) -> tuple[Sheet, ...]:
    """A heading of the first level, what the section itself says, then annex by annex."""
    section = writer.voice.schema.section(ANNEXES)
    rows = writer.voice.plan.rows(REGISTER)
    texts = list(_texts(writer, section))
    if not rows and not texts:
        return ()
    title = writer.voice.term(section.title)
    heading = writer.heading(1, title, f"s-{section.id}", numbered=False, section=section.id)
    first: list[Block] = [heading, *texts]
    found: list[Sheet] = []
    for place, row in enumerate(rows, start=1):
        blocks = list(_annex(writer, row, place))
        # The heading of all annexes shares the first page of the first one.
        found.append(Sheet((*first, *blocks)))
        first = []
    return tuple(found) if found else (Sheet(tuple(first)),)


def _texts(writer: Writer, section: Section) -> Iterator[Block]:
    voice = writer.voice
    entry = voice.plan.section(section.id)
    for field in section.fields:
        is_long = field.kind is Kind.LONGTEXT
        if entry and is_long and voice.words(entry.answers.get(field.id)):
            heading = writer.heading(
                2,
                voice.term(field.label),
                f"s-{section.id}-{field.id}",
                reference=voice.term(field.paragraph),
                items=(field.item,),
                numbered=False,
                origin=writer.origin(entry, field),
            )
            yield heading
            yield from writer.long_answer(entry, field, heading, numbered=False)


def _annex(writer: Writer, row: EntryContent, place: int) -> Iterator[Block]:
    voice = writer.voice
    title = voice.row_label(row.uid) or fixed(_("Without a name"))
    heading = Heading(
        anchor=writer.numbering.anchor(f"r-{row.uid}"),
        level=2,
        title=title,
        number=_("Annex %(number)s", number=number(place)),
        origin=writer.origin(row),
    )
    yield heading
    register = voice.schema.register(REGISTER)
    yield from writer.long_answer(row, register.field("description"), heading, numbered=False)
    proof = writer.origin(row, register.field("document"))
    for one in row.answers.get("document") or ():
        yield from _document(writer, one, title, proof)


def _document(
    writer: Writer, one: Mapping[str, Any], title: Text, origin: Origin | None
) -> Iterator[Block]:
    """Its pages where they can be printed; else where the document is to be found."""
    named = writer.voice.words(one.get("title")) or title
    scans = [Scan(picture) for picture in pictures_of(writer, one.get("file"), named.text)]
    if scans:
        yield from scans
        return
    yield Paragraph(_whereabouts(writer, one, named), origin)


def _whereabouts(writer: Writer, one: Mapping[str, Any], named: Text) -> Lines:
    if one.get("link"):
        link = str(one["link"])
        return (named, Text(isolated(link), link=link))
    file = writer.voice.plan.file(one.get("file", ""))
    if file is None:
        return (named,)
    kept = _(
        "This document is kept beside the plan as the file %(name)s.", name=isolated(file.name)
    )
    return (named, fixed(kept))
