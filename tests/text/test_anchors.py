"""Words that were spoken of: exactly they are found again, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nap_tracker.text.anchors import Anchor, Passage, as_read, choose, find, put, replaced, take

FORESTS = (
    '<p data-block="aaaaaaaa">Mercury is burned in the open at <strong>forty</strong> camps.</p>'
    '<p data-block="bbbbbbbb">Retorts are used at forty camps.</p>'
)


def anchor(html: str, words: str, which: int = 0) -> Anchor:
    passage = Passage(html)
    span = choose(passage, words)[which]
    found = take(passage, span.start, span.end)
    assert found is not None
    return found


def quoted(html: str, about: Anchor) -> str | None:
    """What is marked as it is read; None in the tray."""
    passage = Passage(html)
    span = find(passage, about)
    return None if span is None else passage.said[span.start : span.end]


def test_words_are_found_whatever_their_form():
    about = anchor(FORESTS, "the open at forty")
    assert about.block == "aaaaaaaa"
    assert quoted(FORESTS.replace("<strong>forty</strong>", "forty"), about) == "the open at forty"


def test_the_same_words_elsewhere_are_not_taken_for_them():
    about = anchor(FORESTS, "forty camps", 1)
    passage = Passage(FORESTS)
    span = find(passage, about)
    assert span is not None
    assert span.block == "bbbbbbbb"
    without = FORESTS.replace("used at forty camps", "used nowhere")
    assert quoted(without, about) is None


def test_changed_words_are_lost():
    about = anchor(FORESTS, "Mercury is burned")
    assert quoted(FORESTS.replace("burned", "burnt"), about) is None


def test_edits_around_leave_them():
    about = anchor(FORESTS, "Mercury is burned")
    changed = '<p data-block="cccccccc">New.</p>' + FORESTS.replace("camps", "sites")
    assert quoted(changed, about) == "Mercury is burned"


def test_words_that_stood_once_stay_in_their_block_when_both_neighbours_change():
    html = '<p data-block="aaaaaaaa">One two three four five.</p>'
    about = anchor(html, "three")
    assert quoted(html.replace("two", "2").replace("four", "4"), about) == "three"
    moved = '<p data-block="bbbbbbbb">There are three of them.</p>'
    assert quoted(moved, about) is None


DEALERS = (
    "The book is one page. Fourteen firms are known; village sellers have six months to hand in"
    " what they hold, without penalty."
)
ORDER = (
    "Four conditions hold: on concentrate only; burned in a retort or under a hood wherever one is"
    " available; by persons with a card."
)


@pytest.mark.parametrize(
    ("text", "words", "sentence", "lookalike"),
    [
        *(
            (DEALERS, "village sellers have six months", DEALERS[22:], lookalike)
            for lookalike in (
                "For village sellers have six months to sell.",
                "In towns village sellers have six months to hand out.",
                "All firms are known; village sellers have six months.",
            )
        ),
        (
            *(ORDER, "burned in a retort or under a hood", ORDER),
            "At home nothing may be burned in a retort or under a hood bought abroad.",
        ),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_lookalike_in_the_same_paragraph_is_not_taken_for_words_that_went(
    text: str, words: str, sentence: str, lookalike: str, is_first: bool
):
    block = '<p data-block="aaaaaaaa">{}</p>'
    about = anchor(block.format(text), words)
    both = f"{lookalike} {text}" if is_first else f"{text} {lookalike}"
    assert quoted(block.format(both), about) == words
    without = both.replace(sentence, "")
    assert words in without
    assert quoted(block.format(without), about) is None
    assert put(Passage(block.format(without)), about, words) is None


def test_a_sentence_that_moved_is_found_and_so_is_a_paragraph():
    about = anchor(FORESTS, "Retorts are used at forty camps.")
    moved = '<p data-block="cccccccc">We know. Retorts are used at forty camps. Elsewhere not.</p>'
    assert quoted(moved, about) == "Retorts are used at forty camps."
    inside = moved.replace("We know.", "Nowhere")
    assert quoted(inside, about) is None
    part = anchor(FORESTS, "are used")
    paragraph = '<p data-block="bbbbbbbb">Retorts are used at forty camps.</p>'
    assert quoted('<p data-block="cccccccc">New here.</p>' + paragraph, part) == "are used"
    assert quoted(paragraph + '<p data-block="cccccccc">New there.</p>', part) == "are used"


def test_words_hold_while_more_than_half_of_what_stood_beside_them_does():
    block = '<p data-block="aaaaaaaa">{}</p>'
    about = anchor(block.format(DEALERS), "six months")
    edited = DEALERS.replace("village", "all").replace("hand in", "deliver")
    assert quoted(block.format(edited), about) == "six months"
    further = edited.replace("sellers have", "may keep it").replace("what they hold", "to us")
    assert quoted(block.format(further), about) is None


@pytest.mark.parametrize(
    ("text", "words", "edit", "lookalikes"),
    [
        pytest.param(
            "The government will train miners in twenty communities.",
            "miners",
            ("twenty", "thirty"),
            ("The hospital in the capital tests miners in summer.", "Firms may not hire miners."),
            id="English",
        ),
        pytest.param(
            "政府将在二十个社区培训矿工。",
            "培训矿工",
            ("二", "三"),
            ("大学每年夏天培训矿工。", "企业将在工厂培训矿工。", "企业不得培训矿工，也不得。"),
            id="Chinese",
        ),
        pytest.param(
            "政府将在社区培训矿工的孩子。",
            "培训矿工",
            ("社区", "乡镇"),
            ("政府将在社区看到培训矿工中有人说的话。",),
            id="Chinese, with a letter that stands anywhere",
        ),
        pytest.param(
            "รัฐบาลจะฝึกอบรมคนงานเหมืองในชุมชนยี่สิบแห่งทุกปี",
            "คนงานเหมือง",
            ("ยี่สิบ", "สามสิบ"),
            ("มหาวิทยาลัยจะสอนคนงานเหมืองในฤดูร้อน", "บริษัทไม่ควรจ้างคนงานเหมืองที่เป็นเด็ก"),
            id="Thai",
        ),
        pytest.param(
            "ລັດຖະບານຈະຝຶກອົບຮົມຄົນງານບໍ່ແຮ່ໃນຊາວຊຸມຊົນທຸກປີ",
            "ຄົນງານບໍ່ແຮ່",
            ("ຊາວ", "ສາມສິບ"),
            ("ໂຮງໝໍກວດສຸຂະພາບຂອງຄົນງານບໍ່ແຮ່ໃນນະຄອນຫຼວງໂດຍບໍ່ເສຍຄ່າ",),
            id="Lao",
        ),
        pytest.param(
            "រដ្ឋាភិបាលនឹងបណ្តុះបណ្តាលកម្មកររ៉ែនៅក្នុងសហគមន៍ម្ភៃជារៀងរាល់ឆ្នាំ។",
            "កម្មកររ៉ែ",
            ("ម្ភៃ", "សាមសិប"),
            ("មន្ទីរពេទ្យពិនិត្យសុខភាពកម្មកររ៉ែនៅរាជធានីដោយឥតគិតថ្លៃ។",),
            id="Khmer",
        ),
    ],
)
def test_words_hold_in_scripts_without_spaces_as_they_do_in_others(
    text: str, words: str, edit: tuple[str, str], lookalikes: tuple[str, ...]
):
    """An edit close by leaves them; in another sentence they are not taken for them."""
    block = '<p data-block="aaaaaaaa">{}</p>'
    about = anchor(block.format(text), words)
    assert quoted(block.format(text.replace(*edit)), about) == words
    for lookalike in lookalikes:
        assert quoted(block.format(lookalike), about) is None, lookalike


def test_what_nothing_tells_apart_cannot_be_chosen():
    twice = '<p data-block="aaaaaaaa">None.</p><p data-block="bbbbbbbb">None.</p>'
    passage = Passage(twice)
    same = '<p data-block="aaaaaaaa">' + "None. " * 100 + "</p>"
    middle = Passage(same)
    at = middle.every("None.")[50]
    assert take(middle, at, at + 5) is None
    first = passage.every("None.")[0]
    assert take(passage, first, first + 5) is not None


def test_a_footnote_stands_apart():
    html = '<p data-block="aaaaaaaa">Gold<span class="fn">A metal</span> is sold.</p>'
    assert Passage(html).said.startswith(" Gold is sold.".strip())
    assert quoted(html, anchor(html, "Gold is")) == "Gold is"
    assert quoted(html, anchor(html, "A metal")) == "A metal"


def test_what_is_pasted_is_compared_as_it_is_read():
    assert as_read(" the\u00a0open\n at\u200b forty ") == "the open at forty"


def test_the_proposed_wording_stands_at_the_words_and_nowhere_else():
    passage = Passage(FORESTS)
    span = choose(passage, "the open at forty")[0]
    assert replaced(passage, span, "the open, at 40 & more") == (
        '<p data-block="aaaaaaaa">Mercury is burned in the open, at 40 &amp; more camps.</p>'
        '<p data-block="bbbbbbbb">Retorts are used at forty camps.</p>'
    )


@pytest.mark.parametrize("words", ["Mercury is", "the open at forty", "at forty camps.", "used"])
@pytest.mark.parametrize("wording", ["some other words", "forty"])
def test_wording_that_was_put_in_the_place_of_the_words_is_found_there(words: str, wording: str):
    about = anchor(FORESTS, words)
    passage = Passage(FORESTS)
    after = Passage(replaced(passage, choose(passage, words)[0], wording))
    assert find(after, about) is None
    span = put(after, about, wording)
    assert span is not None
    assert span.is_put
    assert span.block == about.block
    assert after.said[span.start : span.end] == wording


@pytest.mark.parametrize(
    "words",
    [
        *("Mercury is", "burned in the", "urn", "forty camps.", "Retorts", "at forty camps."),
        *("Mercury is burned in the open at forty camps.", "Retorts are used at forty camps."),
    ],
)
def test_where_the_words_went_as_was_proposed_they_stood(words: str):
    about, passage = anchor(FORESTS, words), Passage(FORESTS)
    after = Passage(replaced(passage, choose(passage, words, about.block)[0], ""))
    assert find(after, about) is None
    span = put(after, about, "")
    assert span is not None
    assert (span.is_put, span.start) == (True, span.end)
    read = after.said[: span.start].split(), after.said[span.start :].split()
    assert "".join(read[0]).endswith("".join(about.before.split()))
    assert "".join(read[1]).startswith("".join(about.after.split()))


def test_words_that_went_with_what_stood_beside_them_are_lost():
    about = anchor(FORESTS, "in the open")
    assert put(Passage(FORESTS), about, "") is None
    assert put(Passage(FORESTS.replace("burned in the open at", "burned near")), about, "") is None
    first = anchor(FORESTS, "Mercury")
    assert put(Passage(FORESTS.replace("Mercury is", "Later it is")), first, "") is None


def test_the_same_wording_elsewhere_was_not_put_there():
    about = anchor(FORESTS, "the open")
    gone = FORESTS.replace("burned in the open at", "burnt near")
    elsewhere = gone.replace("used at", "used indoors at")
    assert put(Passage(elsewhere), about, "indoors") is None
    beside = gone.replace("burnt near", "burned in indoors near")
    assert put(Passage(beside), about, "indoors") is None
    assert put(Passage(FORESTS), about, "") is None


def test_a_plain_line_is_a_text_too():
    passage = Passage("Use < 5 kg & no more")
    span = choose(passage, "5 kg & no")[0]
    assert replaced(passage, span, "6 kg and no") == "Use < 6 kg and no more"


WHOLE = ["Mercury", '<p data-block="aaaaaaaa">Mercury</p>']


@pytest.mark.parametrize("text", WHOLE)
def test_a_whole_answer_that_was_replaced_as_proposed_is_found_by_its_new_wording(text: str):
    about, passage = anchor(text, "Mercury"), Passage(text)
    after = Passage(replaced(passage, passage.span(0, len(passage.said)), "Seven tonnes"))
    span = put(after, about, "Seven tonnes")
    assert span is not None
    assert span.is_put
    assert after.said[span.start : span.end] == "Seven tonnes"


@pytest.mark.parametrize("text", WHOLE)
def test_a_whole_answer_that_became_anything_else_is_lost(text: str):
    about = anchor(text, "Mercury")
    for other in ("Seven tonnes of it", "About Seven tonnes", "Silver"):
        assert put(Passage(text.replace("Mercury", other)), about, "Seven tonnes") is None
    part = anchor(text.replace("Mercury", "Mercury and gold"), "Mercury")
    assert put(Passage(text.replace("Mercury", "Seven tonnes")), part, "Seven tonnes") is None


Letters = list[tuple[str, int | None]]
"""Characters, each with its place in the text that was read, or None where it came later."""
WORD = st.sampled_from(["gold", "ore", "is", "sold", "at", "a", "mill", "gold.", "forty"])
TEXT = st.lists(WORD, min_size=3, max_size=40).map(" ".join)


@st.composite
def edited(draw: st.DrawFn, letters: Letters) -> Letters:
    """One edit somewhere: words go, come, or are written a second time."""
    size = len(letters)
    start = draw(st.integers(0, size))
    end = draw(st.integers(start, min(size, start + 25)))
    what = draw(st.sampled_from(["delete", "insert", "repeat"]))
    if what == "delete":
        return letters[:start] + letters[end:]
    typed = draw(TEXT) if what == "insert" else "".join(x for x, _ in letters[start:end])
    at = draw(st.integers(0, size))
    return letters[:at] + [(letter, None) for letter in f" {typed} "] + letters[at:]


def as_it_reads(letters: Letters) -> Letters:
    said: Letters = []
    for letter, place in letters:
        if letter != " " or (said and said[-1][0] != " "):
            said.append((letter, place))
    return said


@settings(max_examples=300, deadline=None)
@given(data=st.data(), text=TEXT)
def test_after_any_edits_it_is_exactly_the_words_in_their_place_or_nothing(
    data: st.DataObject, text: str
):
    passage = Passage(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    about = take(passage, start, end)
    if about is None:
        return
    assert find(passage, about) == passage.span(start, end)
    letters: Letters = [(letter, place) for place, letter in enumerate(text)]
    for _ in range(data.draw(st.integers(1, 4))):
        letters = data.draw(edited(letters))
    now = Passage("".join(letter for letter, _ in letters))
    said = as_it_reads(letters)
    first, last = start - len(about.before), end + len(about.after)
    stays = [
        at for at, (_, place) in enumerate(said) if place is not None and first <= place < last
    ]
    is_whole = [said[at][1] for at in stays] == list(range(first, last))
    is_together = bool(stays) and stays == list(range(stays[0], stays[0] + len(stays)))
    span = find(now, about)
    if span is None:
        copies = now.every(about.before + about.quote + about.after)
        assert not (is_whole and is_together) or len(copies) > 1, "they stand there as they were"
        return
    assert now.said[span.start : span.end] == about.quote
    stands_beside = (
        bool(about.before) and now.said[: span.start].endswith(about.before),
        bool(about.after) and now.said[span.end :].startswith(about.after),
    )
    assert any(stands_beside) or (about.alone and len(now.every(about.quote)) == 1)


OTHER = st.lists(
    st.sampled_from(["No", "river", "flows", "north", "today"]), min_size=2, max_size=6
).map(" ".join)
SENTENCE = st.lists(WORD.filter(lambda word: "." not in word), min_size=4, max_size=8, unique=True)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), text=st.lists(SENTENCE, min_size=1, max_size=5), is_html=st.booleans())
def test_a_lookalike_is_never_taken_for_words_whose_sentence_went(
    data: st.DataObject, text: list[list[str]], is_html: bool
):
    """It says the words among others, of which at most two stood beside them too, on one side."""
    block = '<p data-block="aaaaaaaa">{}</p>' if is_html else "{}"
    which = data.draw(st.integers(0, len(text) - 1))
    words = text[which]
    first = data.draw(st.integers(1, len(words) - 2))
    last = data.draw(st.integers(first + 1, len(words) - 1))
    said = [" ".join(sentence) + "." for sentence in text]
    start = sum(len(one) + 1 for one in said[:which]) + len(" ".join(words[:first])) + 1
    quote = " ".join(words[first:last])
    passage = Passage(block.format(" ".join(said)))
    lead = len(passage.said) - len(passage.said.lstrip())
    about = take(passage, lead + start, lead + start + len(quote))
    if about is None:
        return
    assert about.quote == quote
    copied = data.draw(st.integers(0, 2))
    before, after = data.draw(
        st.sampled_from(
            [(words[:first][-copied:] if copied else [], []), ([], words[last:][:copied])]
        )
    )
    lookalike = " ".join([data.draw(OTHER), *before, quote, *after, data.draw(OTHER)]) + "."
    rest = [*said[:which], *said[which + 1 :]]
    rest.insert(data.draw(st.integers(0, len(rest))), lookalike)
    now = Passage(block.format(" ".join(rest)))
    span = find(now, about)
    lead = len(now.said) - len(now.said.lstrip())
    at = lead + " ".join(rest).index(lookalike)
    assert span is None or not at <= span.start < at + len(lookalike)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), text=TEXT, wording=st.sampled_from(["", "a mill", "silver is sold", "ore"]))
def test_after_any_edits_the_wording_stands_between_its_neighbours_or_nowhere(
    data: st.DataObject, text: str, wording: str
):
    """Where it says nothing, at the gap that the words left."""
    passage = Passage(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    about = take(passage, start, end)
    if about is None:
        return
    used = replaced(passage, passage.span(start, end), wording)
    letters: Letters = [(letter, None) for letter in used]
    for _ in range(data.draw(st.integers(0, 3))):
        letters = data.draw(edited(letters))
    now = Passage("".join(letter for letter, _ in letters))
    span = put(now, about, wording)
    if span is None:
        return
    assert span.is_put
    assert now.said[span.start : span.end] == wording
    before, after = now.said[: span.start], now.said[span.end :]
    if not (about.before or about.after):
        assert (before + after).strip() == "", "it is all that is written"
    elif wording:
        assert before.endswith(about.before)
        assert after.startswith(about.after)
    else:
        assert before.rstrip().endswith(about.before.rstrip())
        assert after.lstrip().startswith(about.after.lstrip())


@pytest.mark.parametrize("blank", ["", " ", "\n"])
def test_nothing_chosen_is_nothing(blank: str):
    assert choose(Passage(FORESTS), blank) == []
