"""Reading the plan as a document: what each reader finds, and what is kept for whom."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from nap_tracker import jobs
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.audience import Audience, Reach, for_audience, of_field
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.errors import Forbidden, NotFound
from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.services import plans, reading, registers, removals, uploads
from nap_tracker.services.reading import Leaf, Reading, Words
from nap_tracker.text import normalise
from nap_tracker.text.html import sanitise
from tests.cast import Cast
from tests.exports import plans as made_plans
from tests.services.endangered import endanger, focal_point, freeze, left_of, party_of
from tests.services.saving import add_row, save, section, version_of
from tests.services.test_removals import NEEDLE

READERS = ("officer", "viewer", "reviewer")


@pytest.fixture(autouse=True)
def folder(app: Flask) -> Iterator[Path]:
    """Empty at first: what another test kept says nothing here."""
    kept.forget()
    yield app.config["INSTANCE"] / "read-pages"
    kept.forget()


def words(html: str) -> dict[str, str]:
    return {"en": html}


def read(cast: Cast, who: str = "officer") -> Reading:
    db.session.expire_all()
    return reading.of_version(cast.actor(who), version_of(cast))


def never() -> PlanContent:
    raise AssertionError("the plan was read, though the page was kept")


def text_of(leaf: Leaf | None) -> str:
    assert leaf is not None
    parts = (part.html if isinstance(part, Words) else part for part in leaf.parts)
    return "".join(part for part in parts if isinstance(part, str))


def whole(found: Reading) -> str:
    return "".join(text_of(found.page(title.section)) for title in found.contents.titles)


def marked(entry: EntryContent, id: str, value: Any) -> Any:
    """The answer with a sign of its own in every text, so that it can be looked for."""
    if isinstance(value, dict) and value.keys() == {"en"}:
        sign = f"sign-{entry.uid[-4:]}-{id.replace('_', '-')}-end"
        text = value["en"]
        return {"en": text.replace("</p>", f" {sign}</p>", 1) if "<p" in text else sign}
    return value


# What each reader finds


def test_every_reader_finds_what_is_meant_for_them_and_nothing_else(cast: Cast) -> None:
    content = made_plans.plan("en", made_plans.SMALL)
    content = replace(
        content,
        entries=tuple(
            replace(e, answers={k: marked(e, k, v) for k, v in e.answers.items()})
            for e in content.entries
        ),
    )
    schema = treaty()
    for audience in Audience:
        seen = for_audience(content, schema, audience)
        text = whole(Reading("party", 1, "en", Reach(audience), False, "one", lambda s=seen: s))
        for entry in content.entries:
            owner = schema.owner(entry.kind, entry.section)
            for id in entry.answers:
                sign = f"sign-{entry.uid[-4:]}-{id.replace('_', '-')}-end"
                hidden = not of_field(owner, owner.field(id), entry).includes(audience)
                assert not (hidden and sign in text), (audience, entry.kind, id)
    assert "sign-" in text


@pytest.mark.parametrize("who", READERS)
def test_a_field_of_the_drafting_team_is_read_by_the_team_alone(cast: Cast, who: str) -> None:
    audience = {"audiences": {"foreign_sources": "drafting_team"}}
    answers = {"foreign_sources": words("<p>Secret</p>"), "diversion": words("<p>Shown</p>")}
    save(cast.actor("officer"), section(cast, "trade"), answers=answers, **audience)
    db.session.commit()
    text = text_of(read(cast, who).page("trade"))
    assert "Shown" in text
    assert ("Secret" in text) is (who == "officer")


def test_who_may_not_see_the_plan_reads_nothing(cast: Cast) -> None:
    for who in ("stranger", "administrator"):
        with pytest.raises((NotFound, Forbidden)):
            read(cast, who)


def test_a_place_knows_its_field_and_every_paragraph_has_one(cast: Cast) -> None:
    answers = {"foreign_sources": words("<p>One</p><p>Two</p>")}
    save(cast.actor("officer"), section(cast, "trade"), answers=answers)
    db.session.commit()
    leaf = read(cast).page("trade")
    assert leaf is not None
    found = [place for place in leaf.places if place.block]
    assert [place.field for place in found] == ["foreign_sources"] * 2
    assert {place.language for place in found} == {"en"}
    marked = [part.html for part in leaf.parts if isinstance(part, Words)]
    assert "<p>One</p>" in marked
    assert len({place.id for place in leaf.places}) == len(leaf.places)


def test_footnotes_stand_at_the_end_of_their_section(cast: Cast) -> None:
    text = '<p>Words<span class="fn">A source</span> go on.</p>'
    save(cast.actor("officer"), section(cast, "trade"), answers={"foreign_sources": words(text)})
    db.session.commit()
    html = text_of(read(cast).page("trade"))
    assert html.index("go on.") < html.index("A source")
    assert 'href="#fn-trade-1"' in html
    assert 'id="fn-trade-1"' in html


# What is kept


def test_a_page_that_is_kept_is_shown_without_reading_the_plan(cast: Cast) -> None:
    first = read(cast)
    pages = {t.section: first.page(t.section) for t in first.contents.titles}
    again = replace(read(cast), load=never)
    assert again.contents == first.contents
    assert {t.section: again.page(t.section) for t in again.contents.titles} == pages


def test_what_is_kept_for_one_audience_is_never_found_by_another(cast: Cast) -> None:
    whole(read(cast, "officer"))
    with pytest.raises(AssertionError, match="the plan was read"):
        assert replace(read(cast, "reviewer"), load=never).contents
    reach = replace(read(cast, "reviewer").reach, sections=frozenset({"trade"}))
    whole(read(cast, "reviewer"))
    with pytest.raises(AssertionError, match="the plan was read"):
        assert replace(read(cast, "reviewer"), reach=reach, load=never).contents


def test_the_whole_is_drawn_once_for_everybody_who_reads_and_does_the_same(cast: Cast) -> None:
    def refuse(_leaves: object) -> str:
        raise AssertionError("drawn again")

    answers = {"diversion": words("<p>Old</p>")}
    save(cast.actor("officer"), section(cast, "trade"), answers=answers)
    db.session.commit()
    first = read(cast).whole(["here"], lambda leaves: "".join(text_of(leaf) for _, leaf in leaves))
    assert "Old" in first
    assert replace(read(cast), load=never).whole(["here"], refuse) == first
    for other, circle in ((read(cast), ["there"]), (read(cast, "reviewer"), ["here"])):
        with pytest.raises(AssertionError, match="drawn again"):
            other.whole(circle, refuse)
    save(cast.actor("officer"), section(cast, "trade"), answers={"diversion": words("<p>New</p>")})
    db.session.commit()
    with pytest.raises(AssertionError, match="drawn again"):
        read(cast).whole(["here"], refuse)


def test_nor_by_another_party_even_where_every_word_is_the_same(cast: Cast) -> None:
    mine = read(cast)
    whole(mine)
    theirs = replace(mine, party_id=cast.borealia.id, load=never)
    with pytest.raises(AssertionError, match="the plan was read"):
        assert theirs.contents
    titles = mine.contents.titles
    names = {found._name(t.key) for t in titles for found in (mine, theirs)}
    assert len(names) == 2 * len(titles)


def test_whatever_changes_the_words_makes_the_pages_anew(cast: Cast) -> None:
    actor, version = cast.actor("coordinator"), version_of(cast)
    first = add_row(cast, "institution", {"name": {"en": "First"}})
    add_row(cast, "institution", {"name": {"en": "Second"}})
    file = uploads.add(actor, version, name="notes.txt", data=b"words")
    db.session.commit()
    seen = [reading.stamp(version_of(cast))]

    def look(what: str) -> None:
        db.session.commit()
        db.session.expire_all()
        stamp = reading.stamp(version_of(cast))
        assert stamp not in seen, what
        seen.append(stamp)

    save(actor, section(cast, "trade", "coordinator"), answers={"diversion": words("<p>A</p>")})
    look("an answer")
    registers.move(actor, version_of(cast), "institution", first, up=False)
    look("the order of rows")
    registers.remove(actor, version_of(cast), "institution", first)
    look("a row taken out")
    registers.restore(actor, version_of(cast), treaty().register("institution"), first)
    look("a row put back")
    uploads.set_audience(
        cast.actor("focal_point"),
        version_of(cast),
        db.session.get_one(StoredFile, file.id),
        Audience.PUBLIC,
    )
    look("who may see a file")
    plans.edit(actor, version_of(cast).plan, details={"title": {"en": "Renamed"}})
    look("the title")


def test_a_page_that_did_not_change_is_not_made_again(cast: Cast, folder: Path) -> None:
    whole(read(cast))
    before = {path.name for path in folder.iterdir()}
    save(cast.actor("officer"), section(cast, "trade"), answers={"diversion": words("<p>A</p>")})
    db.session.commit()
    whole(read(cast))
    assert len({path.name for path in folder.iterdir()} - before) == 2  # its page, the contents


def test_a_removal_for_protection_clears_what_was_kept(cast: Cast, folder: Path) -> None:
    world = endanger(cast)
    found = read(cast)
    assert left_of(whole(found))
    pages = (path.read_bytes()[kept.SUM_BYTES :] for path in folder.iterdir())
    assert any(left_of(zlib.decompress(page).decode()) for page in pages)
    actor, party = focal_point(world), party_of(world)
    seen = removals.look(actor, party, NEEDLE)
    places, files = [p.key for p in seen.places], [line.key for line in seen.files]
    removals.remove_words(actor, party, NEEDLE, places=places, files=files, reason="A threat")
    db.session.commit()
    assert left_of(whole(read(cast))) == []  # at once, before anything was wiped
    jobs.erase()
    assert list(folder.iterdir()) == []


def test_a_frozen_text_is_read_as_it_was_frozen(cast: Cast) -> None:
    version = freeze(endanger(cast))
    found = reading.of_version(cast.actor("officer"), version)
    assert left_of(whole(found))
    assert "Not answered" not in whole(found)


def test_blanks_are_told_to_the_drafting_team_alone(cast: Cast) -> None:
    assert "Not answered" in whole(read(cast, "officer"))
    assert "Not answered" not in whole(read(cast, "reviewer"))


def test_what_was_typed_can_never_pass_for_a_gap(cast: Cast) -> None:
    """Gaps are marked by control characters, which no text of a plan may hold."""
    for door in (normalise.line, normalise.paragraph, sanitise):
        with pytest.raises(ValueError, match="cannot be stored"):
            door("<p>a\x02t0\x03b</p>")
