"""What a DOCX says, kept: headings, lists, tables, notes, figures, fields, boxes, languages."""

from __future__ import annotations

import io

import docx as python_docx
import pytest

from nap_tracker.imports.word import codec, reader
from nap_tracker.imports.word.tree import Aside, Paragraph
from tests.imports.word.making import (
    PNG,
    SPACES,
    box,
    docx,
    drawing,
    field,
    h,
    html,
    ins,
    item,
    note,
    notes,
    p,
    picture,
    r,
    read,
    tbl,
    tc,
    tr,
)

LAW = "The law of the land is clear and it is for all. "


def asides(*body: str, **more: object) -> list[tuple[str, str]]:
    return [(aside.kind, aside.text) for aside in read(*body, **more).asides]  # type: ignore[arg-type]


class TestWords:
    def test_headings_are_known_by_the_name_of_their_style_in_any_language_of_word(self):
        assert html(h("One"), h("Two", 2), "Words") == "<h3>One</h3><h4>Two</h4><p>Words</p>"

    def test_an_outline_level_makes_a_heading(self):
        said = html(p("One", more='<w:outlineLvl w:val="0"/>'), "Words")
        assert said == "<h3>One</h3><p>Words</p>"

    def test_a_file_without_styles_has_headings_all_the_same(self):
        said = html(
            p(r("1. Context", "<w:b/>")), "Words of it.", p(r("1.1 Law", "<w:b/>")), "More."
        )
        assert said == "<h3>1. Context</h3><p>Words of it.</p><h4>1.1 Law</h4><p>More.</p>"

    def test_a_strong_paragraph_is_no_heading_where_there_are_real_ones(self):
        said = html(h("One"), p(r("Strong", "<w:b/>")))
        assert said == "<h3>One</h3><p><strong>Strong</strong></p>"

    def test_emphasis_and_raised_and_lowered_words(self):
        raised = '<w:vertAlign w:val="superscript"/>'
        runs = (r("a", "<w:b/>"), r("b", "<w:i/>"), r("c", raised), r("d", '<w:b w:val="0"/>'))
        assert html(p(*runs)) == "<p><strong>a</strong><em>b</em><sup>c</sup>d</p>"

    def test_emphasis_of_a_style_of_characters(self):
        strong = (
            '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/>'
            "<w:rPr><w:b/></w:rPr></w:style>"
        )
        run = r("word", '<w:rStyle w:val="Strong"/>')
        assert html(p("A ", run), styles=strong) == "<p>A <strong>word</strong></p>"

    def test_a_line_break_makes_two_paragraphs_and_a_tab_a_space(self):
        assert html(p("a", "<w:r><w:br/></w:r>", "b", "<w:r><w:tab/></w:r>", "c")) == (
            "<p>a</p><p>b c</p>"
        )

    def test_signs_of_old_fonts_are_characters(self):
        sign = '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>'
        assert html(p("angle ", sign)) == "<p>angle α</p>"

    def test_words_in_content_controls_and_smart_tags_stay(self):
        control = f"<w:sdt><w:sdtContent>{r('in a control')}</w:sdtContent></w:sdt>"
        tag = f"<w:smartTag>{r(' and a tag')}</w:smartTag>"
        around = f"<w:sdt><w:sdtContent>{p('whole')}</w:sdtContent></w:sdt>"
        assert html(p(control, tag), around) == "<p>in a control and a tag</p><p>whole</p>"

    def test_what_a_content_control_asks_for_was_never_written(self):
        empty = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        control = f"<w:sdt>{empty}<w:sdtContent>{r('Click here')}</w:sdtContent></w:sdt>"
        assert html(p("a", control)) == "<p>a</p>"

    def test_the_strict_form_of_the_standard_is_read(self):
        data = docx(h("One"), "Words")
        strict = _replaced(
            data,
            "word/document.xml",
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        document, _ = reader.read(strict)
        assert [b.kind for b in document.blocks if isinstance(b, Paragraph)] == ["h", "p"]


class TestLists:
    def test_points_are_nested_by_their_depth(self):
        said = html(item("a"), item("b", 1), item("c", 1), item("d"))
        assert said == "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"

    def test_numbers_inside_bullets(self):
        said = html(item("a"), item("b", 1, 2), item("c"))
        assert said == "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"

    def test_two_kinds_at_one_depth_are_two_lists(self):
        assert html(item("a"), item("b", 0, 2)) == "<ul><li>a</li></ul><ol><li>b</li></ol>"

    def test_a_list_that_begins_deep_and_comes_up(self):
        said = html(item("a", 2), item("b", 0))
        assert said == "<ul><li>a</li><li>b</li></ul>"

    def test_a_paragraph_that_goes_on_with_a_point_is_part_of_it(self):
        said = html(item("a"), p("more", style="ListContinue"), item("b"), "end")
        assert said == "<ul><li><p>a</p><p>more</p></li><li>b</li></ul><p>end</p>"

    def test_the_deeper_lists_of_words_own_styles_are_nested(self):
        made = python_docx.Document()
        made.add_paragraph("a", style="List Bullet")
        made.add_paragraph("b", style="List Bullet 2")
        made.add_paragraph("c", style="List Number")
        said = _python_docx(made)
        assert said == "<ul><li>a<ul><li>b</li></ul></li></ul><ol><li>c</li></ol>"


class TestTables:
    def test_rows_that_head_the_others_and_merged_cells(self):
        wide, tall, below = (
            '<w:gridSpan w:val="2"/>',
            '<w:vMerge w:val="restart"/>',
            "<w:vMerge/>",
        )
        said = html(
            tbl(
                tr(tc("A", more=wide), "B", head=True),
                tr(tc("c", more=tall), "d", "e"),
                tr(tc(more=below), "f", "g"),
            )
        )
        assert said == (
            '<table><thead><tr><th colspan="2" scope="col">A</th><th scope="col">B</th></tr>'
            '</thead><tbody><tr><td rowspan="2">c</td><td>d</td><td>e</td></tr>'
            "<tr><td>f</td><td>g</td></tr></tbody></table>"
        )

    def test_a_strong_first_row_heads_the_others(self):
        strong = p(r("A", "<w:b/>"))
        said = html(tbl(tr(tc(strong)), tr("b")))
        assert said == (
            '<table><thead><tr><th scope="col">A</th></tr></thead>'
            "<tbody><tr><td>b</td></tr></tbody></table>"
        )

    def test_a_frame_around_some_text_is_no_table(self):
        assert html(tbl(tr(tc("Box one", "Box two")))) == "<p>Box one</p><p>Box two</p>"

    def test_a_table_in_a_table_follows_it(self):
        inner = tbl(tr("x", "y"), tr("z", "w"))
        said = html(tbl(tr("a", tc(inner, p("b"))), tr("c", "d")))
        assert said.count("<table") == 2
        for word in "abcdxyzw":
            assert f">{word}<" in said

    def test_lists_and_notes_in_cells_stay(self):
        parts, relations = notes("footnote", "Source")
        cell = tc(item("one"), item("two"), p("x", note(1)))
        said = html(tbl(tr("a", cell), tr("b", "c")), parts=parts, relations=relations)
        assert "<ul><li>one</li><li>two</li></ul>" in said
        assert 'x<span class="fn">Source</span>' in said

    def test_the_caption_before_a_table_is_its_caption_without_its_number(self):
        counted = p("Table ", field("SEQ Table \\* ARABIC", "3"), ": Sites", style="Caption")
        said = html(counted, tbl(tr("a", "b"), tr("c", "d")))
        assert said.startswith("<table><caption>Sites</caption>")

    def test_the_caption_behind_a_table_too(self):
        said = html(tbl(tr("a", "b"), tr("c", "d")), p("Tableau 2 – Sites", style="Caption"))
        assert "<caption>Sites</caption>" in said

    def test_the_caption_between_two_tables_belongs_to_the_second(self):
        rows = (tr("a", "b"), tr("c", "d"))
        said = html(tbl(*rows), p("Table 2. Sites", style="Caption"), tbl(*rows))
        first, second = said.split("</table>")[:2]
        assert "caption" not in first
        assert "<caption>Sites</caption>" in second


class TestNotes:
    def test_footnotes_and_endnotes_stand_where_they_are_referred_to(self):
        foot, to_foot = notes("footnote", p("See ", r("law", "<w:i/>")))
        end, to_end = notes("endnote", "At the end")
        said = html(
            p("a", note(1), "b", note(1, "endnote")),
            parts={**foot, **end},
            relations=[*to_foot, *to_end],
        )
        assert said == (
            '<p>a<span class="fn">See <em>law</em></span>b<span class="fn">At the end</span></p>'
        )

    def test_a_note_of_several_paragraphs_is_one_line(self):
        parts, relations = notes("footnote", p("One.") + p("Two."))
        said = html(p("a", note(1)), parts=parts, relations=relations)
        assert said == '<p>a<span class="fn">One. Two.</span></p>'


class TestFigures:
    RELATIONS = (("rId9", "image", "media/a.png", False),)

    def test_a_picture_with_its_words_and_its_caption(self):
        caption = p("Figure ", field("SEQ Figure", "1"), ". The map", style="Caption")
        said = html(
            p("Before", picture(alt="A map")),
            caption,
            parts={"word/media/a.png": PNG},
            relations=self.RELATIONS,
        )
        assert said == (
            '<p>Before</p><figure><img data-file="picture-1" alt="A map">'
            "<figcaption>The map</figcaption></figure>"
        )

    def test_a_picture_that_cannot_be_shown_is_listed(self):
        found = asides(
            p("a", picture("rId9", "A drawing")),
            parts={"word/media/a.emf": b"\x01\x00\x00\x00 EMF"},
            relations=[("rId9", "image", "media/a.emf", False)],
        )
        assert found == [("picture", "A drawing")]

    def test_a_picture_elsewhere_is_listed_and_never_fetched(self):
        found = asides(
            p("a", picture("rId9", how="link")),
            relations=[("rId9", "image", "https://example.org/spy.png", True)],
        )
        assert found == [("linked", "https://example.org/spy.png")]

    def test_a_chart_and_a_diagram_are_listed_with_their_words(self):
        chart = "<a:graphic><a:graphicData><c:chart/></a:graphicData></a:graphic>"
        diagram = '<a:graphic><a:graphicData><dgm:relIds r:dm="rId8"/></a:graphicData></a:graphic>'
        data = f"<dgm:dataModel {SPACES}><a:t>Ministry</a:t><a:t>Miners</a:t></dgm:dataModel>"
        found = asides(
            p("a", drawing(chart, "Use of mercury"), drawing(diagram)),
            parts={"word/diagrams/data1.xml": data},
            relations=[("rId8", "diagramData", "diagrams/data1.xml", False)],
        )
        assert found == [("drawing", "Use of mercury"), ("drawing", "Ministry; Miners")]

    def test_the_words_of_a_text_box_stay_and_stand_once(self):
        assert html(p("a", box(p("In the box")))) == "<p>a</p><p>In the box</p>"

    def test_a_picture_and_its_caption_in_a_text_box(self):
        inside = box(p(picture(alt="Map")), p("Figure 2: Sites", style="Caption"))
        said = html(p(inside), parts={"word/media/a.png": PNG}, relations=self.RELATIONS)
        assert "<figcaption>Sites</figcaption>" in said


class TestLinksAndFields:
    def test_links_to_pages_and_to_addresses_of_mail_stay(self):
        link = f'<w:hyperlink r:id="rId7">{r("site")}</w:hyperlink>'
        said = html(
            p("See ", link, " and ", field('HYPERLINK "mailto:a@example.org"', "mail")),
            relations=[("rId7", "hyperlink", "https://example.org/a", True)],
        )
        assert said == (
            '<p>See <a href="https://example.org/a">site</a> and '
            '<a href="mailto:a@example.org">mail</a></p>'
        )

    @pytest.mark.parametrize(
        "address", ["file:///etc/passwd", "javascript:alert(1)", "\\\\server\\share\\x.docx"]
    )
    def test_any_other_link_is_words_and_its_address_is_listed(self, address: str):
        link = f'<w:hyperlink r:id="rId7">{r("site")}</w:hyperlink>'
        document = read(p(link), relations=[("rId7", "hyperlink", address, True)])
        assert [piece.href for piece in document.blocks[0].pieces] == [""]  # type: ignore[union-attr]
        assert [(a.kind, a.text) for a in document.asides] == [("link", address)]

    def test_a_field_shows_its_result_and_hides_its_instruction(self):
        assert html(p("Page ", field("PAGEREF _x", "12"), ".")) == "<p>Page 12.</p>"

    def test_a_table_of_contents_is_listed_once(self):
        inside = field('TOC \\o "1-3"', "1 Context 3", " 2 Law 5")
        found = asides(p(inside), p("x"))
        assert found == [("contents", "1 Context 3 2 Law 5")]
        control = (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
            f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('1 Context')}</w:sdtContent></w:sdt>"
        )
        assert asides(control, p("x")) == [("contents", "1 Context")]
        assert asides(p("1 Context 3", style="TOC1"), p("x")) == [("contents", "1 Context 3")]


