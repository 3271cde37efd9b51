"""From the content of a plan to what will be printed. The first of three pure steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from nap_tracker.annex_c.schema import Group, Item, Schema, Section
from nap_tracker.content.tree import SECTION, PlanContent
from nap_tracker.exports.document_annexes import ANNEXES, annex_sheets
from nap_tracker.exports.document_chosen import of_sections
from nap_tracker.exports.document_front import (
    FRONT,
    audience_words,
    cover,
    front_sheets,
    list_sheets,
    section_sheets,
)
from nap_tracker.exports.document_sections import chapter
from nap_tracker.exports.document_tree import (
    Addressed,
    Cover,
    Document,
    Heading,
    Mark,
    Options,
    Paragraph,
    Sheet,
    Style,
    Text,
)
from nap_tracker.exports.document_values import Voice, fixed
from nap_tracker.exports.document_writer import PORTRAIT_PAGE, Placed, Writer, sheets
from nap_tracker.i18n import day, direction, number, use_locale
from nap_tracker.i18n import gettext as _

__all__ = ["Document", "Mark", "Options", "build"]


def build(plan: PlanContent, schema: Schema, options: Options) -> Document:
    """The document of a plan that was already filtered for `options.audience`.

    `schema` should speak the document's language as far as it can; every fixed word, number and
    date is in that language, whatever the interface speaks. Raises PictureMissing.
    """
    language = options.language or plan.language
    with use_locale(language):
        writer = Writer(Voice(plan, schema, language, options.audience), options)
        return _document(writer)


def _document(writer: Writer) -> Document:
    voice, options = writer.voice, writer.options
    face = cover(_on_the_cover(writer))
    whole = options.section is None
    front = front_sheets(writer) if whole else ()
    lists = list_sheets(writer) if whole else ()
    body = (*_parts(writer), *annex_sheets(writer)) if whole else _alone(writer)
    headings = [block for sheet in body for block in sheet.blocks if isinstance(block, Heading)]
    made = Document(
        language=voice.language,
        direction=direction(voice.language),
        spoken=fixed("").language or voice.language,
        title=face.title.text,
        author=face.party.text,
        made_on=options.made_on,
        mark=mark_words(options.mark),
        running=_running(writer, face),
        foot=_foot(writer, face),
        cover=face,
        front=front,
        lists=lists,
        body=body,
        addressed=tuple(_addressed(writer, item, headings) for item in voice.schema.items)
        if whole
        else (),
        whole=whole,
    )
    return made if options.only is None else of_sections(made, options.only)


def _on_the_cover(writer: Writer) -> Writer:
    """What the cover is written from: of a section that this copy does not hold, nothing."""
    only, plan = writer.options.only, writer.voice.plan
    if only is None:
        return writer
    held = tuple(entry for entry in plan.entries if entry.kind != SECTION or entry.section in only)
    return replace(writer, voice=replace(writer.voice, plan=replace(plan, entries=held)))


def _alone(writer: Writer) -> tuple[Sheet, ...]:
    """One section; with its heading and a note where this copy has nothing to show in it."""
    section = writer.voice.schema.section(writer.options.section or "")
    if section.id == ANNEXES:
        found = annex_sheets(writer)
    elif section.group == FRONT:
        found = section_sheets(writer, section)
    else:
        found = sheets(chapter(writer, section))
    return found or (_nothing(writer, section),)


def _nothing(writer: Writer, section: Section) -> Sheet:
    title = writer.voice.term(section.title)
    heading = writer.heading(1, title, f"s-{section.id}", numbered=False)
    told = fixed(_("This copy has nothing to show in this section."), Style.NOTE)
    return Sheet((heading, Paragraph((told,))))


def mark_words(mark: Mark) -> str:
    """What stands across every page; nothing on a clean copy."""
    return {
        Mark.DRAFT: _("DRAFT"),
        Mark.FOR_VALIDATION: _("FOR VALIDATION"),
        Mark.FOR_ENDORSEMENT: _("FOR ENDORSEMENT"),
        Mark.NONE: "",
    }[mark]


def _running(writer: Writer, face: Cover) -> str:
    short = writer.voice.words(writer.voice.plan.short_title) or face.title
    return _("%(party)s: %(title)s", party=face.party.text, title=short.text)


def _foot(writer: Writer, face: Cover) -> str:
    told = [
        mark_words(writer.options.mark),
        _("Sample") if face.sample else "",
        audience_words(writer.voice.audience, whole=writer.options.section is None),
        _("Version %(number)s", number=number(writer.voice.plan.version)),
        day(writer.options.made_on, fixed("").language, form="medium").replace(" ", "\u00a0"),
    ]
    return " \u00b7 ".join(words for words in told if words)


def _parts(writer: Writer) -> Iterator[Sheet]:
    for group in writer.voice.schema.groups:
        if group.id != FRONT:
            yield from _part(writer, group)


def _part(writer: Writer, group: Group) -> Iterator[Sheet]:
    """A part with its chapters; no heading where none of them is in this copy."""
    sections = [s for s in writer.voice.schema.sections_of(group.id) if s.id != ANNEXES]
    placed: list[Placed] = []
    for section in sections:
        placed += chapter(writer, section)
    if not placed:
        return
    heading = Heading(
        anchor=writer.numbering.anchor(f"part-{group.id}"),
        level=1,
        title=writer.voice.term(group.title),
        number=_("Part %(number)s", number=writer.numbering.part()),
    )
    yield from sheets([(PORTRAIT_PAGE, heading), *placed])


def _addressed(writer: Writer, item: Item, headings: list[Heading]) -> Addressed:
    """Where an item is addressed; a heading under one that is named already is left out."""
    voice = writer.voice
    authentic = voice.words(voice.plan.party.authentic.get(item.key))
    official = authentic or (voice.term(item.authentic) if item.authentic else None)
    return Addressed(
        citation=voice.term(item.citation),
        title=voice.term(item.title),
        words=_quoted(official) if official else voice.term(item.paraphrase),
        authentic=official is not None,
        places=tuple(_outermost(headings, item.key)),
    )


def _quoted(words: Text) -> Text:
    """The marks tell the treaty's own text from our paraphrase, in every form of the document."""
    return replace(words, text=_("“%(words)s”", words=words.text))


def _outermost(headings: Iterable[Heading], key: str) -> Iterator[Heading]:
    above: int | None = None
    for heading in headings:
        if above is not None and heading.level > above:
            continue
        above = None
        if key in heading.items:
            above = heading.level
            yield heading
