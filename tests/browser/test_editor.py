"""The editor of long text in a real browser: what it keeps, what it cleans, what it sends."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Stage, render

FIGURE = "11111111-1111-4111-8111-111111111111"
PAGE = """{% extends "base.html" %}
{% from "macros/buttons.html" import submit %}
{% from "macros/forms.html" import field, form %}
{% block title %}Describe the problem{% endblock %}
{% block content %}
{% call form("/page", guarded=true) %}{{ field(text) }}{{ submit("Save") }}{% endcall %}
{% endblock %}"""

FRAME = """new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""
PARAGRAPH = '<p data-block="aaaaaaa1">Miners use mercury.</p>'
RICH = (
    '<h3 data-block="aaaaaaa1">Where the mercury goes</h3>'
    '<p data-block="aaaaaaa2">Whole <strong>ore</strong>'
    '<span class="fn">A <em>survey</em>, 2021.</span>'
    ' in the <a href="https://example.org/map">north</a>, CO<sub>2</sub>.</p>'
    '<ul data-block="aaaaaaa3"><li>One<ul><li>Deeper</li></ul></li>'
    "<li><p>Two</p><p>Two again</p></li></ul>"
    '<table data-block="aaaaaaa4"><caption>Sites</caption><thead><tr><th scope="col">Site</th>'
    '<th colspan="2" scope="col">Miners</th></tr></thead><tbody>'
    '<tr><th scope="row">Kampti</th><td>120</td><td>30</td></tr></tbody></table>'
    f'<figure data-block="aaaaaaa5"><img data-file="{FIGURE}" alt="A map">'
    "<figcaption>Sites by region</figcaption></figure>"
    '<p data-block="aaaaaaa6" lang="ar" dir="rtl">نص</p>'
    '<p data-block="aaaaaaa7">Mixed <span lang="fr">terme</span> here.</p>'
)
BLOCKS = [f"aaaaaaa{number}" for number in range(1, 8)]


class Writer:
    """A person at the editor of one field."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.page: Page = stage.page
        self.text = self.page.get_by_role("textbox", name="Problem")

    def open(self, html: str) -> Writer:
        text = SimpleNamespace(
            id="problem",
            name="problem",
            type="TextAreaField",
            kind="longtext",
            label=SimpleNamespace(text="Problem"),
            description="",
            errors=[],
            data=html,
            html=html,
            markup="Light markup",
            figures=[(FIGURE, "map.png", "A map", "/map.png")],
        )
        self.stage.show(render(PAGE, text=text))
        self.text.wait_for()
        return self

    @property
    def value(self) -> str:
        """What would be sent now."""
        return self.page.locator("textarea[name=problem]").input_value()

    def click(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label).fill(value)

    def at_end(self) -> Writer:
        self.text.click()
        self.press("Control+End")
        return self

    def press(self, *keys: str) -> None:
        """Keys at a person's pace: the browser tells of a moved cursor a frame later."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.evaluate(FRAME)

    def paste(self, html: str, text: str = "") -> str:
        """Pastes over everything and says what is there now, without block ids."""
        self.text.click()
        self.page.keyboard.press("Control+a")
        self.text.evaluate(
            """(element, [html, text]) => {
                const data = new DataTransfer();
                if (html) data.setData("text/html", html);
                data.setData("text/plain", text);
                const event = new ClipboardEvent("paste", {
                    clipboardData: data, bubbles: true, cancelable: true,
                });
                element.dispatchEvent(event);
            }""",
            [html, text],
        )
        return self.value

    def save(self) -> dict[str, str]:
        """Presses Save and returns the fields that arrived, lines ended by LF."""
        with self.page.expect_navigation():
            self.click("Save")
        fields = parse_qs(self.stage.sent[-1], keep_blank_values=True)
        return {name: values[0].replace("\r\n", "\n") for name, values in fields.items()}


@pytest.fixture
def writer(stage: Stage) -> Writer:
    return Writer(stage)