class TestBeside:
    def test_headers_and_footers_are_listed_but_not_bare_page_numbers(self):
        found = asides(
            "Words",
            parts={
                "word/header1.xml": f"<w:hdr {SPACES}>{p('Draft for the Cabinet')}</w:hdr>",
                "word/footer1.xml": f"<w:ftr {SPACES}>{p(field('PAGE', '3'))}</w:ftr>",
            },
            relations=[
                ("rId5", "header", "header1.xml", False),
                ("rId6", "footer", "footer1.xml", False),
            ],
        )
        assert found == [("header", "Draft for the Cabinet")]

    def test_comments_are_listed_with_their_author_and_what_they_are_about(self):
        comment = (
            f'<w:comments {SPACES}><w:comment w:id="4" w:author="Ana" '
            f'w:date="2026-02-03T09:00:00Z">'
            f"{p('Is this so?')}</w:comment></w:comments>"
        )
        body = p(
            "Mining is ", '<w:commentRangeStart w:id="4"/>', "legal",
            '<w:commentRangeEnd w:id="4"/>', " here",
        )  # fmt: skip
        document = read(
            body,
            parts={"word/comments.xml": comment},
            relations=[("rId5", "comments", "comments.xml", False)],
        )
        assert document.asides == (
            Aside("comment", "Is this so?", 1, "Ana", "2026-02-03 09:00", "legal"),
        )

    def test_hidden_words_are_listed_and_not_shown(self):
        document = read(p("Open ", r("secret ", "<w:vanish/>"), r("words", "<w:vanish/>")))
        assert [(a.kind, a.text) for a in document.asides] == [("hidden", "secret words")]
        assert len(document.blocks[0].pieces) == 1  # type: ignore[union-attr]

    def test_a_formula_is_kept_as_signs_and_listed(self):
        formula = "<m:oMath><m:r><m:t>Hg=Au</m:t></m:r></m:oMath>"
        assert html(p("a ", formula)) == "<p>a Hg=Au</p>"
        assert asides(p("a ", formula)) == [("formula", "Hg=Au")]


