"""Claims about pages that save by themselves: once, in order, merged, and told in words."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.receipt import Receipt
from nap_tracker.services import autosaves, locks, registers
from tests.browser_client import Browser
from tests.cast import Cast
from tests.doors import Clock, QueryCount
from tests.services.saving import add_row, row, section, version_of
from tests.web.filling import fill, follow, send
from tests.web.open_form import OpenForm, opened


def url(cast: Cast, tail: str = "sections/objectives") -> str:
    return f"/plans/{cast.plan.id}/{tail}"


@pytest.fixture
def form(app: Flask, cast: Cast) -> OpenForm:
    return opened(Browser(app).sign_in(cast.officer), url(cast))


@pytest.fixture
def other(app: Flask, cast: Cast) -> OpenForm:
    return opened(Browser(app).sign_in(cast.colleague), url(cast))


def goal(cast: Cast) -> object:
    return section(cast).content.answers.get("goal")


def revisions(cast: Cast) -> int:
    uid = section(cast).content.uid
    return db.session.scalar(select(func.count()).select_from(Revision).filter_by(uid=uid)) or 0


def test_changed_questions_are_saved_and_the_time_is_the_partys(
    cast: Cast, form: OpenForm, clock: Clock
) -> None:
    cast.amberland.time_zone = "Africa/Nairobi"
    answer = form.save(goal="No mercury")
    assert (answer["code"], answer["message"]) == ("ok", "Saved at 15:00")
    assert goal(cast) == {"en": "No mercury"}
    newest = section(cast)
    revision = db.session.scalars(
        select(Revision).filter_by(uid=newest.content.uid, number=newest.counter)
    ).one()
    assert (revision.origin, revision.window) == ("autosave", form.name)


def test_what_was_not_sent_stays_as_it_is(cast: Cast, form: OpenForm) -> None:
    form.save(goal="No mercury")
    form.save(problem="Burned in the open", **{"problem-format": "markup"})
    answers = section(cast).content.answers
    assert answers["goal"] == {"en": "No mercury"}
    assert "Burned in the open" in answers["problem"]["en"]


def test_a_request_that_arrives_twice_is_written_once_and_answered_twice(
    cast: Cast, form: OpenForm
) -> None:
    body = form.body(goal="No mercury")
    first, second = form.send(body), form.send(body)
    assert first == second
    assert revisions(cast) == 2  # the empty one, and this


def test_a_late_request_writes_nothing_over_a_newer_one(cast: Cast, form: OpenForm) -> None:
    late = form.body(goal="Older")
    form.save(goal="Newer")
    form.send(late)
    assert goal(cast) == {"en": "Newer"}
    assert revisions(cast) == 2


def test_a_late_request_writes_nothing_after_the_newer_one_took_it_back(
    cast: Cast, form: OpenForm
) -> None:
    late = form.body(goal="Typed")
    form.save(goal="")
    form.send(late)
    assert goal(cast) is None


def test_what_arrives_after_save_was_pressed_is_late(cast: Cast, form: OpenForm) -> None:
    late = form.body(goal="Typed before")
    stamp = {"_request": f"{form.name}:{form.turn + 1}", "_window": form.name}
    sent = fill(form.page, goal="Pressed", _completed="no") | {k: [v] for k, v in stamp.items()}
    send(form.browser, form.page, sent)
    form.send(late)
    assert goal(cast) == {"en": "Pressed"}


def test_saving_the_same_again_makes_no_revision(cast: Cast, form: OpenForm) -> None:
    form.save(goal="No mercury")
    answer = form.save(goal="No mercury")
    assert answer["code"] == "ok"
    assert revisions(cast) == 2


def test_different_questions_of_two_people_need_no_decision_and_each_is_shown_the_others(
    cast: Cast, form: OpenForm, other: OpenForm
) -> None:
    other.save(goal="Theirs")
    answer = form.save(problem="Mine", **{"problem-format": "markup"})
    assert answer["code"] == "ok"
    assert answer["notices"] == ["Dina Petrova changed “Goal” meanwhile."]
    assert "Theirs" in answer["shown"]["goal"]
    answers = section(cast).content.answers
    assert answers["goal"] == {"en": "Theirs"}
    assert "Mine" in answers["problem"]["en"]


def test_what_a_page_was_not_shown_yet_is_not_taken_back_by_save(
    cast: Cast, form: OpenForm, other: OpenForm
) -> None:
    other.save(goal="Theirs")
    form.save(problem="Mine", **{"problem-format": "markup"})
    stamps = {f"_seen-{id}": [str(number)] for id, number in form.seen.items()}
    sent = fill(form.page, problem="Mine", _completed="no") | stamps
    assert send(form.browser, form.page, sent).status == 302
    assert goal(cast) == {"en": "Theirs"}


def test_the_same_answer_changed_twice_asks_and_the_rest_is_saved(
    cast: Cast, form: OpenForm, other: OpenForm
) -> None:
    other.save(goal="Theirs")
    answer = form.save(goal="Mine", problem="Saved", **{"problem-format": "markup"})
    assert (form.status, answer["code"]) == (409, "stale")
    assert "Theirs" in answer["collided"]["goal"]
    assert answer["collision"].startswith("Dina Petrova saved another text at")
    assert goal(cast) == {"en": "Theirs"}
    assert "Saved" in section(cast).content.answers["problem"]["en"]
    kept = db.session.scalars(select(Revision).filter_by(origin="conflict")).one()
    assert "Mine" in kept.content


def test_a_collision_that_is_sent_again_is_told_again_and_kept_once(
    cast: Cast, form: OpenForm, other: OpenForm
) -> None:
    other.save(goal="Theirs")
    body = form.body(goal="Mine")
    assert form.send(body) == form.send(body)
    assert len(db.session.scalars(select(Revision).filter_by(origin="conflict")).all()) == 1


def test_after_a_collision_save_shows_both(cast: Cast, form: OpenForm, other: OpenForm) -> None:
    form.save(problem="Earlier", **{"problem-format": "markup"})
    other.save(goal="Theirs")
    form.save(goal="Mine")
    stamps = {f"_seen-{id}": [str(number)] for id, number in form.seen.items()}
    sent = fill(form.page, goal="Mine", problem="Earlier", _window=form.name) | stamps
    page = send(form.browser, form.page, sent)
    assert page.status == 409
    assert [v.text() for v in page.select(".app-version")] == ["Theirs Theirs", "Mine Mine"]


def test_two_windows_of_one_person_are_told_apart(app: Flask, cast: Cast, form: OpenForm) -> None:
    second = opened(Browser(app).sign_in(cast.officer), url(cast))
    second.save(goal="There")
    answer = form.save(problem="Here", **{"problem-format": "markup"})
    assert answer["notices"] == ["You changed “Goal” in another window."]
    answer = form.save(goal="Here")
    assert answer["collision"].startswith("You saved another text in another window at")


def test_a_value_of_the_wrong_kind_is_kept_beside_and_said(cast: Cast, browser: Browser) -> None:
    form = opened(browser.sign_in(cast.officer), url(cast, "rows/site/new"))
    answer = form.save(**{"coordinates-lat": "north", "coordinates-lon": "12"})
    assert answer["code"] == "ok"
    assert answer["problems"]["coordinates"]
    assert answer["message"].endswith("except for what is marked")
    uid = db.session.scalars(select(Entry.uid).filter_by(kind="site")).one()
    kept = row(cast, "site", uid).unaccepted["coordinates"]
    assert kept["typed"]["lat"] == "north"


def test_a_new_row_is_stored_under_the_id_it_was_born_with(cast: Cast, browser: Browser) -> None:
    form = opened(browser.sign_in(cast.officer), url(cast, "rows/institution/new"))
    uid = form.page.one('input[name="_uid"]').attrib["value"]
    body = form.body(name="Ministry of Mines")
    first, second = form.send(body), form.send(body)
    assert first == second
    assert first["moved"]["page"] == url(cast, f"rows/institution/{uid}")
    assert row(cast, "institution", uid).content.answers["name"] == {"en": "Ministry of Mines"}


def test_a_new_row_goes_on_under_save(cast: Cast, browser: Browser) -> None:
    form = opened(browser.sign_in(cast.officer), url(cast, "rows/institution/new"))
    form.save(name="Ministry of Mines")
    stamps = {"_seen-name": [str(form.seen["name"])]}
    sent = fill(form.page, name="Ministry of Mining") | stamps
    assert follow(form.browser, send(form.browser, form.page, sent)).status == 200
    uids = db.session.scalars(select(Entry.uid).filter_by(kind="institution")).all()
    assert len(uids) == 1
    assert row(cast, "institution", uids[0]).content.answers["name"] == {"en": "Ministry of Mining"}


def test_a_no_in_a_new_row_is_an_answer(cast: Cast, browser: Browser) -> None:
    form = opened(browser.sign_in(cast.officer), url(cast, "rows/stakeholder/new"))
    answer = form.save(indigenous="no")
    assert answer["message"].startswith("Saved at")
    uid = answer["moved"]["page"].rpartition("/")[2]
    assert row(cast, "stakeholder", uid).content.answers["indigenous"] is False


def test_a_new_row_in_which_nothing_stands_is_no_row(cast: Cast, browser: Browser) -> None:
    form = opened(browser.sign_in(cast.officer), url(cast, "rows/institution/new"))
    answer = form.save(name="")
    assert (answer["code"], answer["message"], answer["seen"]) == ("ok", "", 0)
    assert db.session.scalars(select(Entry).filter_by(kind="institution")).all() == []


def test_a_row_that_was_removed_meanwhile_is_said(cast: Cast, browser: Browser) -> None:
    uid = add_row(cast, "institution", {"name": {"en": "Ministry"}})
    db.session.commit()
    form = opened(browser.sign_in(cast.officer), url(cast, f"rows/institution/{uid}"))
    registers.remove(cast.actor("colleague"), version_of(cast), "institution", uid)
    answer = form.save(name="Ministry of Mines")
    assert (answer["code"], answer["removed"]) == ("stale", True)


def test_evidence_that_was_just_added_is_not_added_again(cast: Cast, browser: Browser) -> None:
    form = opened(browser.sign_in(cast.officer), url(cast, "sections/baseline"))
    field = next(f for f in section(cast, "baseline").owner.fields if f.kind == "evidence")
    form.save(**{f"{field.id}-link": "https://example.org/one"})
    form.save(**{f"{field.id}-link": "https://example.org/one", f"{field.id}-title": "One"})
    pieces = section(cast, "baseline").content.answers[field.id]
    assert [piece["link"] for piece in pieces] == ["https://example.org/one"]
    assert pieces[0]["title"] == {"en": "One"}
    form.save(**{f"{field.id}-link": "", f"{field.id}-title": ""})
    assert section(cast, "baseline").content.answers.get(field.id) is None


def test_who_is_signed_out_is_told_so_and_nothing_is_written(cast: Cast, form: OpenForm) -> None:
    body = form.body(goal="Typed")
    form.browser.client.delete_cookie("nap_session")
    answer = form.send(body)
    assert (form.status, answer["code"], answer["person"]) == (401, "signed_out", "")
    assert goal(cast) is None


def test_text_of_one_person_is_not_saved_in_the_session_of_another(
    app: Flask, cast: Cast, form: OpenForm, other: OpenForm
) -> None:
    body = form.body(goal="Typed by the officer") | {
        "csrf_token": other.body(goal="")["csrf_token"]
    }
    form.browser.client = other.browser.client
    answer = form.send(body)
    assert answer["code"] == "signed_out"
    assert answer["person"] == other.place["data-person"]
    assert goal(cast) is None


def test_only_who_drafts_may_save(cast: Cast, app: Flask, form: OpenForm) -> None:
    for who in ("viewer", "reviewer", "administrator", "stranger"):
        user = getattr(cast, who)
        visitor = Browser(app).sign_in(user)
        body = form.body(goal="Typed") | {"csrf_token": visitor.token("/account/edit")}
        form.browser = visitor
        assert form.send(body)["code"] == "forbidden", who


def test_a_page_of_another_version_is_refused_with_a_sentence(form: OpenForm) -> None:
    answer = form.send(form.body(goal="Typed") | {"_version": "another"})
    assert (answer["code"], form.status) == ("invalid", 400)
    assert answer["message"]


def test_a_request_without_its_key_is_refused(form: OpenForm) -> None:
    for broken in ("", "page", ":1", "page:-1", "page:x", "p" * 40 + ":1", "pä:1"):
        answer = form.send(form.body(goal="Typed") | {"_request": broken})
        assert answer["code"] == "invalid", broken


def test_saving_costs_the_same_however_long_the_history_is(
    form: OpenForm, queries: QueryCount
) -> None:
    counts = []
    for turn in range(6):
        body = form.body(goal=f"Turn {turn}")
        with queries as count:
            answer = form.send(body)
        form.seen["goal"] = answer["seen"]
        counts.append(count.count)
    assert counts[1] == counts[-1], counts


def test_receipts_are_forgotten_after_a_day(cast: Cast, form: OpenForm, clock: Clock) -> None:
    form.save(goal="No mercury")
    clock.pass_by(hours=23)
    assert autosaves.prune(now()) == 0
    clock.pass_by(hours=2)
    assert autosaves.prune(now()) == 1
    assert db.session.scalars(select(Receipt)).all() == []


def test_a_section_somebody_rewrites_answers_locked_and_keeps_what_was_typed(
    cast: Cast, form: OpenForm, other: OpenForm
) -> None:
    lock = locks.take(
        cast.actor("colleague"), version_of(cast), "objectives", reason="Merging", hours=2
    )
    db.session.commit()
    body = form.body(goal="Written meanwhile")
    answer = form.send(body)
    assert (form.status, answer["code"]) == (423, "locked")
    assert cast.colleague.name in answer["message"]
    assert goal(cast) is None
    kept = db.session.get_one(Revision, answer["kept"])
    assert "Written meanwhile" in kept.content
    assert form.send(body)["kept"] == kept.id
    assert other.save(goal="Mine")["code"] == "ok"
    locks.release(cast.actor("colleague"), version_of(cast), db.session.merge(lock))
    db.session.commit()
    assert form.send(body)["code"] == "stale"


def own(form: OpenForm, since: int) -> dict[str, int]:
    """Question -> revision, of what this person has saved."""
    address = f"{form.place['data-own']}?since={since}"
    page = form.browser.get(address, headers={"Accept": "application/json"})
    answer = page.response.get_json()
    return {question: number for question, (number, _at) in answer["own"].items()}


def test_a_page_is_told_what_its_person_saved_since_and_nothing_of_others(
    cast: Cast, form: OpenForm, other: OpenForm
) -> None:
    form.save(goal="Mine")
    other.save(problem="Theirs")
    form.save(rationale="Mine too")
    newest = section(cast).counter
    assert own(form, 0) == {"": newest, "goal": newest - 2, "rationale": newest}
    assert own(form, newest - 1) == {"": newest, "rationale": newest}
    assert own(form, newest) == {}
    assert own(other, 0) == {"": newest - 1, "problem": newest - 1}


def test_a_text_that_was_kept_beside_has_come_too(
    cast: Cast, form: OpenForm, other: OpenForm
) -> None:
    other.save(goal="Theirs")
    assert form.save(goal="Mine")["code"] == "stale"
    assert "goal" in own(form, 0)


def test_what_somebody_saved_is_told_to_no_reader(app: Flask, cast: Cast, form: OpenForm) -> None:
    reader = Browser(app).sign_in(cast.viewer)
    assert reader.get(form.place["data-own"]).status in (403, 404)
