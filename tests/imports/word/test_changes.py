"""Tracked changes: each with its author and words, and the text once they are decided."""

from __future__ import annotations

from nap_tracker.imports.word.decisions import listed
from tests.imports.word.making import gone, h, html_of, ins, note, notes, p, r, read, tbl, tr

ACCEPTED, REJECTED = True, False


def both(*body: str, **more: object) -> tuple[str, str]:
    """The text with all changes accepted, and with all rejected."""
    document = read(*body, **more)  # type: ignore[arg-type]
    numbers = [change.number for change in document.changes]
    return (
        html_of(document, dict.fromkeys(numbers, ACCEPTED)),
        html_of(document, dict.fromkeys(numbers, REJECTED)),
    )


def test_words_put_in_and_taken_out():
    accepted, rejected = both(p("Mercury is ", gone("good"), ins("bad"), "."))
    assert accepted == "<p>Mercury is bad.</p>"
    assert rejected == "<p>Mercury is good.</p>"


def test_each_change_is_shown_with_who_when_and_the_words_around_it():
    first, second = listed(read(p("Mercury is ", gone("good"), ins("bad"), " here.")))
    assert (first.kind, first.author, first.date) == ("del", "Ben", "2026-01-03 10:00")
    assert (first.before, first.words, first.after) == ("Mercury is ", "good", "bad here.")
    assert (second.kind, second.author, second.words) == ("ins", "Ana", "bad")


def test_each_change_is_decided_by_itself():
    document = read(p("a", ins("b"), "c", ins("d")))
    assert [change.number for change in document.changes] == [1, 2]
    assert html_of(document, {1: ACCEPTED, 2: REJECTED}) == "<p>abc</p>"
    assert html_of(document, {1: REJECTED, 2: ACCEPTED}) == "<p>acd</p>"


def test_what_goes_on_without_a_break_is_one_change():
    document = read(p(ins("a"), ins(r("b", "<w:b/>"))), p(ins("c"), "d", ins("e")))
    assert [shown.words for shown in listed(document)] == ["abc", "e"]


def test_what_somebody_put_in_and_somebody_else_took_out_again():
    twice = ins(gone("maybe"), who="Ana")
    document = read(p("x", twice))
    inserted, deleted = (change.number for change in document.changes)
    assert html_of(document, {inserted: True, deleted: True}) == "<p>x</p>"
    assert html_of(document, {inserted: True, deleted: False}) == "<p>xmaybe</p>"
    assert html_of(document, {inserted: False, deleted: False}) == "<p>x</p>"


def test_a_move_is_taken_out_here_and_put_in_there():
    moved = p(ins(r("moved"), tag="moveFrom"), "a"), p("b", ins(r("moved"), tag="moveTo"))
    accepted, rejected = both(*moved)
    assert accepted == "<p>a</p><p>bmoved</p>"
    assert rejected == "<p>moveda</p><p>b</p>"


def test_the_end_of_a_paragraph_that_was_put_in():
    mark = '<w:rPr><w:ins w:id="3" w:author="Ana" w:date="2026-01-02T10:00:00Z"/></w:rPr>'
    accepted, rejected = both(p("One ", more=mark), p("two"))
    assert accepted == "<p>One</p><p>two</p>"
    assert rejected == "<p>One two</p>"


def test_a_paragraph_that_was_put_in_whole_vanishes_when_refused():
    mark = '<w:rPr><w:ins w:id="3" w:author="Ana" w:date="2026-01-02T10:00:00Z"/></w:rPr>'
    accepted, rejected = both(h("Law"), p(ins("New."), more=mark), p("Old."))
    assert accepted == "<h3>Law</h3><p>New.</p><p>Old.</p>"
    assert rejected == "<h3>Law</h3><p>Old.</p>"


def test_the_end_of_a_paragraph_that_was_taken_out():
    mark = '<w:rPr><w:del w:id="3" w:author="Ana" w:date="2026-01-02T10:00:00Z"/></w:rPr>'
    accepted, rejected = both(p("One ", more=mark), p("two"))
    assert accepted == "<p>One two</p>"
    assert rejected == "<p>One</p><p>two</p>"


def test_rows_put_in_and_taken_out():
    added = '<w:ins w:id="3" w:author="Ana" w:date="2026-01-02T10:00:00Z"/>'
    removed = '<w:del w:id="4" w:author="Ana" w:date="2026-01-02T10:00:00Z"/>'
    rows = (tr("a", "b"), tr("c", "d", more=added), tr("e", "f", more=removed))
    accepted, rejected = both(tbl(*rows))
    assert "c" in accepted
    assert ">e<" not in accepted
    assert ">c<" not in rejected
    assert ">e<" in rejected


def test_changes_in_footnotes():
    parts, relations = notes("footnote", p("Law of ", gone("2019"), ins("2020")))
    accepted, rejected = both(p("x", note(1)), parts=parts, relations=relations)
    assert '<span class="fn">Law of 2020</span>' in accepted
    assert '<span class="fn">Law of 2019</span>' in rejected


def test_a_note_is_no_part_of_the_words_around_a_change():
    parts, relations = notes("footnote", p("Law of ", ins("2020")))
    body = p("a", note(1), ins("b"), "c")
    first, second = listed(read(body, parts=parts, relations=relations))
    assert (first.before, first.words) == ("Law of ", "2020")
    assert (second.before, second.words, second.after) == ("a", "b", "c")


def test_what_nobody_has_decided_reads_as_accepted():
    assert html_of(read(p("a", ins("b"), gone("c")))) == "<p>ab</p>"