class TestLanguages:
    def test_a_passage_in_another_language_is_marked_where_its_words_say_so(self):
        french = r("la loi sur les mines et le mercure", '<w:lang w:val="fr-FR"/>')
        english = r(
            "The law of the land is clear and it is for all. " * 3, '<w:lang w:val="en-GB"/>'
        )
        said = html(p(english, french))
        assert '<span lang="fr">la loi sur les mines et le mercure</span>' in said

    def test_what_the_keyboard_left_behind_is_no_language(self):
        noise = r("the law of the mines", '<w:lang w:val="fr-FR"/>')
        english = r(
            "The law of the land is clear and it is for all. " * 3, '<w:lang w:val="en-GB"/>'
        )
        assert "lang=" not in html(p(english, noise))

    def test_a_script_bears_its_language_out(self):
        arabic = r("قانون المناجم", '<w:rtl/><w:lang w:val="en-GB" w:bidi="ar-MA"/>')
        english = r(LAW, '<w:lang w:val="en-GB"/>')
        assert '<span lang="ar">قانون المناجم</span>' in html(p(english, arabic))

    def test_a_paragraph_from_right_to_left_says_so(self):
        assert html(p("قانون", more="<w:bidi/>")) == '<p dir="rtl">قانون</p>'


def test_json_and_back_is_the_same_document():
    parts, relations = notes("footnote", p("t ", ins("new")))
    document = read(
        h("One"),
        p("a", note(1), ins("b"), picture(alt="x")),
        tbl(tr("c", tc(item("d")), head=True), tr("e", "f")),
        parts={**parts, "word/media/a.png": PNG},
        relations=[*relations, ("rId9", "image", "media/a.png", False)],
    )
    assert document.changes
    assert codec.loads(codec.dumps(document)) == document


