"""Cover, imprint, foreword, acknowledgements, disclaimer; then acronyms, terms and summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from nap_tracker.annex_c.schema import Field, Kind, Section
from nap_tracker.exports.document_tree import (
    Block,
    Cover,
    Fact,
    Facts,
    Heading,
    Picture,
    Scan,
    Sheet,
    Signature,
    Text,
    isolated,
)
from nap_tracker.exports.document_values import Voice, fixed
from nap_tracker.exports.document_writer import Writer
from nap_tracker.i18n import day, number
from nap_tracker.i18n import gettext as _

FRONT = "front"
ON_THE_COVER = frozenset({"long_title", "other_title", "version_label", "cover_date", "logos"})
IN_THE_FOREWORD = frozenset({"text", "signatory", "office", "signed_on", "signed_at", "signature"})
BEFORE_CONTENTS = frozenset({"acknowledgements", "disclaimer"})
"""Long texts that stand before the contents; the others follow them."""


def cover(writer: Writer) -> Cover:
    """The face of the document: whose plan, which one, of when, for whom."""
    voice, plan = writer.voice, writer.voice.plan
    answers = plan.answers("identity")
    title = voice.words(plan.title) or Text("")
    long_title = voice.words(answers.get("long_title"))
    other = voice.words(answers.get("other_title"))
    return Cover(
        party=voice.words(plan.party.name) or Text(plan.party.code),
        kind=voice.term(voice.schema.title),
        title=long_title or title,
        subtitle=other or (title if long_title else None),
        period=period(voice),
        version=version(voice, answers),
        made_on=Text(day(answers.get("cover_date") or writer.options.made_on)),
        audience=fixed(audience_words(voice.audience, whole=writer.options.section is None)),
        sample=_sample(voice),
        emblem=_emblem(writer),
        logos=_logos(writer, answers.get("logos") or ()),
    )


def period(voice: Voice) -> Text | None:
    """'2027 to 2031'; one date alone, or nothing, where the plan says no more."""
    told = [day(end) for end in (voice.plan.period_start, voice.plan.period_end) if end]
    if len(told) == 2:
        return fixed(_("%(start)s to %(end)s", start=told[0], end=told[1]))
    return Text(told[0]) if told else None


def version(voice: Voice, answers: Mapping[str, Any]) -> Text:
    """The version's number, with what the Party calls it."""
    label = voice.words(answers.get("version_label"))
    told = number(voice.plan.version)
    if label:
        return fixed(_("Version %(number)s: %(label)s", number=told, label=label.text))
    return fixed(_("Version %(number)s", number=told))


def audience_words(audience: str, *, whole: bool = True) -> str:
    """For whom this copy is, on its face and at the foot of every page."""
    return {
        "drafting_team": _("Whole plan, for the drafting team only")
        if whole
        else _("For the drafting team only"),
        "reviewers": _("Copy for the reviewers of this plan"),
        "public": _("Copy for the public"),
    }[audience]


def _sample(voice: Voice) -> Text | None:
    if voice.plan.sample or voice.plan.party.sample:
        return fixed(_("Sample: a made-up plan of a made-up Party"))
    return None


def front_sheets(writer: Writer) -> tuple[Sheet, ...]:
    """What stands between the cover and the contents, each on pages of its own."""
    schema = writer.voice.schema
    found = [_imprint(writer, schema.section("identity")), *_foreword(writer)]
    for section, field in _front_fields(writer):
        if field.id in BEFORE_CONTENTS:
            found.append(_text_sheet(writer, section, field))
    return tuple(sheet for sheet in found if sheet)


def list_sheets(writer: Writer) -> tuple[Sheet, ...]:
    """What stands between the contents and the first part: acronyms, terms, summary."""
    schema = writer.voice.schema
    found = [_definitions(writer, id) for id in schema.section("abbreviations").registers]
    for section, field in _front_fields(writer):
        if field.id not in BEFORE_CONTENTS:
            found.append(_text_sheet(writer, section, field))
    return tuple(sheet for sheet in found if sheet)


def section_sheets(writer: Writer, section: Section) -> tuple[Sheet, ...]:
    """A section of the front matter alone: all its parts, wherever a whole plan has them."""
    found = [*_imprint_of(writer, section)]
    if section.id == "foreword":
        found += _foreword(writer)
    found += [_definitions(writer, id) for id in section.registers]
    found += [_text_sheet(writer, own, f) for own, f in _front_fields(writer) if own is section]
    return tuple(sheet for sheet in found if sheet)


def _imprint_of(writer: Writer, section: Section) -> Iterator[Sheet | None]:
    if section.id == "identity":
        yield _imprint(writer, section)


def _front_fields(writer: Writer) -> Iterator[tuple[Section, Field]]:
    for section in writer.voice.schema.sections_of(FRONT):
        if section.id != "foreword":
            yield from ((section, f) for f in section.fields if f.kind is Kind.LONGTEXT)


def _title(writer: Writer, title: str, anchor: str, section: Section) -> Heading:
    return writer.heading(1, writer.voice.term(title), anchor, numbered=False, section=section.id)


