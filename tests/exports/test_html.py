"""How a document becomes a page: escapes, languages, cures for print."""

from __future__ import annotations

from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.exports import document, html
from nap_tracker.exports.document_tree import Mark, isolated
from nap_tracker.i18n import use_locale
from tests.exports import plans


def page(language: str = "en", mark: Mark = Mark.NONE, *entries: EntryContent, **changed) -> str:
    whole = plans.plan(language, plans.SMALL, sections=frozenset())
    plan: PlanContent = replace(whole, entries=entries, **changed)
    made = document.build(plan, treaty(1, language), plans.options(mark))
    with use_locale(language):
        return html.to_html(made)


def section(id: str, **answers) -> EntryContent:
    return EntryContent("u", "section", answers=answers, section=id)


def test_what_people_typed_is_never_markup() -> None:
    typed = "<script>alert(1)</script> & <b>"
    made = page("en", Mark.NONE, section("objectives", goal={"en": typed}))
    assert "<script>" not in made
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in made


def test_a_title_cannot_leave_the_style_sheet_it_is_printed_from() -> None:
    title = '"; } body { display: none } @import url(http://evil) </style><p>'
    made = page(title={"en": title}, short_title={"en": title})
    style = made[made.index("<style>") : made.index("</style>")]
    assert "@import" not in style
    assert "display: none" not in style
    assert "</style><p>" not in made


def test_a_template_that_asks_for_a_request_fails_at_once() -> None:
    for name in ("url_for('x')", "current_user", "request.args"):
        with pytest.raises(UndefinedError):
            html.environment().from_string("{{ " + name + " }}").render()


def test_the_page_says_its_language_and_direction() -> None:
    assert '<html lang="ar" dir="rtl">' in page("ar")
    assert '<html lang="fr" dir="ltr">' in page("fr")


def test_figures_stay_left_to_right_in_right_to_left_text() -> None:
    used = {"best": "12.5", "unit": "kg/yr"}
    made = page("ar", Mark.NONE, section("baseline", mercury_used=used))
    assert '<span dir="ltr">12.5\u00a0kg/\u2060yr</span>' in made
    assert "\u2066" not in made


def test_left_to_right_text_has_no_marks_of_direction() -> None:
    made = page("en", Mark.NONE, section("baseline", mercury_used={"best": "12", "unit": "kg/yr"}))
    assert "12\u00a0kg/" in made
    assert "\u2066" not in made
    assert '<span dir="ltr">' not in made


def test_passages_in_another_language_are_marked() -> None:
    name = {"ar": "حوض النهر"}
    made = page("en", Mark.NONE, EntryContent("r", "region", 0, {"name": name}))
    assert '<span lang="ar" dir="rtl">حوض النهر</span>' in made


def test_fixed_words_without_a_translation_are_marked_as_english() -> None:
    made = page("lo", Mark.NONE, section("introduction", notified_on="2027"))
    assert '<span lang="en" dir="ltr">Contents</span>' in made


@pytest.mark.parametrize(("typed", "printed"), [("\uf020", " "), ("\uf0b7", "•"), ("\ue000", "•")])
def test_private_use_characters_print_as_a_space_or_a_bullet(typed: str, printed: str) -> None:
    made = page("en", Mark.NONE, section("objectives", goal={"en": f"a{typed}b"}))
    assert f"a{printed}b" in made
    assert typed not in made


def test_private_use_characters_in_long_text_are_cured_too() -> None:
    text = {"en": '<p data-block="aaaaaaaa">a\uf0b7b</p>'}
    assert "a•b" in page("en", Mark.NONE, section("introduction", background=text))


def test_lao_gets_places_to_break_its_lines_only_in_print() -> None:
    text = {"lo": '<p data-block="aaaaaaaa">ການສຳຫຼວດນ້ຳໜັກບາຫຼອດ</p>'}
    made = page("lo", Mark.NONE, section("introduction", background=text))
    assert "\u200b" in made
    assert "ການສຳຫຼວດ" not in made


def test_french_keeps_its_high_punctuation_on_the_line() -> None:
    goal = {"fr": "Trois objectifs : réduire ; former"}
    made = page("fr", Mark.NONE, section("objectives", goal=goal))
    assert "objectifs\u00a0: réduire\u00a0; former" in made


def test_a_mark_is_on_the_page_rule_and_a_clean_copy_has_none() -> None:
    assert '"DRAFT"' in page("en", Mark.DRAFT)
    assert "@left-middle" not in page("en", Mark.NONE)


def test_a_long_mark_is_printed_smaller() -> None:
    assert html._mark_size("DRAFT") == html.LARGEST_MARK
    assert html._mark_size("POUR APPROBATION PAR LE CONSEIL") < 45


def test_page_numbers_follow_the_word_order_of_the_language() -> None:
    with use_locale("en"):
        assert (
            html._page_of_pages()
            == '"Page\\000020" counter(page) "\\000020of\\000020" counter(pages) ""'
        )


def test_nothing_in_a_page_points_outside_it() -> None:
    made = page("en", Mark.DRAFT)
    assert "http" not in made.replace("https://example.org", "")
    assert "file:" not in made
    assert "src=" in made
    assert made.count("src=") == made.count('src="nap-picture:')


def test_isolated_text_is_joined_at_its_strokes_only_inside() -> None:
    with use_locale("en"):
        assert html._words(f"a/b {isolated('t/yr')}") == "a/b t/\u2060yr"


def test_a_long_title_is_set_smaller_on_the_cover() -> None:
    sizes = [html._title_size("x" * length) for length in (20, 120, 300, 600)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 2.5


def test_a_section_alone_has_a_few_lines_over_it_and_no_contents() -> None:
    plan = plans.plan("en", plans.SMALL, required_only=True)
    made = document.build(plan, treaty(1), plans.options(Mark.DRAFT, section="trade"))
    with use_locale("en"):
        text = html.to_html(made)
    assert "Managing mercury trade" in text
    assert "Copy for the public" in text
    assert 'class="cover"' not in text
    assert 'id="contents"' not in text
    assert "Executive summary" not in text
