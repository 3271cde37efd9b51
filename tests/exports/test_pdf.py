"""The printed PDF, read back: pages, words, places, bookmarks, fonts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.exports import document
from nap_tracker.exports.document_tree import Mark
from nap_tracker.exports.html import to_html
from nap_tracker.i18n import use_locale
from tests.exports import plans, reading
from tests.exports.conftest import Printed
from tests.exports.words_of import PARTY, SENTENCES, TITLE

Print = Callable[..., Printed]
MARGIN = 20 * reading.MILLIMETRE


def bare(text: str) -> str:
    """Without the marks of direction that only print needs."""
    return text.replace("\u2066", "").replace("\u2069", "")


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_words_of_every_script_can_be_taken_out_again(printed: Print, language: str) -> None:
    made = printed(language)
    said = reading.squeezed("".join(reading.texts(made.pdf)))
    for text in (PARTY[language], *SENTENCES[language]):
        for word in text.split():
            assert reading.squeezed(word) in said, word
    assert made.missing == ()


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_every_font_is_embedded_and_one_of_ours(printed: Print, language: str) -> None:
    names = set()
    with reading.opened(printed(language).pdf) as pdf:
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                (descendant,) = font.DescendantFonts
                descriptor = descendant.FontDescriptor
                assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
                assert "/ToUnicode" in font
                names.add(str(font.BaseFont).partition("+")[2])
    assert {re.split("[-,]", name)[0] for name in names} <= {
        "Noto",
        "Noto_Sans",
        "NotoSans",
        "Amiri",
        "NotoSansLao",
        "NotoSansSC",
        "NotoSansMath",
        "NotoSansSymbols2",
        "Noto Sans",
        "Noto Sans Lao",
        "Noto Sans SC",
        "Noto#20Sans",
    } or all(name.startswith(("Noto", "Amiri")) for name in names)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_bookmarks_are_the_headings(printed: Print, language: str) -> None:
    made = printed(language)
    marks = [(depth, title) for depth, title, _page in reading.bookmarks(made.pdf)]
    headings = [(h.level, bare(h.label)) for h in made.document.headings]
    own = [mark for mark in marks if mark in headings]
    assert own == headings
    lists = [mark for mark in marks if mark not in headings]
    assert len(lists) == 4  # Contents, tables, figures, Annex C.
    assert all(depth == 1 for depth, _title in lists)


def test_the_contents_give_the_page_of_every_heading(printed: Print) -> None:
    made = printed()
    pages = {title: page for _depth, title, page in reading.bookmarks(made.pdf)}
    first = pages["Contents"] - 1
    last = pages["Tables"]
    contents = "\n".join(reading.texts(made.pdf)[first:last])
    lines = re.findall(r"^(.+?)(?: \.)+ ?(\d+)\r?$", contents, re.MULTILINE)
    told = {title.strip(): int(page) for title, page in lines}
    listed = [h for h in made.document.headings if h.listed]
    found = [h for h in listed if bare(h.label) in told]
    assert len(found) > 0.8 * len(listed)  # The others take two lines.
    for heading in found:
        assert told[bare(heading.label)] == pages[bare(heading.label)]


def test_tables_and_figures_are_listed_with_their_pages(printed: Print) -> None:
    made = printed()
    pages = {title: page for _depth, title, page in reading.bookmarks(made.pdf)}
    text = "\n".join(reading.texts(made.pdf)[pages["Tables"] - 1 : pages["Figures"] + 1])
    for table in made.document.tables:
        assert re.search(rf"^{table.number} \S", text, re.MULTILINE), table.number


def test_every_page_but_the_cover_says_which_of_how_many(printed: Print) -> None:
    made = printed()
    for place, text in enumerate(reading.texts(made.pdf)[1:], start=2):
        assert f"Page {place} of {made.pages}" in text


def test_page_numbers_speak_french_in_a_french_plan(printed: Print) -> None:
    made = printed("fr")
    assert re.search(rf"Page 7 \w+ {made.pages}", reading.texts(made.pdf)[6])


def test_running_heads_name_the_party_and_the_chapter(printed: Print) -> None:
    made = printed()
    texts = reading.texts(made.pdf)
    pages = {title: page for _depth, title, page in reading.bookmarks(made.pdf)}
    chapters = [h for h in made.document.headings if h.level == 2 and h.number.isdigit()]
    first_on_page = {pages[bare(h.label)]: h for h in reversed(chapters)}
    parts = {page for _depth, title, page in reading.bookmarks(made.pdf) if "Part " in title}
    for page, heading in first_on_page.items():
        if page in parts:
            continue
        assert "Republic of Aurelia: National action plan" in texts[page - 1]
        # In the head of the page and where it stands; a long one takes two lines.
        said = reading.squeezed(texts[page - 1])
        assert said.count(reading.squeezed(heading.title.text)) >= 2, heading.label


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (Mark.DRAFT, "DRAFT"),
        (Mark.FOR_VALIDATION, "FOR VALIDATION"),
        (Mark.FOR_ENDORSEMENT, "FOR ENDORSEMENT"),
    ],
)
def test_the_mark_lies_across_every_page(mark: Mark, words: str) -> None:
    plan = plans.plan("en", plans.SMALL, sections=frozenset({"introduction", "work_plan"}))
    made = _print(plan, mark)
    for page in reading.pages(made):
        tall = [glyph for glyph in reading.glyphs(page) if glyph.top - glyph.bottom > 18]
        across = "".join(glyph.char for glyph in tall)
        assert words.replace(" ", "") in across.replace(" ", "")


def test_the_mark_of_a_french_plan_is_in_french() -> None:
    plan = plans.plan("fr", plans.SMALL, sections=frozenset({"introduction"}))
    with use_locale("en"):  # Whatever the interface speaks.
        made = _print(plan, Mark.FOR_VALIDATION)
    page = next(reading.pages(made))
    across = "".join(g.char for g in reading.glyphs(page) if g.top - g.bottom > 18)
    assert across.endswith("POURVALIDATION")


def test_a_clean_copy_has_no_mark(printed: Print) -> None:
    for text in reading.texts(printed(mark=Mark.NONE).pdf):
        assert "DRAFT" not in text
        assert "VALIDATION" not in text


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_nothing_lies_outside_the_margins(printed: Print, language: str) -> None:
    for page in reading.pages(printed(language).pdf):
        width, _height = page.get_size()
        for line in reading.lines(page):
            assert line.left >= MARGIN - 3, line
            assert line.right <= width - MARGIN + 3, line


def test_work_plan_and_budget_lie_on_landscape_pages(printed: Print) -> None:
    made = printed()
    sizes = [page.get_size() for page in reading.pages(made.pdf)]
    for _depth, title, page in reading.bookmarks(made.pdf):
        width, height = sizes[page - 1]
        if "Strategy" in title or "What the plan costs" in title or title.endswith("Budget lines"):
            assert width > height, title
        if title.endswith(("Introduction", "Executive summary")):
            assert width < height, title


def test_a_table_over_several_pages_repeats_its_header(printed: Print) -> None:
    plan = plans.plan("en", replace(plans.SMALL, activities=14), sections=frozenset({"work_plan"}))
    texts = reading.texts(_print(plan))
    heads = [text for text in texts if "OutputIndicator" in reading.squeezed(text)]
    captions = [text for text in texts if "Activities of strategy 1" in text]
    assert len(heads) > 3
    assert len(captions) < len(heads)


def test_the_file_says_title_author_language_and_day(printed: Print) -> None:
    with reading.opened(printed("ar").pdf) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert str(pdf.docinfo["/Author"]) == PARTY["ar"]
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261124")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True or str(
            pdf.Root.ViewerPreferences.DisplayDocTitle
        )


def test_two_prints_of_the_same_plan_are_the_same_bytes() -> None:
    plan = plans.plan("en", plans.SMALL, sections=frozenset({"introduction", "budget"}))
    assert _print(plan) == _print(plan)


# Text that breaks pages

LONG_WORD = "Hydrometallurgicalphotospectrometricamalgamation" * 10
HEADING = "Bring the miners of the river valleys together in cooperatives " * 5 + "and then some"
ACTIVITY = ("Train and equip the inspectors of the provincial offices, " * 9)[:500]
MNT = {"amount": "47200000000.00", "currency": "MNT"}


def _row(place: int, kind: str, **answers: Any) -> EntryContent:
    return EntryContent(f"00000000-0000-4000-9000-{place:012d}", kind, place, answers)


def hostile() -> PlanContent:
    """Long words, long headings, long activities, huge amounts, odd characters."""
    uid = "00000000-0000-4000-9000-{:012d}".format
    whole = plans.plan("en", plans.SMALL, sections=frozenset())
    rows = [
        _row(1, "strategy", heading={"en": HEADING[:325]}, items=["1c", "1b.i", "1b.ii", "1e"]),
        _row(2, "institution", name={"en": LONG_WORD}),
        *(
            _row(
                10 + place,
                "activity",
                number={"en": f"1.{place}.10.2"},
                statement={"en": text},
                strategy=uid(1),
                items=["1b.i", "1b.ii", "1b.iii", "1b.iv", "1c", "1d", "1e", "1f"],
                lead=uid(2),
                output={"en": text},
                start="2027-01-31",
                end="2031-12-31",
            )
            for place, text in enumerate((ACTIVITY, LONG_WORD, "e\u0301\u0302a\u0308 \uf020\uf0b7"))
        ),
        *(
            _row(
                20 + place,
                "budget_line",
                activity=uid(10 + place),
                cost=MNT,
                funding_status="spent",
            )
            for place in range(3)
        ),
        EntryContent(
            "s",
            "section",
            section="introduction",
            answers={"background": {"en": f'<p data-block="aaaaaaaa">{LONG_WORD}</p>'}},
        ),
    ]
    return replace(whole, entries=tuple(rows), title={"en": LONG_WORD}, short_title={"en": "X"})


def test_hostile_text_stays_inside_the_page() -> None:
    for page in reading.pages(_print(hostile())):
        width, _height = page.get_size()
        for line in reading.lines(page):
            assert line.left >= MARGIN - 3, line
            assert line.right <= width - MARGIN + 3, line


def test_hostile_text_stays_inside_its_column() -> None:
    """Where words run over the next column, characters lie on one another (a ligature is one)."""
    for page in reading.pages(_print(hostile())):
        rows: dict[int, list[reading.Glyph]] = {}
        for glyph in reading.glyphs(page):
            if glyph.char.isalnum():
                rows.setdefault(round(glyph.bottom / 8), []).append(glyph)
        for line in rows.values():
            line.sort(key=lambda glyph: glyph.left)
            for place, glyph in enumerate(line):
                for other in line[place + 1 : place + 6]:
                    same = (glyph.left, glyph.right) == (other.left, other.right)
                    assert same or glyph.overlap(other) < 0.5, (glyph, other)


def test_amounts_in_the_billions_are_not_broken() -> None:
    assert any("141,600,000,000" in text for text in reading.texts(_print(hostile())))


def test_odd_characters_leave_no_boxes() -> None:
    made = _printed_plan(hostile())
    assert made.missing == ()
    text = reading.squeezed("".join(reading.texts(made.data)))
    assert "•" in text
    assert "\uf0b7" not in text


def _printed_plan(plan: PlanContent, mark: Mark = Mark.NONE) -> Any:
    from nap_tracker.exports.pdf import to_pdf

    options = plans.options(mark)
    made = document.build(plan, treaty(1, plan.language), options)
    with use_locale(plan.language):
        return to_pdf(to_html(made), options.pictures)


def _print(plan: PlanContent, mark: Mark = Mark.NONE) -> bytes:
    data: bytes = _printed_plan(plan, mark).data
    return data


def test_titles_of_every_language_are_on_their_cover(printed: Print) -> None:
    for language in ("fr", "mn", "zh"):
        plan = plans.plan(language, plans.SMALL, sections=frozenset())
        cover = reading.squeezed(reading.texts(_print(plan))[0])
        assert reading.squeezed(TITLE[language]) in cover


def test_the_longest_title_leaves_the_cover_its_imprint() -> None:
    plan = plans.plan("en", plans.SMALL, sections=frozenset())
    long = ("National action plan " * 40)[:600]
    pages = list(reading.texts(_print(replace(plan, title={"en": long}))))
    assert "Copy for the public" in pages[0]
    assert "Contents" in pages[1]
