"""Out as a Word file and in again: the same words, the same tables, the same footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from nap_tracker import media
from nap_tracker.annex_c.schema import Kind, treaty
from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import PlanContent
from nap_tracker.exports import document
from nap_tracker.exports.document_tree import Document, Mark, Options
from nap_tracker.exports.docx.file import to_docx
from nap_tracker.exports.pictures import ImageData
from nap_tracker.i18n import use_locale
from nap_tracker.imports.interchange import read as read_plan
from nap_tracker.imports.word import placement, reader, tree
from nap_tracker.imports.word.bundle import Bundle
from nap_tracker.imports.word.choices import Choices
from nap_tracker.imports.word.placing import Target
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR
from nap_tracker.services import contents, plans, printing, samples
from nap_tracker.text.scripts import direction
from tests.cast import Cast
from tests.exports import plans as made_up
from tests.exports import told
from tests.journeys.test_real_plans import by_page, code, plan

__all__ = ["code", "plan"]

RICH = made_up.Size(paragraphs=2, strategies=2, activities=2, rows=2, figures_every=3)
"""A table, a list, headings and a figure in every third text."""
_LEVEL = re.compile("(?<=<h)[3-5]|(?<=</h)[3-5]")
LANGUAGES = ("en", "fr", "ar", "zh", "lo", "mn")


def out(content: PlanContent) -> tuple[Document, bytes]:
    """A made-up plan as a Word file."""
    options = made_up.options(Mark.DRAFT, "drafting_team")
    built = document.build(content, treaty(content.edition, content.language), options)
    with use_locale(content.language):
        return built, to_docx(built, options.pictures)


def says_the_same(built: Document, read: tree.Document) -> None:
    """Word for word in the same order, cell for cell, note for note."""
    found = told.squeezed("".join(_words(read.blocks)))
    wanted = told.words(built)
    assert wanted
    assert wanted in found, _first_difference(wanted, found)
    assert [told.squeezed("".join(p.text for p in n.pieces)) for n in _notes(read.blocks)] == (
        told.notes(built)
    )
    tables = [_grid(block) for block in read.blocks if isinstance(block, tree.Table)]
    wanted_tables = told.tables(built)
    assert [one for one in tables if one in wanted_tables] == wanted_tables
    assert read.changes == ()


def _first_difference(wanted: str, found: str) -> str:
    start = found.find(wanted[:40])
    for place, (one, other) in enumerate(zip(wanted, found[start:], strict=False)):
        if one != other:
            here = slice(max(0, place - 60), place + 60)
            return f"{wanted[here]!r} came in as {found[start:][here]!r}"
    return "the end is missing"


def _words(blocks: tuple[tree.Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, tree.Paragraph):
            yield reader.text_of(block)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _words(cell.blocks)


def _notes(blocks: tuple[tree.Block, ...]) -> Iterator[tree.Note]:
    for block in blocks:
        if isinstance(block, tree.Paragraph):
            yield from (piece for piece in block.pieces if isinstance(piece, tree.Note))
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _notes(cell.blocks)


def _grid(table: tree.Table) -> list[list[str]]:
    return [
        [
            told.squeezed("".join(_words(cell.blocks)))
            for cell in row.cells
            if cell.merge != "goes on"
        ]
        for row in table.rows
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_made_up_plan_says_the_same(language: str):
    built, data = out(made_up.plan(language, RICH))
    read, _pictures = reader.read(data)
    says_the_same(built, read)


@pytest.mark.parametrize("name", ["xaa", "xab"])
def test_a_sample_plan_says_the_same(name: str):
    incoming = read_plan((samples.FOLDER / f"{name}.json").read_bytes())
    pictures = {
        one.content.uid: ImageData(one.data, one.content.media_type, *media.dimensions(one.data))
        for one in incoming.files
        if one.content.media_type.startswith("image/")
    }
    plan = incoming.plan
    options = Options("drafting_team", Mark.DRAFT, date(2026, 11, 26), pictures=pictures)
    built = document.build(plan, treaty(plan.edition, plan.language), options)
    with use_locale(plan.language):
        data = to_docx(built, pictures)
    read, _pictures = reader.read(data)
    says_the_same(built, read)


@pytest.mark.naps
@pytest.mark.database
def test_a_real_plan_says_the_same(cast: Cast, plan: Plan, code: str):
    """The seven real plans: their activities and budgets as their ministries wrote them."""
    by_page(cast, plan, code)
    content = contents.read(OPERATOR, plans.newest(OPERATOR, plan.id))
    asked = {"audience": Audience.DRAFTING_TEAM, "mark": Mark.DRAFT, "made_on": date(2026, 11, 26)}
    built, _pictures = printing.drawn(content, plan.party_id, **asked)
    read, _found = reader.read(printing.docx(content, plan.party_id, **asked))
    says_the_same(built, read)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_finds_its_question_again(language: str):
    """Nobody has to say where the parts of our own file go: the same HTML, block by block."""
    content = made_up.plan(language, RICH)
    _built, data = out(content)
    read, pictures = reader.read(data)
    rtl = direction(language) == "rtl"
    schema = treaty(1, language)
    found = placement.place(
        Bundle(read, "", pictures), Choices(language), schema, rtl=rtl, seed="seed"
    )
    texts = {
        Target(section.id, field.id): content.answers(section.id)[field.id][language]
        for section in schema.sections
        for field in section.fields
        if field.kind is Kind.LONGTEXT
    }
    assert len(texts) > 100
    assert [target.name for target, html in texts.items() if not holds(found, target, html)] == []


def holds(found: placement.Placement, target: Target, html: str) -> bool:
    """Whether a field gets this text. Where a table of the section comes with it under its own
    heading, the headings of the text behind it stand one level lower."""
    if target not in found.fields:
        return False
    wanted, got = bare(html), bare(found.html(target))
    if len(found.fields[target]) == 1:
        return wanted in got
    return _LEVEL.sub("", wanted) in _LEVEL.sub("", got)


def bare(html: str) -> str:
    """Without the ids of blocks and the names of pictures, which a file of Word cannot carry."""
    return re.sub(r' data-block="[^"]*"|(?<=data-file=)"[^"]*"', "", html)