@pytest.mark.parametrize("html", ["", PARAGRAPH, RICH, '<p data-block="aaaaaaa1">a &amp; "b"</p>'])
def test_opening_and_saving_leaves_the_same_html(writer: Writer, html: str) -> None:
    sent = writer.open(html).save()
    assert sent["problem"] == html
    assert sent["problem-format"] == "html"


def test_what_the_subset_holds_survives_a_change_and_back(writer: Writer) -> None:
    writer.open(RICH).at_end()
    writer.page.keyboard.type("x")
    assert writer.value == RICH.replace(" here.</p>", " here.x</p>")
    writer.page.keyboard.press("Backspace")
    assert writer.value == RICH


def test_every_block_is_written_as_it_was_read(writer: Writer) -> None:
    """A block that is changed and changed back is written anew, and is the same all the same."""
    without_ids = RICH
    for block in BLOCKS:
        without_ids = without_ids.replace(f' data-block="{block}"', "")
    writer.open(without_ids).at_end()
    writer.page.keyboard.type("x")
    assert writer.value == without_ids.replace(" here.</p>", " here.x</p>")


def test_a_split_paragraph_keeps_its_id_once(writer: Writer) -> None:
    writer.open(PARAGRAPH).at_end()
    writer.press(*["ArrowLeft"] * 8, "Enter")
    assert writer.value == '<p data-block="aaaaaaa1">Miners use </p><p>mercury.</p>'


def test_an_emptied_text_is_sent_empty(writer: Writer) -> None:
    writer.open(PARAGRAPH).text.click()
    writer.press("Control+a")
    writer.page.keyboard.press("Delete")
    assert writer.save()["problem"] == ""


def test_word_lists_become_real_lists(writer: Writer) -> None:
    def item(level: int, marker: str, words: str) -> str:
        return (
            f"<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level{level} lfo1'>"
            f"<![if !supportLists]><span style='mso-list:Ignore'>{marker}<span>&nbsp;&nbsp;</span>"
            f"</span><![endif]><span lang=EN-GB>{words}<o:p></o:p></span></p>"
        )

    word = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body>"
        "<p class=MsoNormal style='margin-bottom:0'>Before\r\nit<o:p></o:p></p>"
        + item(1, "·", "First")
        + item(2, "o", "Inner")
        + item(1, "·", "Second")
        + "<p class=MsoNormal>&nbsp;</p>"
        + item(1, "1.", "Numbered")
        + item(1, "2.", "Again")
        + "</body></html>"
    )
    assert writer.open("").paste(word) == (
        "<p>Before it</p><ul><li>First<ul><li>Inner</li></ul></li><li>Second</li></ul>"
        "<ol><li>Numbered</li><li>Again</li></ol>"
    )


def test_word_headings_links_and_emphasis_stay_and_the_rest_goes(writer: Writer) -> None:
    word = (
        "<style>p.MsoNormal {color:red}</style><script>document.title='run'</script>"
        "<h1 style='color:blue'><b>Chapter</b></h1><h2>Part</h2>"
        "<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Bold</b> "
        "<span style='font-weight:bold'>too</span> <i>slanted</i> "
        "<a href='https://example.org/' style='color:red'>there</a> "
        "<a href='javascript:alert(1)'>nowhere</a> <font color=red>red</font><del>gone</del></p>"
    )
    assert writer.open("").paste(word) == (
        "<h3>Chapter</h3><h4>Part</h4>"
        "<p><strong>Bold</strong> <strong>too</strong> <em>slanted</em> "
        '<a href="https://example.org/">there</a> nowhere red</p>'
    )
    assert writer.page.title() != "run"


def test_word_tables_keep_heads_spans_and_captions(writer: Writer) -> None:
    word = (
        "<p class=MsoCaption>Table 1. Sites</p>"
        "<table class=MsoTableGrid border=1 style='width:100%'><thead><tr>"
        "<td width=100 style='border:solid'><p class=MsoNormal>Site<o:p></o:p></p></td>"
        "<td colspan=2><p class=MsoNormal>Miners</p></td></tr></thead><tbody>"
        "<tr><td><p class=MsoNormal>Kampti</p></td><td><p>120</p></td><td><p>30</p></td></tr>"
        "</tbody></table>"
    )
    assert writer.open("").paste(word) == (
        '<table><caption>Table 1. Sites</caption><thead><tr><th scope="col">Site</th>'
        '<th colspan="2" scope="col">Miners</th></tr></thead>'
        "<tbody><tr><td>Kampti</td><td>120</td><td>30</td></tr></tbody></table>"
    )


