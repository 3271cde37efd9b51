"""A plan as a Word file with comments on its words."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import docx
import pytest

from nap_tracker.content.marks import Kind, find, mark_of
from nap_tracker.exports.docx.ranges import Range, with_ranges
from tests.exports.word import Word
from tests.remarked import file_of, small_plan, went_out

WENT = went_out(seed=5)
WORD = Word(WENT.data)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_every_comment_is_a_balloon_with_its_author_and_time() -> None:
    opened = docx.Document(io.BytesIO(WENT.data))
    found = [(one.author, one.text.split("\n")[0][:3].strip()) for one in opened.comments]
    said = [(remark.author, f"#{remark.number}") for remark in WENT.remarks]
    replies = sum(len(remark.replies) for remark in WENT.remarks)
    assert [one for one in found if one in said] == said
    assert len(found) == len(said) + replies
    assert {one.get(f"{W}date") for one in WORD.all("comment", "word/comments.xml")} == {
        "2026-11-20T08:15:00Z"
    }


def test_the_words_between_the_ends_of_a_range_are_those_that_were_chosen() -> None:
    xml = WORD.files["word/document.xml"].decode()
    numbers = {
        one.get(f"{W}id"): "".join(one.itertext()).split(" ")[0]
        for one in WORD.all("comment", "word/comments.xml")
    }
    texts = {(one.spot, one.block): one.text for one in WENT.commented.sent}
    told = [
        remark
        for remark in WENT.remarks[:-1]
        if find(texts[remark.spot, remark.block], remark.quote, remark.before, remark.after)
    ]
    assert len(told) > 4  # the others could be meant for a lookalike beside them
    for remark in told:
        number = next(n for n, head in numbers.items() if head.startswith(f"#{remark.number}"))
        pattern = (
            rf'<w:commentRangeStart w:id="{number}"/>(.*?)<w:commentRangeEnd w:id="{number}"/>'
        )
        inside = re.search(pattern, xml, re.DOTALL)
        assert inside
        words = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", inside[1]))
        assert "".join(words.split()) == "".join(remark.quote.split()).replace("&", "&amp;")


def test_a_comment_whose_words_are_gone_stands_at_its_field() -> None:
    lost = WENT.remarks[-1]
    marks = [
        mark_of(one.get(f"{W}name") or "") for one in WORD.all("bookmarkStart")
    ]  # fmt: skip
    assert lost.id in [mark.key for mark in marks if mark and mark.kind is Kind.COMMENT]


def test_every_paragraph_with_words_is_marked_once() -> None:
    for paragraph in WORD.all("p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        named = style.get(f"{W}val", "") if style is not None else ""
        words = "".join(one.text or "" for one in paragraph.iter(f"{W}t"))
        names = [one.get(f"{W}name") or "" for one in paragraph.iter(f"{W}bookmarkStart")]
        ours = [mark for name in names if (mark := mark_of(name))]
        places = [mark for mark in ours if mark.kind in (Kind.PLACE, Kind.FIXED)]
        is_made = named.startswith("TOC") or named == "TableofFigures"
        assert len(places) == (
            1 if words.strip() and not (is_made and named != "TOCHeading") else 0
        )


def test_names_of_bookmarks_are_short_enough_and_all_different() -> None:
    names = [one.get(f"{W}name", "") for one in WORD.all("bookmarkStart")]
    assert max(map(len, names)) <= 40
    assert len({name.lower() for name in names}) == len(names)
    ids = [one.get(f"{W}id") for one in WORD.all("bookmarkStart")]
    assert len(set(ids)) == len(ids)
    assert sorted(ids) == sorted(one.get(f"{W}id") for one in WORD.all("bookmarkEnd"))


def test_an_anonymous_round_names_nobody_anywhere_in_the_file() -> None:
    remarks = tuple(replace(one, author="Reviewer 3", replies=()) for one in WENT.remarks)
    word = Word(file_of(WENT.plan, remarks).data)
    everything = b"".join(word.files.values())
    assert b"Ama Mensah" not in everything
    assert b"people.xml" not in everything
    core = word.files["docProps/core.xml"].decode()
    assert "<dc:creator>" in core
    assert re.findall(r"<cp:lastModifiedBy>(.*?)</cp", core) == re.findall(
        r"<dc:creator>(.*?)</dc", core
    )


def test_a_plan_without_comments_can_be_commented_on_too() -> None:
    went = file_of(small_plan(seed=5), ())
    assert "word/comments.xml" not in Word(went.data).files
    assert went.back().changes_nothing


def test_the_same_file_is_made_twice() -> None:
    assert file_of(WENT.plan, WENT.remarks).data == WENT.data


RUN = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 3)], "<(>abc<)>def"),
        ([(1, 2)], "a<(>b<)>cdef"),
        ([(3, 6)], "abc<(>def<)>"),
        ([(0, 6)], "<(>abcdef<)>"),
        ([(1, 4), (2, 3)], "a<(>b<(>c<)>d<)>ef"),
        ([(0, 2), (2, 4)], "<(>ab<)><(>cd<)>ef"),
        ([(1, 3), (1, 3)], "a<(><(>bc<)><)>def"),
    ],
)
def test_ranges_split_runs_and_keep_their_looks(
    spans: list[tuple[int, int]], expected: str
) -> None:
    inside = RUN.format("abc") + RUN.format("def")
    made = with_ranges(inside, [Range(start, end, "<(>", "<)>") for start, end in spans])
    assert re.sub(r"</?w:[^>]*>", "", made) == expected
    assert made.count("<w:r>") == made.count("<w:b/>")