def _replaced(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as made:
        for member in archive.namelist():
            content = archive.read(member)
            made.writestr(member, content.replace(old, new) if member == name else content)
    return out.getvalue()


def _python_docx(made: object) -> str:
    from tests.imports.word.making import html_of

    out = io.BytesIO()
    made.save(out)  # type: ignore[attr-defined]
    return html_of(reader.read(out.getvalue())[0])


@pytest.mark.parametrize(
    "cited", ["Annex C 1(f)", "Annex C 1(b)(i), 1(e)", "annexe C, 1 f)", "COP-1 guidance"]
)
def test_the_paragraph_our_own_files_cite_under_a_heading_is_no_text(cited: str):
    assert words(p("Trade", style="Titre1"), p(cited, style="AnnexCReference"), p("Words")) == [
        "Trade",
        "Words",
    ]


def test_what_somebody_writes_in_that_style_is_kept():
    told = "See Annex C 1(f) for the reasons."
    assert words(p(told, style="AnnexCReference"), p("Annex C 1(f)")) == [told, "Annex C 1(f)"]


def test_a_number_typed_before_a_heading_with_an_em_space_behind_is_no_part_of_it():
    assert words(p("1.2\u2003", "Trade", style="Heading2")) == ["Trade"]
    assert words(p("1.2 Trade", style="Heading2")) == ["1.2 Trade"]


def words(*body: str) -> list[str]:
    return [
        reader.text_of(block)
        for block in reader.read(docx(*body))[0].blocks
        if isinstance(block, Paragraph)
    ]