def test_word_footnotes_move_to_their_place(writer: Writer) -> None:
    word = (
        "<p class=MsoNormal>Mercury is sold<a style='mso-footnote-id:ftn1' href=\"#_ftn1\""
        ' name="_ftnref1"><span class=MsoFootnoteReference>'
        "<span style='mso-special-character:footnote'>[1]</span></span></a> openly.</p>"
        "<div style='mso-element:footnote-list'><hr size=1>"
        "<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>"
        '<a style=\'mso-footnote-id:ftn1\' href="#_ftnref1" name="_ftn1">[1]</a>'
        " Customs <i>records</i>, 2020.</p></div></div>"
    )
    assert writer.open("").paste(word) == (
        '<p>Mercury is sold<span class="fn">Customs <em>records</em>, 2020.</span> openly.</p>'
    )


def test_pasted_pictures_are_dropped_and_said_so(writer: Writer) -> None:
    value = writer.open("").paste("<p>Seen</p><img src='data:image/png;base64,AAAA'><p>here</p>")
    assert value == "<p>Seen</p><p>here</p>"
    assert "not pasted" in writer.page.get_by_role("status").inner_text()


def test_plain_text_pastes_as_paragraphs(writer: Writer) -> None:
    assert writer.open("").paste("", "One\n\nTwo") == "<p>One</p><p>Two</p>"


def test_a_table_can_be_made_and_filled_with_the_keyboard(writer: Writer) -> None:
    writer.open("").text.focus()
    writer.page.keyboard.press("Alt+F10")
    while writer.page.evaluate("document.activeElement.title") != "Table":
        writer.page.keyboard.press("ArrowRight")
    writer.page.keyboard.press("Enter")
    writer.fill("Rows", "2")
    writer.fill("Columns", "2")
    writer.page.keyboard.press("Enter")
    for words in ("Sites", "Site", "Miners", "Kampti", "120"):
        writer.page.keyboard.type(words)
        writer.press("ArrowRight")
    assert writer.value == (
        '<table><caption>Sites</caption><thead><tr><th scope="col">Site</th>'
        '<th scope="col">Miners</th></tr></thead>'
        "<tbody><tr><td>Kampti</td><td>120</td></tr></tbody></table>"
    )


def test_rows_and_columns_come_and_go(writer: Writer) -> None:
    table = "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    writer.open(table).page.get_by_text("b", exact=True).click()
    writer.click("Add row below")
    writer.click("Delete column")
    assert writer.value == "<table><tbody><tr><td>a</td></tr><tr><td></td></tr></tbody></table>"
    writer.click("Delete table")
    assert writer.value == ""


def test_a_heading_row_can_be_switched_on(writer: Writer) -> None:
    table = "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>"
    writer.open(table).page.get_by_text("a", exact=True).click()
    writer.click("Heading cell on or off")
    assert writer.value == (
        '<table><thead><tr><th scope="col">a</th></tr></thead>'
        "<tbody><tr><td>b</td></tr></tbody></table>"
    )


def test_a_footnote_is_written_changed_and_taken_back(writer: Writer) -> None:
    writer.open(PARAGRAPH).at_end()
    writer.click("Footnote")
    writer.page.keyboard.type("Seen in ")
    writer.page.keyboard.press("Control+i")
    writer.page.keyboard.type("Gaoua")
    writer.page.keyboard.press("Enter")
    note = '<span class="fn">Seen in <em>Gaoua</em></span>'
    assert writer.value == PARAGRAPH.replace("</p>", f"{note}</p>")

    writer.page.locator(".app-editor__text .fn").dblclick()
    writer.press("Control+End")
    writer.page.keyboard.type(", twice")
    writer.click("Apply")
    assert writer.value == PARAGRAPH.replace("</p>", note.replace("</em>", ", twice</em>") + "</p>")

    writer.at_end().press("ArrowLeft", "Enter")
    writer.click("Remove")
    assert writer.value == PARAGRAPH


