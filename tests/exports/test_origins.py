"""Where each thing of a document comes from: told when asked, and never a word of it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from nap_tracker.annex_c.schema import Kind, Level, treaty
from nap_tracker.content.tree import PlanContent
from nap_tracker.exports import document, prose
from nap_tracker.exports.document_front import ON_THE_COVER
from nap_tracker.exports.document_tree import Document, Heading, Mark, Origin, Prose, Row
from nap_tracker.exports.docx.file import to_docx
from nap_tracker.exports.html import to_html
from nap_tracker.i18n import use_locale
from nap_tracker.text.blocks import split
from tests.exports import plans

NOT_PRINTED = {("identity", id) for id in (*ON_THE_COVER, "title")} | {
    ("foreword", id) for id in ("signatory", "office", "signed_on", "signed_at", "signature")
}
"""What stands on the cover or under the foreword as a signature, with no place of its own."""


def made(plan: PlanContent, *, origins: bool, mark: Mark = Mark.DRAFT) -> Document:
    options = plans.options(mark, "drafting_team", origins=origins)
    return document.build(plan, treaty(1, plan.language), options)


def origins_in(thing: Any) -> Iterator[Origin]:
    if isinstance(thing, Origin):
        yield thing
    elif is_dataclass(thing):
        for one in fields(thing):
            yield from origins_in(getattr(thing, one.name))
    elif isinstance(thing, tuple):
        for one in thing:
            yield from origins_in(one)


def of_type(thing: Any, kind: type) -> Iterator[Any]:
    if isinstance(thing, kind):
        yield thing
    if is_dataclass(thing):
        for one in fields(thing):
            yield from of_type(getattr(thing, one.name), kind)
    elif isinstance(thing, tuple):
        for one in thing:
            yield from of_type(one, kind)


@pytest.fixture(scope="module", params=["en", "fr", "ar"])
def plan(request: pytest.FixtureRequest) -> PlanContent:
    return plans.plan(request.param)


def test_documents_are_the_same_to_the_byte_with_and_without(plan: PlanContent) -> None:
    told, untold = made(plan, origins=True), made(plan, origins=False)
    assert list(origins_in(untold)) == []
    assert list(origins_in(told)) != []
    with use_locale(plan.language):
        assert to_html(told) == to_html(untold)
        pictures = plans.options().pictures
        assert to_docx(told, pictures) == to_docx(untold, pictures)


def test_every_answer_that_is_printed_says_where_it_stands(plan: PlanContent) -> None:
    schema = treaty(1, plan.language)
    found = {(one.uid, one.field) for one in origins_in(made(plan, origins=True))}
    missing = []
    for entry in plan.entries:
        owner = schema.owner(entry.kind, entry.section)
        for id in entry.answers:
            if owner.field(id).kind is Kind.LONGTEXT and (entry.uid, id) not in found:
                missing.append((owner.id, id))
            if entry.section and (entry.uid, id) not in found:
                missing.append((owner.id, id))
    assert set(missing) <= NOT_PRINTED
    rows = {entry.uid for entry in plan.entries if not entry.section}
    unprinted = {plan.row(uid).kind for uid in rows - {uid for uid, _ in found}}  # type: ignore[union-attr]
    assert unprinted == set()


def test_each_one_leads_to_an_answer_in_the_language_it_is_shown_in(plan: PlanContent) -> None:
    entries = {entry.uid: entry for entry in plan.entries}
    schema = treaty(1, plan.language)
    for one in origins_in(made(plan, origins=True)):
        entry = entries[one.uid]
        if one.field is None:
            continue
        field = schema.owner(entry.kind, entry.section).field(one.field)
        if one.language is not None:
            assert field.is_worded
            assert entry.answers[one.field][one.language]
        if one.block is not None:
            blocks = {block.id for block in split(entry.answers[one.field][one.language])}
            assert one.block in blocks


def test_every_block_of_long_text_can_be_found_again(plan: PlanContent) -> None:
    tree = made(plan, origins=True)
    found: set[tuple[str, str | None, str]] = set()
    for one in origins_in(tree):
        if one.block:
            found.add((one.uid, one.field, one.block))
    for passage in of_type(tree, Prose):
        if passage.origin and 'data-block="' in passage.html:
            found |= {
                (passage.origin.uid, passage.origin.field, block.id)
                for block in split(passage.html)
            }
    schema = treaty(1, plan.language)
    for entry in plan.entries:
        for field in schema.owner(entry.kind, entry.section).fields:
            if field.kind is Kind.LONGTEXT and entry.answers.get(field.id):
                html = entry.answers[field.id][plan.language]
                missing = {b.id for b in split(html) if prose.words(b.html)} - {
                    block for uid, id, block in found if (uid, id) == (entry.uid, field.id)
                }
                assert missing == set(), (entry.kind, entry.section, field.id)


def test_a_row_of_sums_comes_from_nowhere_and_a_row_of_a_register_from_its_entry() -> None:
    tree = made(plans.plan(), origins=True)
    kinds = {(row.kind.value, row.origin is not None) for row in of_type(tree, Row)}
    assert ("entry", True) in kinds
    assert ("total", False) in kinds
    assert not {("total", True), ("subtotal", True), ("details", False)} & kinds


def test_a_heading_of_a_section_says_which_one_begins() -> None:
    tree = made(plans.plan(), origins=True)
    begun = {heading.section for heading in of_type(tree, Heading)} - {""}
    assert begun >= {"identity", "foreword", "trade", "work_plan", "budget", "annexes"}


def test_a_blank_that_a_draft_shows_leads_to_its_question() -> None:
    whole = plans.plan()
    entries = tuple(replace(e, answers={}) if e.section == "trade" else e for e in whole.entries)
    tree = made(replace(whole, entries=entries), origins=True)
    trade = whole.section("trade")
    assert trade is not None
    asked = {f.id for f in treaty(1).section("trade").fields if f.level is Level.REQUIRED}
    assert asked
    assert asked <= {one.field for one in origins_in(tree) if one.uid == trade.uid}
