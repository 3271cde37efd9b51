"""Claims about the pages of history: readable as they come, for the drafting team alone."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.models.entry import Revision
from nap_tracker.models.named_point import NamedPoint
from nap_tracker.services import locks, points, registers, uploads
from nap_tracker.text.html import sanitise
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import Clock, QueryCount
from tests.services.saving import add_row, row, save, section, version_of
from tests.web.filling import errors, fill, follow, send


def url(cast: Cast, tail: str = "history") -> str:
    return f"/plans/{cast.plan.id}/{tail}"


def goal(words: str) -> dict[str, Any]:
    return {"goal": {"en": words}}


def revision(uid: str, number: int) -> Revision:
    return db.session.scalars(select(Revision).filter_by(uid=uid, number=number)).one()


@pytest.fixture
def officer(clock: Clock, app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.officer)


@pytest.fixture
def lead(clock: Clock, app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.coordinator)


def written(cast: Cast, clock: Clock, *texts: str) -> str:
    """The section says each of them, an hour apart; its uid."""
    for text in texts:
        clock.pass_by(hours=1)
        saved = save(cast.actor("officer"), section(cast), answers=goal(text))
    db.session.commit()
    return saved.uid


def marks(page: Page, tag: str) -> list[str]:
    return [mark.text() for mark in page.select(f".app-diff {tag}")]


def test_a_sitting_is_a_line_that_opens_into_its_saves(
    clock: Clock, cast: Cast, officer: Browser
) -> None:
    cast.amberland.time_zone = "Africa/Accra"
    for minutes, words in ((0, "One"), (29, "Two")):
        clock.pass_by(minutes=minutes)
        save(cast.actor("officer"), section(cast), answers=goal(words))
    db.session.commit()
    page = officer.get(url(cast))
    (line,) = page.select(".app-history__words")
    said = line.text()
    assert said.startswith("Chen Li, 10 Mar 2026, 12:00–12:29, ")
    assert said.endswith(", 1 field (2 saves)")
    opened = officer.get(page.one(".app-history__words a").attrib["href"])
    assert len(opened.select(".app-history__line")) == 2
    changed = officer.get(opened.select(".app-actions a")[0].attrib["href"])
    assert marks(changed, "del") == ["[Removed: −One]"]
    assert marks(changed, "ins") == ["[Added: +Two]"]


def test_two_points_of_a_section_are_compared(clock: Clock, cast: Cast, officer: Browser) -> None:
    uid = written(cast, clock, "No mercury at all", "No mercury in 2030", "No mercury in 2032")
    page = officer.get(url(cast, f"history/entries/{uid}"))
    radios = page.select('input[name="before"]')
    assert len(radios) == 3
    before, after = radios[-1].attrib["value"], radios[0].attrib["value"]
    compared = officer.get(url(cast, f"comparisons/entry?before={before}&after={after}"))
    assert marks(compared, "ins") == ["[Added: +in 2032]"]
    assert marks(compared, "del") == ["[Removed: −at all]"]


def test_long_text_and_typed_answers_are_compared_by_their_words(
    clock: Clock, cast: Cast, officer: Browser
) -> None:
    lao = add_row(cast, "institution", {"name": {"en": "ປະເທດລາວ"}})
    save(cast.actor("officer"), row(cast, "institution", lao), answers={"name": {"en": "ປະຊາລາວ"}})
    uid = add_row(cast, "activity", {"start": "2024-05", "lead": lao})
    other = add_row(cast, "institution", {"name": {"en": "Ministry"}})
    changed = {"start": "2025", "lead": other}
    save(cast.actor("officer"), row(cast, "activity", uid), answers=changed)
    text = sanitise("<p>One</p><table><tr><td>a</td><td>b</td></tr></table>")
    save(cast.actor("officer"), section(cast), answers={"problem": {"en": text}})
    problem = {"problem": {"en": text.replace("<td>b", "<td>c")}}
    about = save(cast.actor("officer"), section(cast), answers=problem).uid
    db.session.commit()
    first = officer.get(url(cast, f"comparisons/entry?after={revision(lao, 2).id}"))
    assert marks(first, "del") == ["[Removed: −ເທດ]"]
    second = officer.get(url(cast, f"comparisons/entry?after={revision(uid, 2).id}"))
    assert marks(second, "del") == ["[Removed: −ປະຊາລາວ]", "[Removed: −May 2024]"]
    assert marks(second, "ins") == ["[Added: +Ministry]", "[Added: +2025]"]
    third = officer.get(url(cast, f"comparisons/entry?after={revision(about, 2).id}"))
    assert marks(third, "td del") == ["[Removed: −b]"]


def test_saves_of_two_sections_are_not_compared(clock: Clock, cast: Cast, officer: Browser) -> None:
    uid = written(cast, clock, "One")
    other = add_row(cast, "region", {"name": {"en": "North"}})
    db.session.commit()
    one, two = revision(uid, 1).id, revision(other, 1).id
    page = officer.get(url(cast, f"comparisons/entry?before={one}&after={two}"))
    assert "same section or row" in follow(officer, page).text


def test_choosing_nothing_to_compare_is_told(cast: Cast, officer: Browser) -> None:
    for kind in ("entry", "plan"):
        page = follow(officer, officer.get(url(cast, f"comparisons/{kind}")))
        assert "Choose the two points" in page.text


def test_the_whole_draft_is_compared_at_two_moments(
    clock: Clock, cast: Cast, officer: Browser
) -> None:
    written(cast, clock, "One")
    north, south = (add_row(cast, "region", {"name": {"en": n}}) for n in ("North", "South"))
    named = points.name(cast.actor("officer"), version_of(cast), "sent")
    clock.pass_by(hours=1)
    registers.move(cast.actor("officer"), version_of(cast), "region", south, up=True)
    registers.remove(cast.actor("officer"), version_of(cast), "region", north)
    add_row(cast, "region", {"name": {"en": "East"}})
    written(cast, clock, "Two")
    page = officer.get(url(cast, f"comparisons/plan?before=point:{named.id}&after=now"))
    told = [heading.text() for heading in page.select(".app-changed-entry h2")]
    assert sorted(words.rsplit(" ", 1)[1] for words in told) == ["Added", "Changed", "Removed"]
    assert "sent" in page.text
    back = officer.get(url(cast, f"comparisons/plan?before=now&after=point:{named.id}"))
    assert "[Removed: −Two]" in marks(back, "del")


def test_a_point_gets_a_name_and_loses_it(clock: Clock, cast: Cast, officer: Browser) -> None:
    written(cast, clock, "One")
    page = officer.get(url(cast, "points/new"))
    empty = send(officer, page, fill(page, "main form", name=" "), "main form")
    assert errors(empty) == [("name", "Enter a name of at most 200 characters")]
    page = follow(
        officer, send(officer, page, fill(page, "main form", name="sent to health"), "main form")
    )
    assert "sent to health" in page.one(".app-points__line").text()
    again = officer.get(url(cast, "points/new"))
    taken = send(officer, again, fill(again, "main form", name="sent to health"), "main form")
    assert errors(taken)[0][0] == "name"
    point = db.session.scalars(select(NamedPoint)).one()
    page = follow(officer, officer.post(url(cast, f"points/{point.id}/remove")))
    assert "No point has a name yet" in page.text


def test_the_moment_of_an_earlier_save_gets_a_name(
    clock: Clock, cast: Cast, officer: Browser
) -> None:
    uid = written(cast, clock, "One", "Two")
    sitting = officer.get(url(cast, f"history/sittings/{revision(uid, 1).sitting}"))
    (link,) = sitting.select("a.govuk-button")
    page = officer.get(link.attrib["href"])
    send(officer, page, fill(page, "main form", name="first"), "main form")
    named = db.session.scalars(select(NamedPoint)).one()
    assert named.at == revision(uid, 1).created_at


def test_an_answer_is_brought_back_from_its_comparison(
    clock: Clock, cast: Cast, officer: Browser
) -> None:
    uid = written(cast, clock, "One", "Two")
    compared = officer.get(url(cast, f"comparisons/entry?after={revision(uid, 2).id}"))
    (link,) = compared.select(".app-changed a")
    asked = officer.get(link.attrib["href"])
    assert marks(asked, "ins") == ["[Added: +One]"]
    done = follow(officer, send(officer, asked, fill(asked, "main form"), "main form"))
    assert "The earlier words are back" in done.text
    assert section(cast).content.answers == goal("One")


def test_bringing_back_from_an_old_page_is_refused(
    clock: Clock, cast: Cast, officer: Browser
) -> None:
    uid = written(cast, clock, "One", "Two")
    asked = officer.get(url(cast, f"revisions/{revision(uid, 1).id}/restore"))
    written(cast, clock, "Three")
    refused = send(officer, asked, fill(asked, "main form"), "main form")
    assert refused.status == 409
    assert section(cast).content.answers == goal("Three")


def test_a_removed_row_is_found_in_history_and_brought_back(
    clock: Clock, cast: Cast, officer: Browser
) -> None:
    uid = add_row(cast, "region", {"name": {"en": "North"}})
    registers.remove(cast.actor("officer"), version_of(cast), "region", uid)
    db.session.commit()
    page = officer.get(url(cast, f"history/entries/{uid}"))
    assert "not in the plan now" in page.text
    asked = officer.get(url(cast, f"revisions/{revision(uid, 1).id}/restore"))
    follow(officer, send(officer, asked, fill(asked, "main form"), "main form"))
    assert row(cast, "region", uid).content.answers == {"name": {"en": "North"}}


def test_what_was_typed_and_not_accepted_is_read_in_history(
    clock: Clock, cast: Cast, officer: Browser
) -> None:
    pending = {"goal": {"typed": ["soon", {"x": "later"}], "message": "m", "params": {}}}
    uid = save(cast.actor("officer"), section(cast), unaccepted=pending).uid
    db.session.commit()
    page = officer.get(url(cast, f"revisions/{revision(uid, 1).id}"))
    assert "soon, later" in page.one("main").text()


def test_the_whole_draft_goes_back_after_asking(clock: Clock, cast: Cast, lead: Browser) -> None:
    written(cast, clock, "One")
    named = points.name(cast.actor("officer"), version_of(cast), "sent")
    written(cast, clock, "Two")
    asked = lead.get(url(cast, f"points/{named.id}/restore"))
    assert "1 section or row says something else" in asked.one("#changes").text()
    assert "never shows anything to more people" in asked.one("#stays").text()
    assert asked.select("#quiet") == []
    done = follow(lead, send(lead, asked, fill(asked, "main form"), "main form"))
    assert "1 section or row is brought back" in done.text
    assert section(cast).content.answers == goal("One")


def test_files_and_readers_are_spoken_of_before_the_draft_goes_back(
    clock: Clock, cast: Cast, lead: Browser
) -> None:
    actor, version = cast.actor("coordinator"), version_of(cast)
    gone = uploads.add(actor, version, name="gone.txt", data=b"gone")
    written(cast, clock, "One")
    named = points.name(cast.actor("officer"), version, "sent")
    clock.pass_by(minutes=1)
    uploads.remove(actor, version, gone)
    uploads.add(actor, version, name="added.txt", data=b"added")
    save(actor, section(cast), answers={}, audience="drafting_team")
    db.session.commit()
    asked = lead.get(url(cast, f"points/{named.id}/restore"))
    changes, stays = asked.one("#changes").text(), asked.one("#stays").text()
    assert "1 removed file comes back, for the readers it had: gone.txt" in changes
    assert "0 sections and rows say something else" in changes
    assert "1 file that was added since stays in the plan: added.txt" in stays
    assert "1 section or row was for other readers then" in stays
    done = follow(lead, send(lead, asked, fill(asked, "main form"), "main form"))
    assert "1 file is in the plan again" in done.text
    assert "0 sections and rows are brought back" in done.text


def test_quiet_asked_for_meanwhile_is_shown_before_the_draft_goes_back(
    clock: Clock, cast: Cast, lead: Browser
) -> None:
    written(cast, clock, "One")
    named = points.name(cast.actor("officer"), version_of(cast), "sent")
    written(cast, clock, "Two")
    asked = lead.get(url(cast, f"points/{named.id}/restore"))
    locks.take(cast.actor("officer"), version_of(cast), "objectives", reason="Mine", hours=1)
    db.session.commit()
    again = follow(lead, send(lead, asked, fill(asked, "main form"), "main form"))
    assert f"{cast.officer.name} has just asked for quiet" in again.one(".app-flash--error").text()
    assert section(cast).content.answers == goal("Two")
    assert f"{cast.officer.name} is rewriting this section" in again.one("#quiet").text()
    follow(lead, send(lead, again, fill(again, "main form"), "main form"))
    assert section(cast).content.answers == goal("One")


def test_the_form_leads_to_its_history(clock: Clock, cast: Cast, officer: Browser) -> None:
    uid = written(cast, clock, "One")
    page = officer.get(url(cast, "sections/objectives"))
    assert any(
        link.attrib["href"].endswith(f"/history/entries/{uid}") for link in page.select("main a")
    )


@pytest.mark.parametrize("who", ["viewer", "reviewer", "stranger", "administrator"])
def test_nobody_else_reads_history_by_guessing(
    app: Flask, clock: Clock, cast: Cast, who: str
) -> None:
    uid = written(cast, clock, "One", "Two")
    named = points.name(cast.actor("officer"), version_of(cast), "sent")
    db.session.commit()
    one, two = revision(uid, 1), revision(uid, 2)
    visitor = Browser(app).sign_in(getattr(cast, who))
    expected = 403 if who in ("viewer", "reviewer") else 404
    for tail in (
        "history",
        f"history/entries/{uid}",
        f"history/sittings/{one.sitting}",
        f"revisions/{one.id}",
        f"revisions/{one.id}/restore",
        f"comparisons/entry?before={one.id}&after={two.id}",
        f"comparisons/plan?before=point:{named.id}",
        f"points/new?at={one.id}",
        f"points/{named.id}/restore",
    ):
        page = visitor.get(url(cast, tail))
        assert page.status == expected, tail
        assert "One" not in page.text


def test_ids_of_another_plan_are_not_found_from_ones_own(
    app: Flask, clock: Clock, cast: Cast
) -> None:
    uid = written(cast, clock, "One", "Two")
    named = points.name(cast.actor("officer"), version_of(cast), "sent")
    db.session.commit()
    one, two = revision(uid, 1), revision(uid, 2)
    stranger = Browser(app).sign_in(cast.stranger)
    for tail in (
        f"history/entries/{uid}",
        f"history/sittings/{one.sitting}",
        f"revisions/{one.id}",
        f"revisions/{one.id}/restore",
        f"comparisons/entry?before={one.id}&after={two.id}",
        f"comparisons/plan?before={one.id}",
        f"comparisons/plan?before=point:{named.id}",
        "comparisons/plan?before=nonsense",
        "comparisons/entry?after=" + one.id,
        f"points/new?at={one.id}",
        "points/new?at=nonsense",
        f"points/{named.id}/restore",
    ):
        assert stranger.get(f"/plans/{cast.other_plan.id}/{tail}").status == 404, tail


def test_pages_of_history_ask_the_same_however_long_it_is(
    clock: Clock, cast: Cast, officer: Browser, queries: QueryCount
) -> None:
    uid = written(cast, clock, "Zero")
    named = points.name(cast.actor("officer"), version_of(cast), "sent")
    sitting = revision(uid, 1).sitting
    db.session.commit()
    pages = [
        url(cast),
        url(cast, f"history/entries/{uid}"),
        url(cast, f"history/sittings/{sitting}"),
        url(cast, f"comparisons/entry?after={revision(uid, 1).id}"),
        url(cast, f"comparisons/plan?before=point:{named.id}"),
        url(cast, f"revisions/{revision(uid, 1).id}"),
    ]

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with queries as counted:
                assert officer.get(page).status == 200
            counts.append(counted.count)
        return counts

    few = asked()
    for number in range(6):
        written(cast, clock, f"Goal {number}")
        add_row(cast, "region", {"name": {"en": f"Region {number}"}})
        add_row(cast, "institution", {"name": {"en": f"Institution {number}"}})
    db.session.commit()
    many = asked()
    assert many == few
    assert max(many) <= 12