def _text_sheet(writer: Writer, section: Section, field: Field) -> Sheet | None:
    entry = writer.voice.plan.section(section.id)
    if entry is None or writer.voice.words(entry.answers.get(field.id)) is None:
        return None
    heading = _title(writer, field.label, f"s-{section.id}-{field.id}", section)
    heading = replace(heading, origin=writer.origin(entry, field))
    return Sheet((heading, *writer.long_answer(entry, field, heading, numbered=False)))


def _imprint(writer: Writer, section: Section) -> Sheet | None:
    """What the plan says of itself, beyond the cover."""
    entry = writer.voice.plan.section(section.id)
    fields = [f for f in section.fields if f.id not in ON_THE_COVER and f.kind is not Kind.LONGTEXT]
    facts = [fact for f in fields if (fact := writer.fact(f, entry))]
    if not facts:
        return None
    title = fixed(_("About this document"))
    heading = writer.heading(1, title, "imprint", numbered=False, section=section.id)
    return Sheet((heading, Facts(tuple(facts))))


def _foreword(writer: Writer) -> Iterator[Sheet]:
    section = writer.voice.schema.section("foreword")
    entry = writer.voice.plan.section(section.id)
    if entry is None or not entry.answers:
        return
    answers = entry.answers
    heading = _title(writer, section.title, f"s-{section.id}", section)
    heading = replace(heading, origin=writer.origin(entry))
    rest = [f for f in section.fields if f.id not in IN_THE_FOREWORD]
    facts = tuple(fact for f in rest if (fact := writer.fact(f, entry)))
    text = writer.long_answer(entry, section.field("text"), heading, numbered=False)
    blocks: list[Block] = [heading, *text]
    blocks += [Facts(facts)] if facts else []
    strip, pages = _signed(writer, answers)
    if not pages or answers.get("signatory"):
        blocks.append(_signature(writer, section, answers, strip))
    yield Sheet((*blocks, *pages))


def _signed(writer: Writer, answers: Mapping[str, Any]) -> tuple[Picture | None, tuple[Scan, ...]]:
    """A picture of the signature, and pages scanned whole."""
    strip: Picture | None = None
    pages: list[Scan] = []
    for one in answers.get("signature") or ():
        for picture in pictures_of(writer, one.get("file"), _("Signed page of the foreword")):
            if picture.height > picture.width:
                pages.append(Scan(picture))
            elif strip is None:
                strip = picture
    return strip, tuple(pages)


def pictures_of(writer: Writer, file: str | None, title: str) -> tuple[Picture, ...]:
    """The pages of a document printed with the plan, or the one picture; () for anything else."""
    options = writer.options
    if file is None:
        return ()
    if file in options.annexes:
        names = options.annexes[file]
        return tuple(
            writer.picture(
                name,
                _(
                    "%(title)s, page %(page)s of %(pages)s",
                    title=title,
                    page=number(place),
                    pages=number(len(names)),
                ),
            )
            for place, name in enumerate(names, start=1)
        )
    return (writer.picture(file, title),) if file in options.pictures else ()


def _signature(
    writer: Writer, section: Section, answers: Mapping[str, Any], picture: Picture | None
) -> Signature:
    voice = writer.voice
    name, office, place = (
        voice.lines(section.field(id), answers.get(id))
        for id in ("signatory", "office", "signed_at")
    )
    date = voice.lines(section.field("signed_on"), answers.get("signed_on"))
    together = (
        (Text(_("%(place)s, %(date)s", place=place[0].text, date=date[0].text)),)
        if place and date
        else place or date
    )
    return Signature(name, office, together, picture)


def _definitions(writer: Writer, register_id: str) -> Sheet | None:
    """A register of two fields as a list: what is explained, and its meaning."""
    voice = writer.voice
    register = voice.schema.register(register_id)
    named = register.field(register.label_field)
    meaning = next(field for field in register.fields if field.id != register.label_field)
    facts = [
        Fact(
            label[0],
            voice.lines(meaning, row.answers.get(meaning.id)),
            origin=writer.origin(row, meaning),
        )
        for row in voice.plan.rows(register_id)
        if (label := voice.lines(named, row.answers.get(named.id)))
    ]
    if not facts:
        return None
    facts.sort(key=lambda fact: isolated(fact.label.text).casefold())
    heading = _title(writer, register.title, f"s-{register_id}", voice.schema.home(register_id))
    return Sheet((heading, Facts(tuple(facts))))


def _emblem(writer: Writer) -> Picture | None:
    emblem = writer.voice.plan.party.emblem
    if emblem is None:
        return None
    party = writer.voice.words(writer.voice.plan.party.name) or Text("")
    return writer.picture(emblem, _("Emblem of %(party)s", party=party.text))


def _logos(writer: Writer, evidence: Any) -> tuple[Picture, ...]:
    found: list[Picture] = []
    for one in evidence:
        title = writer.voice.words(one.get("title"))
        found += pictures_of(writer, one.get("file"), title.text if title else _("Logo"))[:1]
    return tuple(found)
