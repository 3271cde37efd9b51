"""What is printed, in which order, with which words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.exports import document
from nap_tracker.exports.document_tree import (
    Addressed,
    Document,
    Facts,
    Figure,
    Heading,
    Mark,
    Orientation,
    Paragraph,
    ProseTable,
    Scan,
    Signature,
    Table,
)
from nap_tracker.exports.document_writer import PictureMissing
from nap_tracker.i18n import use_locale
from tests.exports import plans

Build = Callable[..., Document]
UID = "00000000-0000-4000-9000-{:012d}".format


def empty(*entries: EntryContent, **changed: Any) -> PlanContent:
    """A plan with a name and nothing else but these entries."""
    whole = plans.plan("en", plans.SMALL, sections=frozenset())
    bare = replace(whole, party=replace(whole.party, emblem=None, sample=False), sample=False)
    return replace(bare, entries=entries, **changed)


def section(id: str, **answers: Any) -> EntryContent:
    return EntryContent(UID(hash(id) % 10**9), "section", answers=answers, section=id)


def row(place: int, kind: str, /, **answers: Any) -> EntryContent:
    return EntryContent(UID(place), kind, place, answers)


def text(html: str) -> dict[str, str]:
    return {"en": f'<p data-block="aaaaaaaa">{html}</p>'}


def headings(made: Document) -> list[str]:
    return [heading.label for heading in made.headings]


def words(blocks: Iterable[Any]) -> str:
    """Everything said in some blocks, one line after the other."""
    said: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            said.append(block.label)
        elif isinstance(block, Paragraph):
            said += [line.text for line in block.lines]
        elif isinstance(block, Facts):
            said += [line.text for fact in block.facts for line in (fact.label, *fact.lines)]
        elif isinstance(block, Table):
            said += [block.caption.text, *(column.label.text for column in block.columns)]
            said += [line.text for r in block.rows for cell in r.cells for line in cell.lines]
            said += [line.text for r in block.rows for f in r.facts for line in (f.label, *f.lines)]
            said += [line.text for line in block.notes]
    return "\n".join(said).replace("\u2066", "").replace("\u2069", "").replace("\u00a0", " ")


def table(made: Document, caption: str) -> Table:
    return next(t for t in made.tables if isinstance(t, Table) and t.caption.text == caption)


def cells(made: Table) -> list[list[str]]:
    return [
        ["|".join(line.text.strip("\u2066\u2069") for line in cell.lines) for cell in r.cells]
        for r in made.rows
        if r.cells
    ]


# The face of the document


def test_the_cover_says_whose_plan_it_is_of_when_and_for_whom(build: Build) -> None:
    cover = build(plans.plan()).cover
    assert cover.party.text == "Republic of Aurelia"
    assert cover.period is not None
    assert cover.period.text == "2027 to 2031"
    assert cover.version.text.startswith("Version 3")
    assert cover.emblem is not None
    assert cover.emblem.alt == "Emblem of Republic of Aurelia"
    assert [logo.name for logo in cover.logos] == [plans.LOGO]


@pytest.mark.parametrize(
    ("audience", "words_on_the_face"),
    [
        ("drafting_team", "Whole plan, for the drafting team only"),
        ("reviewers", "Copy for the reviewers of this plan"),
        ("public", "Copy for the public"),
    ],
)
def test_every_copy_says_its_audience_on_its_face_and_every_page(
    build: Build, audience: str, words_on_the_face: str
) -> None:
    made = build(empty(), audience=audience)
    assert made.cover.audience.text == words_on_the_face
    assert words_on_the_face in made.foot
    assert made.foot.endswith("24\u00a0Nov\u00a02026")


def test_a_long_title_takes_the_cover_and_the_one_in_use_stands_below(build: Build) -> None:
    made = build(empty(section("identity", long_title={"en": "The very long official title"})))
    assert made.cover.title.text == "The very long official title"
    assert made.cover.subtitle is not None
    assert made.cover.subtitle.text == plans.TITLE["en"]


def test_a_sample_says_so_and_a_real_plan_does_not(build: Build) -> None:
    assert build(empty()).cover.sample is None
    made = build(empty(sample=True))
    assert made.cover.sample is not None
    assert made.cover.sample.text == "Sample: a made-up plan of a made-up Party"
    assert "Sample" in made.foot


@pytest.mark.parametrize(
    ("mark", "across"),
    [
        (Mark.DRAFT, "DRAFT"),
        (Mark.FOR_VALIDATION, "FOR VALIDATION"),
        (Mark.FOR_ENDORSEMENT, "FOR ENDORSEMENT"),
        (Mark.NONE, ""),
    ],
)
def test_the_mark_is_the_one_that_was_chosen(build: Build, mark: Mark, across: str) -> None:
    assert build(empty(), mark=mark).mark == across


def test_no_fixed_words_say_that_a_plan_complies(build: Build) -> None:
    made = build(plans.plan())
    said = words(made.blocks()) + made.foot + made.cover.kind.text
    assert "compl" not in said.replace("complet", "").lower().replace("compliance", "compl")


# Order and numbers


def test_parts_follow_the_groups_of_the_schema_and_chapters_their_sections(build: Build) -> None:
    schema = treaty()
    made = build(plans.plan())
    parts = [h.title.text for h in made.headings if h.number.startswith("Part ")]
    assert parts == [group.title for group in schema.groups if group.id != "front"]
    chapters = [h.title.text for h in made.headings if h.level == 2 and h.number.isdigit()]
    sections = [s.title for s in schema.sections if s.group != "front" and s.id != "annexes"]
    assert chapters == sections


def test_front_matter_comes_first_and_annexes_last(build: Build) -> None:
    made = build(plans.plan())
    first = [h.title.text for h in made.headings if h.level == 1]
    assert first[:8] == [
        "About this document",
        "Foreword",
        "Acknowledgements",
        "Disclaimer",
        "Acronyms and abbreviations",
        "Terms",
        "Executive summary",
        "Where we are",
    ]
    assert first[-1] == "Annexes"
    assert [h.label for h in made.headings if h.level == 2][-2].startswith("Annex 1 ")


def test_numbers_of_headings_count_without_gaps(build: Build) -> None:
    made = build(plans.plan())
    expected: list[int] = []
    for heading in made.headings:
        if heading.number[:1].isdigit():
            path = [int(part) for part in heading.number.split(".")]
            depth = len(path) - 1
            before = [*expected, *[0] * len(path)][: len(path)]
            assert path == [*before[:depth], before[depth] + 1]
            expected = path


def test_no_heading_skips_a_level(build: Build) -> None:
    levels = [heading.level for heading in build(plans.plan()).headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_numbered_heading_that_answers_a_paragraph_carries_it(build: Build) -> None:
    made = build(plans.plan())
    schema = treaty()
    cited = {section.title: section.paragraph for section in schema.sections}
    for heading in made.headings:
        if heading.level == 2 and heading.number.isdigit():
            told = heading.reference.text if heading.reference else ""
            assert told == cited[heading.title.text]
        elif heading.number[:1].isdigit() and heading.level <= 4:
            assert heading.reference is not None, heading.label


def test_anchors_are_unique(build: Build) -> None:
    made = build(plans.plan())
    anchors = [h.anchor for h in made.headings] + [t.anchor for t in (*made.tables, *made.figures)]
    assert len(anchors) == len(set(anchors))


def test_tables_and_figures_are_numbered_in_the_order_of_print(build: Build) -> None:
    made = build(plans.plan())
    assert [t.number for t in made.tables] == list(range(1, len(made.tables) + 1))
    assert [f.number for f in made.figures] == list(range(1, len(made.figures) + 1))


def test_headings_of_a_text_stand_below_its_own_heading_without_skipping(build: Build) -> None:
    html = (
        '<h5 data-block="aaaaaaa1">Deep</h5><p data-block="aaaaaaa2">x</p>'
        '<h3 data-block="aaaaaaa3">High</h3><p data-block="aaaaaaa4">y</p>'
    )
    made = build(empty(section("introduction", background={"en": html}, process=text("z"))))
    assert [(h.level, h.label) for h in made.headings][1:5] == [
        (2, "1 Introduction"),
        (3, "1.1 Background"),
        (4, "1.1.1 Deep"),
        (4, "1.1.2 High"),
    ]


# Sections and their answers


def test_a_section_with_one_text_alone_needs_no_second_heading(build: Build) -> None:
    made = build(empty(section("introduction", background=text("Alone."))))
    assert headings(made) == ["Part I Where we are", "1 Introduction"]


def test_a_section_without_answers_is_left_out_of_a_copy(build: Build) -> None:
    made = build(empty(section("gender", analysis=text("x"))))
    assert "Introduction" not in words(made.blocks())
    assert headings(made) == ["Part I What we will do", "1 Gender"]


def test_a_draft_of_the_team_says_what_is_not_answered(build: Build) -> None:
    made = build(empty(), mark=Mark.DRAFT, audience="drafting_team")
    said = words(made.blocks())
    assert "Mercury used in a year\nNot answered" in said
    assert "Steps to make it easier\nNot answered" in said


@pytest.mark.parametrize(
    ("mark", "audience"),
    [
        (Mark.DRAFT, "reviewers"),
        (Mark.DRAFT, "public"),
        (Mark.FOR_VALIDATION, "drafting_team"),
        (Mark.FOR_ENDORSEMENT, "drafting_team"),
        (Mark.NONE, "drafting_team"),
    ],
)
def test_no_other_copy_says_not_answered(build: Build, mark: Mark, audience: str) -> None:
    """In a copy for others a blank may be what they are not shown."""
    made = build(empty(section("formalization", route=None)), mark=mark, audience=audience)
    assert "Not answered" not in words(made.blocks())


@pytest.mark.parametrize(
    ("code", "words_in_print"),
    [("not_known", "Not known"), ("does_not_apply", "Does not apply")],
)
def test_a_figure_that_is_no_figure_prints_with_its_reason(
    build: Build, code: str, words_in_print: str
) -> None:
    answer = {"empty": code, "reason": {"en": "Nobody has counted yet."}}
    said = words(build(empty(section("baseline", mercury_used=answer))).blocks())
    assert f"Mercury used in a year\n{words_in_print}\nNobody has counted yet." in said


def test_a_quantity_prints_best_range_unit_year_and_source(build: Build) -> None:
    used = {
        "best": "12500",
        "low": "8000.5",
        "high": "17000",
        "unit": "kg/yr",
        "year": "2023",
        "method": {"en": "Weighed in the field"},
        "source": {"en": "National survey"},
    }
    said = words(build(empty(section("baseline", mercury_used=used))).blocks())
    assert "12,500 (8,000.5\u201317,000) kg/yr\n2023\nWeighed in the field\nNational survey" in said


def test_a_range_without_a_best_value_is_not_dropped(build: Build) -> None:
    used = {"low": "8000", "high": "17000", "unit": "kg/yr"}
    said = words(build(empty(section("baseline", mercury_used=used))).blocks())
    assert "8,000\u201317,000 kg/yr" in said


def people(**counts: str) -> EntryContent:
    return section("overview_sector", people=counts)


def test_groups_under_five_are_not_told_outside_the_team(build: Build) -> None:
    said = words(build(empty(people(women="3", men="240")), audience="reviewers").blocks())
    assert "Women: fewer than 5\nMen: 240" in said
    assert "243" not in said


def test_no_total_gives_a_small_group_away(build: Build) -> None:
    said = words(build(empty(people(women="3", men="240"))).blocks())
    assert "Total" not in said


def test_the_team_sees_every_number_and_their_total(build: Build) -> None:
    made = build(empty(people(women="3", men="240")), audience="drafting_team")
    assert "Women: 3\nMen: 240\nTotal: 243" in words(made.blocks())


def test_nobody_is_not_a_small_group(build: Build) -> None:
    said = words(build(empty(people(women="0", men="5"))).blocks())
    assert "Women: 0\nMen: 5\nTotal: 5" in said


def test_yes_and_no_are_both_answers(build: Build) -> None:
    for value, said in ((True, "Yes"), (False, "No")):
        made = build(empty(section("peoples", overlap=value)))
        assert f"Is gold mined on or near their territories?\n{said}" in words(made.blocks())


def test_a_country_prints_by_its_name(build: Build) -> None:
    made = build(empty(section("overview_trade", gold_destination="CHE")))
    assert "Switzerland" in words(made.blocks())


def test_dates_print_as_precisely_as_they_are_known(build: Build) -> None:
    for date, said in (
        ("2028", "2028"),
        ("2027-03", "March 2027"),
        ("2027-03-09", "9 March 2027"),
    ):
        made = build(empty(section("introduction", notified_on=date)))
        assert said in words(made.blocks())


def test_a_picture_that_proves_something_is_shown_below_the_answer(build: Build) -> None:
    proof = [{"id": "x", "file": plans.MAP, "title": {"en": "The gold belt"}}]
    made = build(empty(section("overview_places", maps=proof)))
    (figure,) = made.figures
    assert isinstance(figure, Figure)
    assert (figure.caption, figure.picture.name) == ("The gold belt", plans.MAP)


def test_a_picture_without_words_of_its_own_is_told_by_its_caption(build: Build) -> None:
    html = (
        f'<figure data-block="aaaaaaaa"><img data-file="{plans.MAP}" alt="">'
        "<figcaption>Gold and rivers</figcaption></figure>"
    )
    (figure,) = build(empty(section("introduction", background={"en": html}))).figures
    assert isinstance(figure, Figure)
    assert figure.picture.alt == "Gold and rivers"


def test_a_picture_that_is_missing_stops_the_document(build: Build) -> None:
    html = '<figure data-block="aaaaaaaa"><img data-file="gone" alt="x"></figure>'
    with pytest.raises(PictureMissing):
        build(empty(section("introduction", background={"en": html})))


def test_a_table_in_a_text_keeps_its_caption_and_gets_widths(build: Build) -> None:
    html = (
        '<table data-block="aaaaaaaa"><caption>Use by <em>river</em></caption><tbody><tr>'
        '<th scope="row">North</th><td>12 kg</td></tr></tbody></table>'
    )
    (found,) = build(empty(section("introduction", background={"en": html}))).tables
    assert isinstance(found, ProseTable)
    assert (found.number, found.caption) == (1, "Use by <em>river</em>")
    assert sum(found.widths) == pytest.approx(100, abs=0.05)


# The front


def test_a_foreword_ends_with_who_signed_it_where_and_when(build: Build) -> None:
    foreword = section(
        "foreword",
        text=text("We commit."),
        signatory={"en": "A. Minister"},
        office={"en": "Minister of Environment"},
        signed_on="2026-11-02",
        signed_at={"en": "Capital"},
        signature=[{"id": "x", "file": plans.SIGNATURE, "title": {"en": "Signature"}}],
    )
    made = build(empty(foreword))
    (signature,) = [b for b in made.blocks() if isinstance(b, Signature)]
    assert [line.text for line in signature.name] == ["A. Minister"]
    assert [line.text for line in signature.office] == ["Minister of Environment"]
    assert [line.text for line in signature.place_and_date] == ["Capital, 2 November 2026"]
    assert signature.picture is not None


def test_a_signed_page_that_was_scanned_is_printed_whole(build: Build) -> None:
    signed = [{"id": "x", "file": plans.SCAN, "title": {"en": "Signed page"}}]
    made = build(empty(section("foreword", text=text("x"), signature=signed)))
    scans = [block.picture.name for block in made.blocks() if isinstance(block, Scan)]
    assert scans == ["scan-1", "scan-2"]


def test_acronyms_and_terms_are_sorted(build: Build) -> None:
    made = build(
        empty(
            row(1, "acronym", short={"en": "UN"}, meaning={"en": "United Nations"}),
            row(2, "acronym", short={"en": "ASGM"}, meaning={"en": "gold mining"}),
        )
    )
    (facts,) = [block for sheet in made.lists for block in sheet.blocks if isinstance(block, Facts)]
    assert [fact.label.text for fact in facts.facts] == ["ASGM", "UN"]


# Registers


def test_what_is_no_column_of_a_table_follows_under_its_row(build: Build) -> None:
    ministry = row(
        1,
        "institution",
        name={"en": "Ministry of Mines"},
        type="ministry",
        contact={"en": "Room 12"},
    )
    made = build(empty(ministry), audience="drafting_team")
    found = table(made, "Institutions")
    assert [column.label.text for column in found.columns] == [
        "Name of the institution",
        "Kind of institution",
    ]
    details = [fact for r in found.rows for fact in r.facts]
    assert [(f.label.text, f.lines[0].text) for f in details] == [("Contact", "Room 12")]


def test_long_text_of_a_row_gets_a_heading_of_its_own(build: Build) -> None:
    long = {"en": f'<p data-block="aaaaaaaa">{"Much to say. " * 90}</p>'}
    short = {"en": '<p data-block="aaaaaaab">Little.</p>'}
    made = build(
        empty(
            row(1, "objective", statement={"en": "Use less"}, description=long),
            row(2, "objective", statement={"en": "Know more"}, description=short),
        )
    )
    assert [h.label for h in made.headings if h.level >= 3] == ["1.1 Use less"]
    details = [fact for r in table(made, "National objectives").rows for fact in r.facts]
    assert [fact.prose[0].html for fact in details] == [short["en"]]


def test_each_worst_practice_has_a_heading_with_its_own_paragraph(build: Build) -> None:
    made = build(
        empty(
            row(1, "practice", practice="b_i", presence="present"),
            row(2, "practice", practice="b_iii", presence="not_practised", reason=text("None.")),
        )
    )
    found = [h for h in made.headings if h.level == 3]
    assert [(h.reference.text if h.reference else "") for h in found] == [
        "Annex C 1(b)(i)",
        "Annex C 1(b)(iii)",
    ]
    assert found[1].items == ("1b.iii",)


# The work plan and the budget


def money(amount: str, currency: str = "USD") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


WORK = (
    row(1, "strategy", number={"en": "A"}, heading={"en": "Formalize"}, items=["1c"]),
    row(2, "strategy", heading={"en": "Protect"}, items=["1i"]),
    row(3, "institution", name={"en": "Ministry of Mines"}, acronym={"en": "MoM"}),
    row(4, "institution", name={"en": "Ministry of Health"}),
    row(
        10,
        "activity",
        number={"en": "A.1"},
        statement={"en": "Simplify licences"},
        strategy=UID(1),
        items=["1c", "1e"],
        lead=UID(3),
        supporting=[UID(4)],
        start="2027-01",
        end="2028",
        output={"en": "A decree"},
        place={"en": "North"},
    ),
    row(11, "activity", statement={"en": "Train nurses"}, strategy=UID(2), items=["1i"]),
    row(20, "budget_line", activity=UID(10), cost=money("1000.50")),
    row(21, "budget_line", activity=UID(10), cost=money("47200000000", "MNT")),
    row(
        22,
        "budget_line",
        activity=UID(11),
        cost={"empty": "not_costed", "reason": {"en": "Prices are being asked for."}},
        funding_status="unfunded",
    ),
    row(30, "milestone", activity=UID(10), title={"en": "Decree signed"}, due="2028"),
    row(31, "milestone", activity=UID(10), title={"en": "Draft decree"}, due="2027-06"),
)


def test_activities_stand_under_their_strategy_with_period_and_cost(build: Build) -> None:
    made = build(empty(*WORK))
    found = table(made, "Activities of strategy \u2066A\u2069")
    assert cells(found) == [
        [
            "A.1",
            "Simplify licences",
            "1(c)\u2069, \u20661(e)",
            "MoM|Ministry of Health",
            "January 2027 to 2028",
            "A decree",
            "47,200,000,000\u00a0MNT|1,000.50\u00a0USD",
        ]
    ]
    assert "2.1 Strategy A: Formalize" in [
        h.label.replace("\u2066", "").replace("\u2069", "") for h in made.headings
    ]


def test_the_heading_of_a_strategy_carries_its_items(build: Build) -> None:
    made = build(empty(*WORK))
    strategy = next(h for h in made.headings if "Formalize" in h.title.text)
    assert strategy.reference is not None
    assert strategy.reference.text == "Annex C \u20661(c)\u2069"
    assert strategy.items == ("1c", "1e")


def test_milestones_come_in_the_order_of_their_dates(build: Build) -> None:
    found = table(build(empty(*WORK)), "Milestones")
    assert [line[0] for line in cells(found)] == ["June 2027", "2028"]


def test_work_plan_and_budget_lie_on_landscape_pages(build: Build) -> None:
    made = build(empty(*WORK))
    for sheet in made.body:
        tables = [block for block in sheet.blocks if isinstance(block, Table)]
        money_or_work = [
            t for t in tables if t.caption.text.startswith(("Activities", "Cost", "Budget", "Mile"))
        ]
        if money_or_work:
            assert sheet.orientation is Orientation.LANDSCAPE


def test_currencies_stand_in_columns_of_their_own_and_are_never_added(build: Build) -> None:
    found = table(build(empty(*WORK)), "Cost by Annex C item")
    assert [column.label.text for column in found.columns] == [
        "Annex C item",
        "Cost (MNT)",
        "Cost (USD)",
        "Budget lines",
        "Without an amount",
    ]
    assert cells(found)[-1] == [
        "Total of the plan",
        "47,200,000,000",
        "1,000.50",
        "3",
        "1 line not costed",
    ]


def test_an_activity_of_two_items_counts_under_both_and_the_table_says_so(build: Build) -> None:
    found = table(build(empty(*WORK)), "Cost by Annex C item")
    assert [line[2] for line in cells(found)] == ["1,000.50", "1,000.50", "", "1,000.50"]
    (note,) = found.notes
    assert "counts in full under each of them" in note.text


def test_the_table_by_combination_counts_each_line_once(build: Build) -> None:
    made = build(empty(*WORK))
    found = table(made, "Cost by the Annex C items an activity answers together")
    assert [line[2] for line in cells(found)] == ["1,000.50", "", "1,000.50"]


def test_no_note_on_double_counting_where_nothing_is_counted_twice(build: Build) -> None:
    single = [
        r if r.uid != UID(10) else replace(r, answers={**r.answers, "items": ["1c"]}) for r in WORK
    ]
    made = build(empty(*single))
    assert table(made, "Cost by Annex C item").notes == ()
    assert not any("together" in t.caption.text for t in made.tables if isinstance(t, Table))


def test_every_strategy_has_a_subtotal_per_currency(build: Build) -> None:
    found = table(build(empty(*WORK)), "Budget of strategy \u2066A\u2069")
    assert cells(found)[-1] == ["Subtotal", "47,200,000,000", "1,000.50"]


def test_what_is_not_costed_is_neither_zero_nor_lost(build: Build) -> None:
    found = table(build(empty(*WORK)), "Budget of strategy \u20662\u2069")
    first, subtotal = cells(found)
    assert "Not costed" in first
    assert "Prices are being asked for." in words([found])
    assert subtotal[0] == "Subtotal|1 line not costed"


def test_a_cost_of_zero_prints_as_zero(build: Build) -> None:
    free = row(23, "budget_line", activity=UID(10), cost=money("0"))
    found = table(build(empty(*WORK, free)), "Budget of strategy \u2066A\u2069")
    assert cells(found)[2][-1] == "0"


def test_the_chart_compares_within_a_currency_only(build: Build) -> None:
    made = build(empty(*WORK))
    (chart,) = made.figures
    assert [panel.title.text for panel in chart.panels] == ["In MNT", "In USD"]
    assert [[bar.share for bar in panel.bars] for panel in chart.panels] == [[100, 100], [100, 100]]


def test_lines_of_no_activity_are_still_printed_and_summed(build: Build) -> None:
    lost = row(24, "budget_line", activity="gone", cost=money("77"))
    made = build(empty(*WORK, lost))
    assert cells(table(made, "Budget lines of no strategy"))[0][-1] == "77"
    assert cells(table(made, "Cost by Annex C item"))[-1][2] == "1,077.50"


def test_more_than_three_currencies_share_one_column(build: Build) -> None:
    lines = [
        row(40 + place, "budget_line", activity=UID(10), cost=money("5", code))
        for place, code in enumerate(("EUR", "CHF", "XOF", "GHS"))
    ]
    found = table(build(empty(*WORK, *lines)), "Cost by Annex C item")
    assert [column.label.text for column in found.columns][1] == "Cost"
    assert cells(found)[-1][1].count("|") == 5


# Annexes


def test_a_scanned_annex_is_printed_page_by_page(build: Build) -> None:
    annex = row(
        1,
        "annex",
        title={"en": "Mining law"},
        document=[{"id": "x", "file": plans.SCAN, "title": {"en": "Law of 2019"}}],
    )
    made = build(empty(annex))
    scans = [block.picture for block in made.blocks() if isinstance(block, Scan)]
    assert [scan.alt for scan in scans] == ["Law of 2019, page 1 of 2", "Law of 2019, page 2 of 2"]
    assert headings(made) == ["Annexes", "Annex 1 Mining law"]


def test_an_annex_that_cannot_be_printed_says_where_it_is(build: Build) -> None:
    annex = row(
        1,
        "annex",
        title={"en": "Survey"},
        document=[
            {"id": "x", "file": plans.REPORT, "title": {"en": "Report"}},
            {"id": "y", "link": "https://example.org/data", "title": {"en": "Data"}},
        ],
    )
    said = words(build(empty(annex)).blocks())
    assert "kept beside the plan as the file baseline-report.pdf" in said
    assert "https://example.org/data" in said


# Where each item is addressed


def places(made: Document, key: str) -> list[str]:
    schema = treaty()
    addressed: Addressed = made.addressed[[item.key for item in schema.items].index(key)]
    return [place.title.text for place in addressed.places]


def test_every_item_of_annex_c_has_a_line_even_without_a_place(build: Build) -> None:
    made = build(empty())
    assert [found.citation.text for found in made.addressed] == [
        item.citation for item in treaty().items
    ]
    assert places(made, "1h") == []


def test_items_lead_to_chapters_practices_and_strategies(build: Build) -> None:
    made = build(
        empty(
            *WORK,
            section("formalization", steps=text("Steps.")),
            row(50, "practice", practice="b_ii", presence="present"),
        )
    )
    assert places(made, "1c") == [
        "Formalization or regulation of the sector",
        "Strategy \u2066A\u2069: Formalize",
    ]
    assert places(made, "1b.ii") == ["Open burning of amalgam or processed amalgam"]
    assert places(made, "1i") == ["Protect"]


def test_only_authentic_text_the_party_loaded_is_told_as_the_treatys(build: Build) -> None:
    whole = empty()
    party = replace(whole.party, authentic={"1c": {"en": "Steps to facilitate ..."}})
    made = build(replace(whole, party=party))
    found = {a.citation.text: a for a in made.addressed}
    assert found["Annex C 1(c)"].authentic
    assert found["Annex C 1(c)"].words.text == "“Steps to facilitate ...”"
    assert not found["Annex C 1(d)"].authentic
    assert made.paraphrased


# Languages


def test_numbers_and_dates_follow_the_plan_not_the_interface() -> None:
    plan = plans.plan("fr", plans.SMALL, sections=frozenset({"baseline", "introduction"}))
    with use_locale("en"):
        made = document.build(plan, treaty(1, "fr"), plans.options())
    said = words(made.blocks())
    assert "12\u202f500" in said or "150\u202f000" in said
    assert "mars 2027" in said


def test_words_in_another_language_than_the_plans_are_marked(build: Build) -> None:
    made = build(empty(row(1, "region", name={"fr": "Bassin du Fleuve"})))
    (line,) = table(made, "Regions").rows[0].cells[0].lines
    assert (line.text, line.language) == ("Bassin du Fleuve", "fr")


def test_schema_words_that_do_not_speak_the_language_are_marked_english() -> None:
    plan = plans.plan("mn", plans.SMALL, sections=frozenset({"introduction"}))
    made = document.build(plan, treaty(1, "mn"), plans.options())
    chapter = next(heading for heading in made.headings if heading.level == 2)
    assert chapter.title.language == "en"


def test_an_arabic_plan_runs_from_right_to_left() -> None:
    plan = plans.plan("ar", plans.SMALL, sections=frozenset({"introduction"}))
    made = document.build(plan, treaty(1, "ar"), plans.options())
    assert (made.language, made.direction) == ("ar", "rtl")


def test_the_document_is_the_same_every_time(build: Build) -> None:
    plan = plans.plan("en", plans.SMALL)
    assert build(plan) == build(plan)
