"""A plan goes out as a Word file with comments, is worked on, and comes back."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from nap_tracker.content.marks import Sent
from nap_tracker.content.matrix import Column
from nap_tracker.errors import InvalidFile
from nap_tracker.imports.brought import Bringing, Fate, Origin
from nap_tracker.imports.word import commented, comments, desk
from tests.commented import in_an_office, saved_by_office
from tests.exports.word import Word
from tests.imports.word.making import docx, p
from tests.remarked import (
    Went,
    deleted,
    edited,
    in_paragraph,
    inserted,
    run,
    splitting,
    went_out,
)

NO_SHRINKING = (Phase.explicit, Phase.generate)
"""A seed has no smaller one that is simpler."""
LANGUAGES = ("en", "fr", "ar")
WENT = went_out(seed=5)


def long_ones(went: Went, count: int = 3, seed: int = 1) -> list[Sent]:
    """Paragraphs of plain words that no comment of the file stands on."""
    taken = {(one.spot.uid, one.spot.field) for one in went.remarks}
    found = [
        one
        for one in went.commented.sent
        if one.is_own and one.block and len(one.text.split()) > 12
        and (one.spot.uid, one.spot.field) not in taken and "\n" not in one.text
        and sum(one.text in other.text for other in went.commented.sent) == 1
    ]  # fmt: skip
    return random.Random(seed).sample(found, count)


def word_of(one: Sent) -> str:
    """A word that stands in it once."""
    return next(w for w in one.text.split()[3:] if len(w) > 3 and w.isalpha()
                and len(re.findall(rf"(?=\b{w}\b)", one.text)) == 1)  # fmt: skip


def only(found: Bringing, origin: Origin) -> list[tuple[str, str, str]]:
    return [(i.spot.field if i.spot else "", i.quote, i.proposed)
            for i in found.items if i.origin is origin]  # fmt: skip


@settings(deadline=None, max_examples=8, phases=NO_SHRINKING)
@given(st.integers(0, 10**6), st.sampled_from(LANGUAGES))
@example(5737, "en")  # has a list of figures with one line
def test_a_file_that_only_went_round_changes_nothing(seed: int, language: str) -> None:
    went = went_out(language, seed)
    found = went.back()
    assert found.changes_nothing
    assert (found.same, found.absent, found.faults) == (len(went.remarks), (), ())


@settings(deadline=None, max_examples=6, phases=NO_SHRINKING)
@given(st.integers(0, 10**6))
def test_three_changes_are_three_changes(seed: int) -> None:
    """One comment that says something else, one tracked change, one that nobody tracked."""
    went = went_out("en", seed)
    first, second = long_ones(went, 2, seed)
    data = edited(went.data, _balloon(went, 0, "I think otherwise now."), "word/comments.xml")
    word = word_of(first)
    data = edited(data, in_paragraph(first.text, splitting(word, deleted(word) + inserted("QQ"))))
    other = word_of(second)
    data = edited(data, in_paragraph(second.text, splitting(other, run("ZZ"))))
    found = went.back(data)
    assert len(found.items) == 3
    assert [(i.comment_id, i.body) for i in found.of(Fate.CHANGED)] == [
        (went.remarks[0].id, "I think otherwise now.")
    ]
    assert only(found, Origin.TRACKED) == [(first.spot.field, word, "QQ")]
    assert only(found, Origin.EDIT) == [(second.spot.field, other, "ZZ")]
    assert found.same == len(went.remarks) - 1


def _balloon(went: Went, place: int, words: str) -> Callable[[str], str]:
    """Another body in one balloon; its head and proposed text stay."""

    def edit(xml: str) -> str:
        found = next(one for one in BALLOON.findall(xml) if f">#{place + 1}" in one)
        lines = LINE.findall(found)
        size = len(went.remarks[place].body.split("\n"))
        made = found
        for line in lines[2 : 1 + size]:
            made = made.replace(line, "", 1)
        return xml.replace(found, made.replace(lines[1], f"<w:p>{run(words)}</w:p>", 1))

    return edit


BALLOON = re.compile(r"<w:comment .*?</w:comment>", re.DOTALL)
LINE = re.compile(r"<w:p [^>]*>.*?</w:p>", re.DOTALL)


@in_an_office
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_changes_nothing_by_saving(language: str, tmp_path: Path) -> None:
    went = went_out(language, 5)
    found = went.back(saved_by_office(went.data, tmp_path, "docx"))
    assert [item.changes for item in found.items] == []
    assert (found.same, found.faults) == (len(went.remarks), ())


@in_an_office
def test_changes_of_every_sort_survive_libreoffice(tmp_path: Path) -> None:
    first, second, third = long_ones(WENT)
    word, other = word_of(first), word_of(second)
    data = edited(WENT.data, in_paragraph(first.text, splitting(word, deleted(word))))
    data = edited(data, in_paragraph(second.text, splitting(other, run(f"{other} ZZ"))))
    data = edited(data, in_paragraph(third.text, lambda x: f"{x}<w:p>{inserted('All new.')}</w:p>"))
    data = edited(data, _with_a_new_balloon(third, word_of(third)))
    data = edited(data, _another_balloon("Is that so?"), "word/comments.xml")
    found = WENT.back(saved_by_office(data, tmp_path, "docx"))
    assert found.same == len(WENT.remarks)
    neighbour = [quote for _, quote, _ in only(found, Origin.TRACKED) if quote.endswith(word)]
    assert neighbour
    assert (second.spot.field, "ZZ") in [(f, q.split()[-1]) for f, _, q in only(found, Origin.EDIT)]
    new = [i for i in found.items if i.origin is Origin.COMMENT]
    assert [(i.fate, i.quote, i.body) for i in new] == [(Fate.NEW, word_of(third), "Is that so?")]
    assert "All new." in [item.proposed for item in found.of(Fate.TRAY)]


def _with_a_new_balloon(one: Sent, word: str) -> Callable[[str], str]:
    marked = (
        f'<w:commentRangeStart w:id="777"/>{run(word)}<w:commentRangeEnd w:id="777"/>'
        '<w:r><w:commentReference w:id="777"/></w:r>'
    )
    return in_paragraph(one.text, splitting(word, marked))


def _another_balloon(words: str, who: str = "Somebody Else") -> Callable[[str], str]:
    made = (
        f'<w:comment w:id="777" w:author="{who}" w:date="2026-11-25T10:00:00Z">'
        f"<w:p>{run(words)}</w:p></w:comment></w:comments>"
    )
    return lambda xml: xml.replace("</w:comments>", made)


def test_a_new_comment_stands_on_its_words_with_what_is_around_them() -> None:
    one = long_ones(WENT, 1)[0]
    word = word_of(one)
    data = edited(WENT.data, _with_a_new_balloon(one, word))
    data = edited(data, _another_balloon("Is that so?"), "word/comments.xml")
    item = WENT.back(data).of(Fate.NEW)[0]
    at = one.text.index(word)
    assert (item.quote, item.before, item.after) == (
        word,
        one.text[:at][-30:],
        one.text[at + len(word) :][:30],
    )
    assert (item.spot.uid, item.spot.field, item.block) == (
        one.spot.uid, one.spot.field, one.block)  # fmt: skip
    assert item.spot.section
    assert (item.reviewer, item.said_on, item.kind) == ("Somebody Else", "2026-11-25", "note")


def test_an_odd_date_is_left_out_wherever_it_stands() -> None:
    """It would be stored, and no page could say it."""
    first, second = long_ones(WENT, 2)
    word = word_of(first)
    data = edited(WENT.data, _with_a_new_balloon(first, word))
    data = edited(data, _another_balloon("Is that so?"), "word/comments.xml")
    other = word_of(second)
    change = splitting(other, run(other) + inserted("QQ"))
    more = f"<w:p>{inserted('All new.')}</w:p>"
    data = edited(data, in_paragraph(second.text, lambda x: change(x) + more))
    assert {item.said_on for item in WENT.back(data).items} == {"2026-11-25"}
    for part in ("word/document.xml", "word/comments.xml"):
        data = edited(data, lambda x: x.replace("2026-11-25T10:00:00Z", "11/25/2026 10:00"), part)
    items = WENT.back(data).items
    assert [item.said_on for item in items] == [""] * 3


def test_a_reply_comes_back_as_a_reply() -> None:
    remark = WENT.remarks[0]
    parent = WENT.data
    made = (
        '<w:comment w:id="777" w:author="Ama" w:date="2026-11-25T10:00:00Z">'
        f'<w:p w14:paraId="0EEEEEEE">{run("We agree.")}</w:p></w:comment></w:comments>'
    )
    data = edited(parent, lambda x: x.replace("</w:comments>", made), "word/comments.xml")
    ids = re.findall(r'paraId="(\w{8})"', _part(WENT, "word/comments.xml").split("</w:comment>")[0])
    thread = (
        f'<w15:commentEx w15:paraId="0EEEEEEE" w15:paraIdParent="{ids[-1]}" w15:done="0"/>'
        "</w15:commentsEx>"
    )
    data = edited(
        data, lambda x: x.replace("</w15:commentsEx>", thread), "word/commentsExtended.xml"
    )
    items = WENT.back(data).items
    assert [(i.fate, i.comment_id, i.body) for i in items] == [(Fate.REPLY, remark.id, "We agree.")]


def _part(went: Went, name: str) -> str:
    return Word(went.data).files[name].decode()


def test_somebody_elses_comment_is_not_changed_by_a_file() -> None:
    data = edited(WENT.data, _balloon(WENT, 0, "Put into their mouth"), "word/comments.xml")
    found = WENT.back(data, mine=frozenset())
    assert not found.items
    assert [fault.message for fault in found.faults] == [comments.NOT_YOURS]
    assert found.is_ready


def test_what_changed_here_meanwhile_is_not_overwritten() -> None:
    data = edited(WENT.data, _balloon(WENT, 0, "Changed in the file"), "word/comments.xml")
    first, *others = WENT.remarks
    here = (replace(first, body="Changed on its page"), *others)
    found = WENT.back(data, known=here)
    assert [fault.message for fault in found.faults] == [comments.MEANWHILE]
    assert not found.is_ready
    assert WENT.back(known=here).changes_nothing


def test_a_comment_that_is_not_here_is_told_and_left_out() -> None:
    found = WENT.back(known=WENT.remarks[1:])
    assert comments.UNKNOWN in [fault.message for fault in found.faults]
    assert not found.items


def test_a_paragraph_that_was_added_goes_to_the_tray() -> None:
    one = long_ones(WENT, 1)[0]
    data = edited(WENT.data, in_paragraph(one.text, lambda x: f"{x}<w:p>{run('Quite new.')}</w:p>"))
    items = WENT.back(data).items
    assert [(i.fate, i.origin, i.proposed) for i in items] == [
        (Fate.TRAY, Origin.EDIT, "Quite new.")
    ]


def test_a_paragraph_that_was_taken_out_is_found() -> None:
    one = long_ones(WENT, 1)[0]
    items = WENT.back(edited(WENT.data, in_paragraph(one.text, lambda _: "<w:p/>"))).items
    assert [(i.origin, i.quote, i.body) for i in items] == [
        (Origin.EDIT, one.text, comments.TAKEN_OUT)
    ]


def test_what_was_written_or_read_by_others_since_is_not_missing_in_a_file() -> None:
    """Its author never had it: an officer added it on Tuesday, or they may not read it."""
    went = WENT.commented.sent
    at = went.index(long_ones(WENT, 1)[0])
    later = Sent("ab" * 10, went[at].spot, "zzzzzzzz", "Written on Tuesday.", is_own=True)
    more = [replace(later, key=f"{n:020x}") for n in range(len(went))]
    for added in ([later], more):
        found = WENT.back(sent=(*went[:at], *added, *went[at:]))
        assert found.changes_nothing
        assert not found.faults


def test_a_missing_paragraph_is_told_apart_from_what_was_added_beside_it() -> None:
    one, other = long_ones(WENT, 2)
    later = replace(one, key="ab" * 10, text="Written on Tuesday.")
    data = edited(WENT.data, in_paragraph(one.text, lambda _: ""))
    data = edited(data, in_paragraph(other.text, lambda _: ""))
    found = WENT.back(data, sent=(later, *WENT.commented.sent))
    assert sorted(item.quote for item in found.items) == sorted([one.text, other.text])


def test_a_missing_paragraph_that_says_something_else_by_now_is_only_told() -> None:
    one = long_ones(WENT, 1)[0]
    here = tuple(replace(s, text="Quite other words.") if s is one else s
                 for s in WENT.commented.sent)  # fmt: skip
    found = WENT.back(edited(WENT.data, in_paragraph(one.text, lambda _: "")), sent=here)
    assert not found.items
    assert [(f.message, f.stops, f.params) for f in found.faults] == [
        (comments.CHANGED_SINCE, False, {"count": 1})
    ]
    gone = tuple(s for s in WENT.commented.sent if s is not one)
    assert WENT.back(edited(WENT.data, in_paragraph(one.text, lambda _: "")), sent=gone) == (
        WENT.back()
    )


@pytest.mark.parametrize("list_of", ["", "<sent/>", "<other xmlns='urn:elsewhere'>&#1;</other>"])
def test_of_a_file_that_does_not_say_what_went_out_nothing_is_missing(list_of: str) -> None:
    """It was taken out before files said so, or a program dropped what it did not know."""
    one = long_ones(WENT, 1)[0]
    data = edited(WENT.data, in_paragraph(one.text, lambda _: ""))
    data = edited(data, lambda _: list_of, "customXml/item1.xml")
    assert not WENT.back(data).items
    assert not desk.read_comments(data).went


@in_an_office
def test_a_paragraph_that_was_taken_out_is_found_behind_libreoffice(tmp_path: Path) -> None:
    one = long_ones(WENT, 1)[0]
    data = edited(WENT.data, in_paragraph(one.text, lambda _: ""))
    items = WENT.back(saved_by_office(data, tmp_path, "docx")).items
    assert [(i.origin, i.quote, i.body) for i in items] == [
        (Origin.EDIT, one.text, comments.TAKEN_OUT)
    ]


def test_where_only_a_part_came_back_nothing_is_made_of_the_rest() -> None:
    def half(xml: str) -> str:
        body, end = xml.rsplit("<w:sectPr", 1)
        return body[: body.rindex("</w:p>", 0, len(body) // 3) + 6] + "<w:sectPr" + end

    found = WENT.back(edited(WENT.data, lambda x: _balanced(half(x))))
    assert comments.ONLY_A_PART in [fault.message for fault in found.faults]
    assert not [item for item in found.items if item.origin is Origin.EDIT]


def _balanced(xml: str) -> str:
    """Elements that were left open by cutting are closed in front of the end of the body."""
    opened: list[str] = []
    for found in re.finditer(r"<(/?)(w:(?:tbl|tr|tc|hyperlink|sdt|sdtContent))[ >]", xml):
        if found[1]:
            opened.pop()
        else:
            opened.append(found[2])
    closing = "".join(f"</{name}>" for name in reversed(opened))
    at = xml.rindex("<w:sectPr")
    filler = "<w:p/>" if opened and opened[-1] == "w:tc" else ""
    return xml[:at] + filler + closing + xml[at:]


def test_a_paragraph_that_was_split_says_the_same() -> None:
    one = long_ones(WENT, 1)[0]
    word = word_of(one)

    def split(paragraph: str) -> str:
        middle = "</w:r><w:bookmarkEnd w:id='5000'/></w:p><w:p><w:r>"
        at = paragraph.index(word)
        end = "</w:t>" + middle + '<w:t xml:space="preserve">'
        return paragraph[:at] + end + paragraph[at:]

    assert not WENT.back(edited(WENT.data, in_paragraph(one.text, split))).items


@pytest.mark.parametrize("more", [{"plan": "00000000-0000-4000-8000-000000000abc"}, {"round": 9}])
def test_a_file_of_elsewhere_is_refused(more: dict[str, object]) -> None:
    setting = replace(WENT.setting(), **more)  # type: ignore[arg-type]
    with pytest.raises(InvalidFile) as refused:
        comments.brought(commented.read(WENT.data), setting)
    assert refused.value.message in (comments.OTHER_PLAN, comments.OTHER_ROUND)


def test_a_file_that_was_not_made_here_is_refused() -> None:
    with pytest.raises(InvalidFile) as refused:
        WENT.back(docx(p("Somebody's own plan of action.")))
    assert refused.value.message == comments.NOT_OURS


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 ", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0"])
def test_a_hostile_file_is_refused_before_it_is_read(data: bytes) -> None:
    with pytest.raises(InvalidFile):
        desk.read_comments(data)


def test_it_is_read_in_a_process_of_its_own() -> None:
    found = comments.brought(desk.read_comments(WENT.data), WENT.setting())
    assert found.changes_nothing


def test_endless_nesting_and_entities_end() -> None:
    deep = "<w:smartTag>" * 5000 + run("x") + "</w:smartTag>" * 5000
    with pytest.raises(InvalidFile):
        desk.read_comments(edited(WENT.data, lambda x: x.replace("<w:body>", f"<w:body>{deep}", 1)))
    entity = '<!DOCTYPE x [<!ENTITY a "b">]>'
    with pytest.raises(InvalidFile):
        desk.read_comments(edited(WENT.data, lambda x: x.replace("<w:doc", f"{entity}<w:doc", 1)))


def test_the_kind_and_the_wording_are_told_in_the_balloon() -> None:
    change = "Changed\nProposed text: new words"
    lines = "".join(f"<w:p>{run(line)}</w:p>" for line in change.split("\n"))

    def edit(xml: str) -> str:
        first, rest = xml.split("</w:comment>", 1)
        head = first[: first.index("<w:p ")]
        return f"{head}<w:p>{run('#1 · Erreur de fait')}</w:p>{lines}</w:comment>{rest}"

    item = WENT.back(edited(WENT.data, edit, "word/comments.xml")).of(Fate.CHANGED)[0]
    assert (item.body, item.kind, item.proposed) == ("Changed", "error", "new words")
    assert Column.COMMENT in item.changes
