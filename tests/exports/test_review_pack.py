"""A review pack prints, and opens in Word, from its plain data alone."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document

from nap_tracker import i18n
from nap_tracker.exports import press, review_pack
from nap_tracker.exports.docx.file import to_docx
from nap_tracker.exports.html import to_html

STAND = {
    "kind": "activity",
    "uid": "a-1",
    "number": "3.2",
    "title": "Train customs officers",
    "items": ["1f"],
    "readings": [{"key": "planned", "label": "As planned", "value": "2021 – 2024"}],
    "by_hand": True,
    "how": "Looked at by Bruno Costa, 4 May 2023",
}
ASKED = {
    "id": "steps",
    "article": "Article 7(2)",
    "question": "Have steps been taken?",
    "is_unverified": True,
    "yes_no": True,
    "answer": "Yes",
    "text": "Retorts in <two> regions.\n\nA second paragraph.",
    "source": ["activity"],
    "figures": ["activity:a-1"],
    "beside": "Recorded facts: 1",
    "has_input": False,
}
NAMES = (
    *("about", "answers", "answer", "consultation", "data", "draft", "how", "input", "kept"),
    *("no_data", "no_input", "note", "response", "sample", "sum", "thing", "team", "unverified"),
)


def pack(**more: Any) -> dict[str, Any]:
    return {
        "language": "en",
        "sample": False,
        "made_on": "2023-05-04",
        "is_sealed": True,
        "title": "Review of progress 1",
        "party": "Amberland",
        "plan": "National action plan 2020",
        "period": {"from": "2020-05-01", "until": "2023-04-30", "words": "2020 to 2023"},
        "facts": [["Party", "Amberland"]],
        "consultation": "Two villages",
        "note": "",
        "questions": [ASKED],
        "items": [
            {"key": "1f", "citation": "Annex C 1(f)", "title": "Trade", "stands": [STAND]},
            {"key": "1g", "citation": "Annex C 1(g)", "title": "Formalisation", "stands": []},
        ],
        "input": [{"organisation": "Gold Watch", "said": "2 January 2023", "words": "We were not"
                   " asked", "response": "You will be"}],
        "words": {name: f"[{name}]" for name in NAMES},
        **more,
    }  # fmt: skip


def page(**more: Any) -> str:
    with i18n.use_locale("en"):
        return to_html(review_pack.to_document(pack(**more), "ab" * 32))


def test_it_has_a_cover_and_contents():
    html = page()
    cover, _, rest = html.partition("</section>")
    for words in ("Amberland", "Review of progress 1", "National action plan 2020", "4 May 2023"):
        assert words in cover, words
    contents = rest.partition("</section>")[0]
    assert 'id="contents"' in contents
    assert 'href="#question-steps"' in contents
    assert 'href="#item-1"' in contents


def test_everything_of_the_pack_is_on_its_pages():
    html = page()
    for words in ("Have steps been taken?", "Retorts in &lt;two&gt; regions.", "Article 7(2)",
                  "Train customs officers", "As planned: 2021 – 2024", "Looked at by Bruno Costa",
                  "Gold Watch", "You will be", "Two villages", "ab" * 32):  # fmt: skip
        assert words in html, words


def test_an_item_without_data_says_so():
    assert "[no_data]" in page()
    assert "[no_data]" not in page(items=[pack()["items"][0]])


def test_a_draft_is_marked_on_every_page():
    assert "[draft]" not in page()
    assert "[draft]" in page(is_sealed=False)


def test_nobody_is_told_of_unverified_words_that_are_verified():
    assert "[unverified]" in page()
    assert "[unverified]" not in page(questions=[{**ASKED, "is_unverified": False}])


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_it_prints_and_opens_in_word(language: str):
    with i18n.use_locale(language):
        document = review_pack.to_document(pack(language=language), "ab" * 32)
        assert press.render(to_html(document), {}).pages >= 3
        assert to_docx(document, {})[:2] == b"PK"


def test_word_shows_the_numbers_of_its_contents():
    with i18n.use_locale("en"):
        made = Document(BytesIO(to_docx(review_pack.to_document(pack(), "ab" * 32), {})))
    styled = [(one.style.name, one) for one in made.paragraphs if one.style is not None]
    headings = [one for name, one in styled if name in ("Heading 1", "Heading 2")]
    numbers = [one.text.partition("\u2003")[0] for one in headings if one.text[0].isdigit()]
    assert numbers[:2] == ["1", "1.1"]
    assert {"2", "2.1", "2.2", "3"} <= set(numbers)
    counted = [one for one in headings if one._p.pPr.numPr.numId.val]
    assert counted == [], "Word counts along, and would show another number"


def test_what_serves_two_items_is_told_once():
    items = [{"key": key, "citation": "", "title": key, "stands": [STAND]} for key in ("1f", "1g")]
    words = {name: f"[{name}]" for name in NAMES}
    told = page(items=items, words={**words, "above": "See %(place)s"})
    assert told.count("2021 – 2024") == 1
    assert "See 2.1" in told
    assert page(items=items).count("2021 – 2024") == 2, "packs sealed before have no words for it"
