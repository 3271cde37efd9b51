"""A document bound from parts is the document printed whole, and takes nobody else's parts."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import PlanContent
from nap_tracker.exports import document, parts, press
from nap_tracker.exports.binding.record import from_json
from nap_tracker.exports.document_tree import Mark
from nap_tracker.exports.html import to_html
from nap_tracker.exports.part_store import PartStore
from nap_tracker.i18n import use_locale
from tests.exports import plans, reading
from tests.exports.conftest import Printed

Print = Callable[..., Printed]

pytestmark = pytest.mark.skipif(
    not press.FONTS.exists(), reason="the fonts are not there: make setup brings them"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    """Where parts are kept during one test."""
    press.configure(megabytes=3072, seconds=600, store=tmp_path / "parts")
    yield tmp_path / "parts"
    press.configure(megabytes=3072, seconds=600)


def page_of(plan: PlanContent, mark: Mark = Mark.NONE, audience: str = "public") -> str:
    with use_locale(plan.language):
        options = plans.options(mark, audience)
        return to_html(document.build(plan, treaty(1, plan.language), options))


def small(language: str = "en") -> PlanContent:
    return plans.plan(language, plans.SMALL, required_only=True)


def structure(pdf: pikepdf.Pdf) -> list[Any]:
    """Every element with what it says of itself and what belongs to it."""
    places = {page.objgen: number for number, page in enumerate(pdf.pages)}

    def kid(one: Any) -> Any:
        if isinstance(one, int):
            return one
        if one.get("/Type") == "/MCR":
            return places[one.Pg.objgen], int(one.MCID)
        if one.get("/Type") == "/OBJR":
            return places[one.Pg.objgen], str(one.Obj.Contents), repr(one.Obj.get("/Dest"))
        return reading.kind(one)

    return [
        (
            reading.kind(element),
            places[element.Pg.objgen] if "/Pg" in element else None,
            *(repr(element.get(key)) for key in ("/Lang", "/Alt", "/ID", "/A")),
            [kid(one) for one in element.get("/K", [])],
        )
        for element in reading.elements(pdf)
    ]


def destinations(pdf: pikepdf.Pdf) -> dict[str, Any]:
    places = {page.objgen: number for number, page in enumerate(pdf.pages)}
    names = pdf.Root.Names.Dests.Names
    return {
        str(name): (places[where[0].objgen], [str(part) for part in list(where)[1:]])
        for name, where in zip(*[iter(names)] * 2, strict=True)
    }


@pytest.fixture(
    scope="module",
    params=[("en", Mark.NONE), ("ar", Mark.FOR_VALIDATION)],
    ids=lambda param: param[0],
)
def both(request: pytest.FixtureRequest, printed: Print) -> tuple[bytes, bytes]:
    """A plan printed whole and in parts: what differs is a fault of the second."""
    language, mark = request.param
    whole = printed(language, mark)
    pieces = parts.split(whole.html)
    assert pieces is not None
    assert len(pieces.parts) > 10
    bound = press.render(whole.html, plans.pictures())
    assert bound.warnings == ()
    return whole.pdf, bound.data


def test_every_page_looks_the_same(both: tuple[bytes, bytes]) -> None:
    whole, bound = (pypdfium2.PdfDocument(data) for data in both)
    assert len(whole) == len(bound)
    for one, other in zip(whole, bound, strict=True):
        assert one.get_size() == other.get_size()
        seen = [page.render(scale=0.6).to_pil().convert("L") for page in (one, other)]
        assert ImageChops.difference(*seen).getbbox() is None


def test_every_page_reads_the_same(both: tuple[bytes, bytes]) -> None:
    # The number at the foot is drawn last, after the mark across the page.
    whole, bound = ([sorted(text.split()) for text in reading.texts(data)] for data in both)
    assert whole == bound


def test_the_structure_is_the_same_to_the_last_mark(both: tuple[bytes, bytes]) -> None:
    with reading.opened(both[0]) as whole, reading.opened(both[1]) as bound:
        assert structure(whole) == structure(bound)


def test_bookmarks_links_and_metadata_are_the_same(both: tuple[bytes, bytes]) -> None:
    assert reading.bookmarks(both[0]) == reading.bookmarks(both[1])
    with reading.opened(both[0]) as whole, reading.opened(both[1]) as bound:
        assert destinations(whole) == destinations(bound)
        assert str(whole.Root.Lang) == str(bound.Root.Lang)
        assert {k: str(v) for k, v in whole.docinfo.items()} == {
            k: str(v) for k, v in bound.docinfo.items()
        }


def test_every_mark_of_a_page_has_its_owner(both: tuple[bytes, bytes]) -> None:
    with reading.opened(both[1]) as bound:
        owners = dict(zip(*[iter(bound.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        reachable = {element.objgen for element in reading.elements(bound)}
        for page in bound.pages:
            assert {one.objgen for one in owners[int(page.StructParents)]} <= reachable


def test_the_bound_one_is_what_was_tested(printed: Print, store: Path) -> None:
    """A fall back to printing whole would leave no parts; nobody else may read those."""
    press.render(printed().html, plans.pictures())
    pieces = parts.split(printed().html)
    assert pieces is not None
    assert len(list(store.iterdir())) == len(pieces.parts)
    assert stat.S_IMODE(store.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in store.iterdir()} == {0o600}


def changed(plan: PlanContent, section: str, word: str) -> PlanContent:
    """The plan with one more paragraph in one section."""
    entry = plan.section(section)
    assert entry is not None
    field, words = next((f, w) for f, w in entry.answers.items() if "<p" in str(w))
    longer = f'{words[plan.language]}<p data-block="more">{word}</p>'
    other = replace(entry, answers={**entry.answers, field: {plan.language: longer}})
    return replace(plan, entries=tuple(other if e is entry else e for e in plan.entries))


def test_after_a_change_only_what_changed_is_drawn_anew(store: Path) -> None:
    press.render(page_of(small()), plans.pictures())
    before = {path.name for path in store.iterdir()}
    again = page_of(changed(small(), "summary", "Quicksilver"))
    made = press.render(again, plans.pictures())
    assert "Quicksilver" in "".join(reading.texts(made.data))
    assert len({path.name for path in store.iterdir()} - before) == 1


def test_numbers_of_pages_move_with_what_stands_before(store: Path) -> None:
    press.render(page_of(small()), plans.pictures())
    again = page_of(changed(small(), "summary", "<br>".join(f"Line {n}" for n in range(90))))
    made = press.render(again, plans.pictures())
    press.configure(megabytes=3072, seconds=600)
    anew = press.render(again, plans.pictures())
    assert reading.texts(made.data) == reading.texts(anew.data)
    assert f"Page {made.pages} of {made.pages}" in reading.texts(made.data)[-1]


def test_a_part_is_found_by_its_whole_content_alone() -> None:
    one, other = (parts.split(page_of(small(), audience=who)) for who in ("public", "reviewers"))
    assert one is not None
    assert other is not None
    keys = [one.key(part, plans.pictures(), "program") for part in one.parts]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & {other.key(part, plans.pictures(), "program") for part in other.parts}
    body = one.parts[6]
    for different in (
        replace(body, html=body.html.replace("</section>", "<p>x</p></section>")),
        replace(body, notes_before=body.notes_before + 1),
        replace(body, chapter_before="Another"),
    ):
        assert one.key(different, {}, "program") != one.key(body, {}, "program")
    assert one.key(body, {}, "another program") != one.key(body, {}, "program")


def test_another_picture_is_another_part() -> None:
    pieces = parts.split(page_of(small()))
    assert pieces is not None
    part = next(part for part in pieces.parts if plans.EMBLEM in part.html)
    other = {**plans.pictures(), plans.EMBLEM: plans.image(40, 40, "other")}
    assert pieces.key(part, plans.pictures(), "") != pieces.key(part, other, "")


def test_a_copy_for_the_public_takes_no_part_of_the_drafting_teams(store: Path) -> None:
    press.render(page_of(small(), audience="drafting_team"), plans.pictures())
    before = {path.name for path in store.iterdir()}
    made = press.render(page_of(small(), audience="public"), plans.pictures())
    assert len({path.name for path in store.iterdir()} - before) == len(before)
    assert "drafting team" not in "".join(reading.texts(made.data))


def test_a_damaged_part_is_drawn_anew(store: Path) -> None:
    page = page_of(small())
    first = press.render(page, plans.pictures())
    for path in store.iterdir():
        path.write_text(path.read_text("utf-8")[:-40], "utf-8")
    again = press.render(page, plans.pictures())
    assert reading.texts(first.data) == reading.texts(again.data)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 0}', '{"format": 1}'])
def test_what_is_no_record_is_not_read(text: str) -> None:
    assert from_json(text) is None


def sections(*inside: str) -> str:
    """A page of parts with the style sheet of a plan."""
    page = page_of(small())
    body = "".join(f'<section class="sheet portrait">{one}</section>\n' for one in inside)
    return page[: page.index("<body>") + 6] + body + "</body>\n</html>\n"


def test_a_character_without_a_font_is_told_all_the_same() -> None:
    html = sections("<p>a</p>", "<p>b</p>", "<p>c</p>", "<p>\U00013000</p>", "<p>e</p>")
    assert parts.split(html) is not None
    made = press.render(html, {})
    assert (made.pages, made.warnings) == (5, ("\U00013000",))


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x", "nap-picture:x"])
def test_a_part_reaches_no_more_than_the_whole(address: str) -> None:
    picture = f'<p><img src="{address}" alt="x"></p>'
    html = sections("<p>a</p>", "<p>b</p>", picture, "<p>d</p>", "<p>e</p>")
    assert parts.split(html) is not None
    with pytest.raises(press.NotPrinted) as refusal:
        press.render(html, {})
    assert address in str(refusal.value)


def test_a_part_that_takes_too_long_stops_the_document() -> None:
    long = "<p>Words that fill a line and then another one, again and again.</p>" * 9000
    html = sections(long, "<p>b</p>", "<p>c</p>", long, "<p>e</p>")
    with pytest.raises(press.NotPrinted) as refusal:
        press.render(html, {}, press.Limits(cpu=1))
    assert "stopped after 1 seconds" in str(refusal.value)


def test_a_link_that_leads_nowhere_is_a_complaint_of_the_whole() -> None:
    nowhere = '<p class="toc"><a href="#nowhere">x</a></p>'
    html = sections("<p>a</p>", nowhere, "<p>c</p>", "<p>d</p>", "<p>e</p>")
    with pytest.raises(press.NotPrinted) as refusal:
        press.render(html, {})
    assert "nowhere" in str(refusal.value)


def test_a_part_knows_the_notes_and_the_chapter_before_it() -> None:
    note = '<p>x<span class="fn">y</span></p>'
    chapter = '<h1 data-bookmark="A &amp; B">A</h1>'
    pieces = parts.split(sections(chapter + note, note, "<h3>c</h3>", "<p>d</p>"))
    assert pieces is not None
    assert [(p.notes_before, p.chapter_before) for p in pieces.parts] == [
        (0, ""),
        (1, "A & B"),
        (2, "A & B"),
        (2, "A & B"),
    ]


def test_what_is_not_made_of_sections_is_printed_whole() -> None:
    page = sections("<p>a</p>", "<p>b</p>", "<p>c</p>", "<p>d</p>")
    assert parts.split(page) is not None
    assert parts.split(page.replace("</body>", "x</body>")) is None
    assert parts.split(sections("<p>a</p>")) is None
    assert parts.split("<html><body><p>Hello</p></body></html>") is None


def test_what_people_typed_makes_no_part() -> None:
    typed = '</section>\n<section class="sheet portrait">'
    plan = replace(small(), title={"en": typed}, short_title={"en": typed})
    one, other = parts.split(page_of(small())), parts.split(page_of(plan))
    assert one is not None
    assert other is not None
    assert len(one.parts) == len(other.parts)


def test_what_is_old_goes(store: Path) -> None:
    store.mkdir()
    for name, age in (("old", 90_000), ("new", 60)):
        (store / name).write_text("{}", "utf-8")
        os.utime(store / name, (time.time() - age,) * 2)
    PartStore(store).take_out([], store)
    assert {path.name for path in store.iterdir()} == {"new"}


def test_what_was_used_longest_ago_makes_room(store: Path) -> None:
    store.mkdir()
    for age in range(5):
        (store / f"used {age}").write_text("x" * 100, "utf-8")
        os.utime(store / f"used {age}", (time.time() - age,) * 2)
    PartStore(store, most_bytes=250).take_out([], store)
    assert {path.name for path in store.iterdir()} == {"used 0", "used 1"}