def test_a_figure_is_picked_from_the_plans_pictures(writer: Writer) -> None:
    writer.open(PARAGRAPH).at_end()
    writer.click("Figure")
    writer.page.get_by_role("group", name="Figure").get_by_role("combobox").select_option("map.png")
    writer.fill("What the picture shows", "Map of Kampti")
    writer.click("Apply")
    writer.page.keyboard.type("Sites")
    assert writer.value == (
        f'{PARAGRAPH}<figure><img data-file="{FIGURE}" alt="Map of Kampti">'
        "<figcaption>Sites</figcaption></figure>"
    )


def test_a_link_is_set_and_taken_off(writer: Writer) -> None:
    writer.open('<p data-block="aaaaaaa1">See</p>').text.click()
    writer.press("Control+a")
    writer.page.keyboard.press("Control+k")
    writer.page.keyboard.type("example.org")
    writer.page.keyboard.press("Enter")
    linked = '<p data-block="aaaaaaa1"><a href="https://example.org">See</a></p>'
    assert writer.value == linked
    writer.click("Link")
    writer.click("Remove")
    assert writer.value == '<p data-block="aaaaaaa1">See</p>'


def test_a_passage_in_another_language_is_marked(writer: Writer) -> None:
    writer.open('<p data-block="aaaaaaa1">Oro</p>').text.click()
    writer.press("Control+a")
    writer.click("Language of the passage")
    writer.page.keyboard.type("es")
    writer.page.keyboard.press("Enter")
    assert writer.value == '<p data-block="aaaaaaa1"><span lang="es">Oro</span></p>'


def test_a_list_is_made_deepened_and_left(writer: Writer) -> None:
    writer.open("").text.click()
    writer.page.keyboard.type("- One")
    writer.page.keyboard.press("Enter")
    writer.page.keyboard.type("Two")
    writer.click("Deeper in the list")
    assert writer.value == "<ul><li>One<ul><li>Two</li></ul></li></ul>"
    writer.click("Less deep in the list")
    writer.page.keyboard.press("Enter")
    writer.page.keyboard.press("Enter")
    writer.page.keyboard.type("After")
    assert writer.value == "<ul><li>One</li><li>Two</li></ul><p>After</p>"


def test_tab_leaves_the_text(writer: Writer) -> None:
    writer.open(PARAGRAPH).text.focus()
    writer.page.keyboard.press("Tab")
    assert writer.page.evaluate("document.activeElement.textContent.trim()") == "Save"


def test_leaving_with_unsaved_text_asks_first(writer: Writer) -> None:
    asked: list[str] = []
    writer.open(PARAGRAPH).at_end()
    writer.page.keyboard.type("!")
    writer.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    writer.page.goto("about:blank")
    assert asked == ["beforeunload"]


def test_the_text_is_named_and_described_for_screen_readers(writer: Writer) -> None:
    writer.open(PARAGRAPH)
    assert writer.text.get_attribute("aria-multiline") == "true"
    assert writer.page.get_by_role("toolbar", name="Formatting").is_visible()


def test_without_scripts_the_field_is_light_markup(stage: Stage) -> None:
    writer = Writer(stage)
    stage.page.route("**/*.js", lambda route: route.abort())
    text = SimpleNamespace(
        id="problem",
        name="problem",
        type="TextAreaField",
        kind="longtext",
        label=SimpleNamespace(text="Problem"),
        description="",
        errors=[],
        data="",
        html=PARAGRAPH,
        markup="Miners use **mercury**.",
    )
    stage.show(render(PAGE, text=text))
    stage.complaints.clear()
    sent = writer.save()
    stage.complaints.clear()
    assert sent["problem"] == "Miners use **mercury**."
    assert sent["problem-format"] == "markup"
