"""Forms for paper: every question with its code and room to answer, blank or filled in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest

from nap_tracker.annex_c.schema import Kind, treaty
from nap_tracker.content.audience import Audience, for_audience
from nap_tracker.content.tree import EntryContent
from nap_tracker.exports import press
from nap_tracker.exports.document_tree import Mark
from nap_tracker.exports.document_values import Voice
from nap_tracker.exports.paper import form, spaces
from nap_tracker.exports.paper.page import to_html
from nap_tracker.exports.paper.tree import Blanks, Form, Grid, Question, Ruled, Ticks
from nap_tracker.i18n import use_locale
from tests.exports import plans
from tests.exports.words_of import SENTENCES

TEAM, REVIEWERS, PUBLIC = Audience


def wanted(**changed) -> form.Wanted:
    usual = form.Wanted(TEAM, Mark.DRAFT, plans.MADE_ON, "en", filled=False)
    return replace(usual, **changed)


def made(language: str = "en", **changed) -> Form:
    asked = wanted(language=language, **changed)
    schema = treaty(1, language)
    plan = for_audience(plans.plan(language, plans.SMALL), schema, asked.audience)
    return form.build(plan, schema, asked)


def page(one: Form) -> str:
    with use_locale(one.language):
        return to_html(one)


def questions(one: Form) -> Iterator[Question]:
    for part in one.parts:
        yield from part.questions


def question(one: Form, code: str) -> Question:
    return next(each for each in questions(one) if each.code == code)


def test_every_question_of_the_plan_is_on_the_blank_form_once():
    blank = made()
    codes = Counter(each.code for each in questions(blank))
    wanted_codes = {f"{owner.id}.{field.id}" for owner, field in treaty(1).all_fields()}
    assert set(codes) == wanted_codes
    # 'baseline' names a section and a register, and they may share the name of a field.
    assert all(times == 1 for code, times in codes.items() if not code.startswith("baseline."))
    text = page(blank)
    for code in wanted_codes:
        assert f">{code}<" in text


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ROWS])
def test_every_kind_has_room_for_its_answer(kind: Kind):
    field = next(field for _owner, field in treaty(1).all_fields() if field.kind is kind)
    plan = plans.plan("en", plans.SMALL)
    sheet = spaces.Sheet(Voice(plan, treaty(1), "en", "public"), filled=False)
    with use_locale("en"):
        assert spaces.spaces(sheet, field, None)


def test_longer_answers_get_more_room():
    blank = made(section="trade")
    long = question(blank, "trade.foreign_sources").spaces
    assert long == (Ruled(16),)
    short = next(f for _o, f in treaty(1).all_fields() if f.kind is Kind.TEXT)
    paragraph = next(f for _o, f in treaty(1).all_fields() if f.kind is Kind.PARAGRAPH)
    assert spaces.LINES[short.kind] < spaces.LINES[paragraph.kind] < 16


def test_choices_are_boxes_and_none_is_ticked_on_a_blank_form():
    blank = made()
    boxes = [t for q in questions(blank) for s in q.spaces if isinstance(s, Ticks) for t in s.ticks]
    assert len(boxes) > 100
    ticked = [box.label.text for box in boxes if box.ticked]
    units = {unit.symbol for unit in treaty(1).units}
    assert {re.sub("[\u2066\u2069]", "", text) for text in ticked} <= units  # There is no choice.
    filled = made(filled=True, section="trade")
    chosen = next(s for s in question(filled, "trade.typologies").spaces if isinstance(s, Ticks))
    assert any(tick.ticked for tick in chosen.ticks)
    assert not chosen.only_one


def test_a_blank_form_holds_no_answer():
    text = page(made(section="trade"))
    assert not any(sentence in text for sentence in SENTENCES["en"])
    filled = page(made(section="trade", filled=True))
    assert any(sentence in filled for sentence in SENTENCES["en"])


def test_figures_can_be_not_known_and_costs_not_costed():
    blank = made()
    labels = {
        code: {
            t.label.text
            for s in question(blank, code).spaces
            if isinstance(s, Ticks)
            for t in s.ticks
        }
        for code in ("trade.stock", "budget_line.cost")
    }
    assert {"Not known", "Does not apply"} <= labels["trade.stock"]
    assert "Not costed" in labels["budget_line.cost"]
    assert "Not costed" not in labels["trade.stock"]


def test_a_figure_stands_in_its_gaps():
    filled = made(section="baseline", filled=True)
    gaps = [s for s in question(filled, "baseline.mercury_used").spaces if isinstance(s, Blanks)]
    told = {b.label.text: b.written.text for s in gaps for b in s.blanks if b.written}
    assert {"Lowest", "Best", "Highest", "Year", "Source"} <= set(told)


def test_tables_have_empty_rows_and_filled_ones_their_rows_and_more():
    blank = question(made(section="objectives"), "objectives.objectives").spaces[0]
    assert isinstance(blank, Grid)
    assert (blank.rows, blank.empty) == ((), 5)
    filled = question(made(section="objectives", filled=True), "objectives.objectives").spaces[0]
    assert isinstance(filled, Grid)
    assert len(filled.rows) == 2
    assert filled.empty == 2


def test_every_row_has_a_form_of_its_own_and_there_is_one_for_a_new_row():
    blank = [part for part in made(section="objectives").parts if part.is_row]
    assert [part.code for part in blank] == ["objective", "target"]
    filled = [part for part in made(section="objectives", filled=True).parts if part.is_row]
    assert [part.code.partition(" ")[0] for part in filled] == ["objective"] * 3 + ["target"] * 3


def test_what_readers_may_not_see_is_not_asked_of_them():
    codes = {each.code for each in questions(made(audience=PUBLIC))}
    assert "trade.foreign_sources" in codes
    assert "trade.routes" not in codes
    assert not any(code.startswith("site.") for code in codes)
    assert "overview_places.sites" not in codes
    assert "trade.routes" in {each.code for each in questions(made())}


def test_a_filled_form_for_others_says_that_a_blank_may_be_hidden():
    told = "may not see"
    assert told in page(made(section="trade", audience=PUBLIC, filled=True))
    assert told not in page(made(section="trade", filled=True))
    assert told not in page(made(section="trade", audience=PUBLIC))


def test_small_groups_are_not_told_outside_the_team():
    people = {"women": "3", "men": "240", "unknown": "0"}
    whole = plans.plan("en", plans.SMALL)
    entry = EntryContent("u", "section", answers={"workers": people}, section="baseline")
    plan = replace(whole, entries=(entry,))
    for audience, told in ((TEAM, "Women: 3"), (PUBLIC, "Women: fewer than 5")):
        asked = wanted(audience=audience, filled=True, section="baseline")
        text = page(form.build(plan, treaty(1), asked))
        assert told in re.sub("[\u2066\u2069]", "", text)


def test_headings_inside_an_answer_are_no_headings_of_the_form():
    text = page(made(filled=True, section="overview_places"))
    assert "<h4" not in text
    assert "<h5" not in text


def test_arabic_forms_run_from_the_right_and_their_codes_do_not():
    text = page(made("ar", section="trade"))
    assert '<html lang="ar" dir="rtl">' in text
    assert '<span class="code" dir="ltr">trade.dealers</span>' in text


def test_french_forms_speak_french():
    text = page(made("fr", section="trade"))
    for words in ("Formulaire papier", "obligatoire", "Rempli par", "Cochez tout ce qui convient."):
        assert words in text
    assert "required" not in text


@pytest.mark.skipif(not press.FONTS.exists(), reason="the fonts are not set up: make setup")
def test_a_form_prints_with_its_title_and_pages_counted():
    one = made(section="stakeholders")
    printed = press.render(page(one), {})
    document = pypdfium2.PdfDocument(printed.data)
    try:
        pages = [" ".join(p.get_textpage().get_text_range().split()) for p in document]
    finally:
        document.close()
    assert printed.pages == len(pages)
    assert printed.warnings == ()
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Republic of Aurelia" in text
    assert "Involving stakeholders" in pages[0]
    assert "For the drafting team only" in pages[0]
