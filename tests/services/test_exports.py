"""Documents asked for: who may, what they hold, and what a killed worker leaves behind."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from threading import Event as Signal

import pytest
from sqlalchemy import event, select

from nap_tracker import clock, jobs
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Forbidden, NotFound, NotReady
from nap_tracker.exports import press
from nap_tracker.extensions import db
from nap_tracker.models.event import Event
from nap_tracker.models.export import Export
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import exporting, exports, plans
from tests.cast import Cast
from tests.services.test_interchange import fill


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    version = plans.newest(OPERATOR, cast.plan.id)
    fill(version)
    db.session.commit()
    return version


def ask(cast: Cast, version: PlanVersion, who: str, audience: str = "drafting_team", **more: str):
    choices = {"format": "json", "mark": "draft", **more}
    export = exports.request(cast.actor(who), version, audience=Audience(audience), **choices)
    db.session.commit()
    return export


def test_a_document_is_made_and_fetched(cast: Cast, version: PlanVersion):
    export = ask(cast, version, "officer")
    with pytest.raises(NotReady):
        exports.fetch(cast.actor("officer"), cast.plan.id, export.id)
    assert jobs.render_exports() == 1
    made = exports.fetch(cast.actor("officer"), cast.plan.id, export.id)
    assert made.data.startswith(b"{")
    assert made.name.endswith(".json")
    kinds = set(db.session.scalars(select(Event.kind)))
    assert {"export:requested", "export:ready"} <= kinds


def test_nobody_who_saves_waits_while_a_document_is_made(cast: Cast, version: PlanVersion):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one lock for every writer")
    ask(cast, version, "officer")
    begun: list[str] = []

    def heard(_connection, _cursor, statement, *_rest):
        if statement.startswith("BEGIN"):
            begun.append(statement)

    event.listen(db.engine, "before_cursor_execute", heard)
    try:
        jobs.render_exports()
    finally:
        event.remove(db.engine, "before_cursor_execute", heard)
    assert begun == [
        "BEGIN IMMEDIATE",  # claims it
        "BEGIN",  # makes it
        "BEGIN IMMEDIATE",  # stores it
        "BEGIN IMMEDIATE",  # looks for another
    ]


@pytest.mark.skipif(not press.FONTS.exists(), reason="the fonts are not set up: make setup")
def test_a_pdf_of_a_draft_is_printed_by_the_worker(cast: Cast, version: PlanVersion):
    export = ask(cast, version, "officer", format="pdf")
    jobs.render_exports()
    db.session.refresh(export)
    assert export.error is None
    made = exports.fetch(cast.actor("officer"), cast.plan.id, export.id)
    assert made.data.startswith(b"%PDF-")
    assert export.pages
    assert export.pages > 3


def test_a_word_file_of_one_section_is_made_by_the_worker(cast: Cast, version: PlanVersion):
    export = ask(cast, version, "officer", format="docx", section="trade")
    jobs.render_exports()
    made = exports.fetch(cast.actor("officer"), cast.plan.id, export.id)
    assert made.name.endswith("-trade-drafting_team.docx")
    assert made.media_type.endswith("wordprocessingml.document")
    with zipfile.ZipFile(io.BytesIO(made.data)) as packed:
        text = packed.read("word/document.xml").decode()
    assert "Managing mercury trade" in text
    assert "Executive summary" not in text


@pytest.mark.skipif(not press.FONTS.exists(), reason="the fonts are not set up: make setup")
def test_a_form_for_paper_is_printed_by_the_worker(cast: Cast, version: PlanVersion):
    for kind, name in (("form", "form-trade"), ("filled_form", "filled-form-trade")):
        export = ask(cast, version, "officer", format=kind, section="trade", language="fr")
        jobs.render_exports()
        made = exports.fetch(cast.actor("officer"), cast.plan.id, export.id)
        assert made.name.endswith(f"-{name}-drafting_team.pdf")
        assert made.data.startswith(b"%PDF-")


def test_no_document_is_made_of_a_section_that_is_not_there(cast: Cast, version: PlanVersion):
    with pytest.raises(NotFound):
        ask(cast, version, "officer", format="docx", section="weather")


def test_nobody_makes_a_document_for_more_than_they_may_read(cast: Cast, version: PlanVersion):
    for who in ("viewer", "reviewer"):
        with pytest.raises(Forbidden):
            ask(cast, version, who, "drafting_team")
        assert ask(cast, version, who, "reviewers").audience == "reviewers"


def test_a_clean_copy_is_for_the_focal_point_to_make(cast: Cast, version: PlanVersion):
    for who in ("officer", "coordinator", "viewer"):
        with pytest.raises(Forbidden):
            ask(cast, version, who, "public", mark="none")
    assert ask(cast, version, "focal_point", mark="none").mark == "none"


def test_a_reviewer_does_not_fetch_what_the_drafting_team_had_made(
    cast: Cast, version: PlanVersion
):
    export = ask(cast, version, "officer")
    jobs.render_exports()
    for who in ("viewer", "reviewer", "stranger"):
        with pytest.raises(NotFound):
            exports.fetch(cast.actor(who), cast.plan.id, export.id)
    assert exports.of_plan(cast.actor("reviewer"), cast.plan.id) == []


def test_a_document_is_not_reached_through_another_plan(cast: Cast, version: PlanVersion):
    export = ask(cast, version, "officer")
    with pytest.raises(NotFound):
        exports.get(cast.actor("stranger"), cast.other_plan.id, export.id)


def test_it_shows_the_plan_as_it_stood_when_asked_for(cast: Cast, version: PlanVersion):
    export = ask(cast, version, "officer")
    version.plan.title = {"en": "Another title"}
    db.session.commit()
    assert exports.content_of(export).title == {"en": "Plan of Amberland"}


def test_two_workers_do_not_make_the_same_document(cast: Cast, version: PlanVersion):
    ask(cast, version, "officer")
    assert exports.claim() is not None
    assert exports.claim() is None


def test_what_a_killed_worker_left_is_taken_up_again(
    cast: Cast, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
):
    export = ask(cast, version, "officer")
    assert exports.claim() is not None
    db.session.commit()
    later = clock.now() + exports.LEASE + timedelta(seconds=1)
    monkeypatch.setattr(exports, "now", lambda: later)
    again = exports.claim()
    assert again is not None
    assert (again.id, again.attempts) == (export.id, 2)


def test_a_worker_that_works_for_long_keeps_its_lease(
    cast: Cast, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
):
    export = ask(cast, version, "officer")
    monkeypatch.setattr(exports, "LEASE", timedelta(seconds=2))
    monkeypatch.setattr(exports, "BEAT", timedelta(milliseconds=20))
    make, renewed, leases = exporting.make, Signal(), []
    renew = exports.renew

    def heard(export_id: str) -> None:
        renew(export_id)
        renewed.set()

    def slowly(asked: Export) -> exporting.Made:
        leases.append(asked.lease_until)
        assert renewed.wait(timeout=30)
        return make(asked)

    monkeypatch.setattr(exports, "renew", heard)
    monkeypatch.setattr(exporting, "make", slowly)
    monkeypatch.setattr(exports, "ready", lambda *_, **__: None)
    jobs.render_exports()
    db.session.refresh(export)
    assert export.lease_until is not None
    assert export.lease_until > leases[0]


def test_a_lease_that_is_over_is_not_renewed(cast: Cast, version: PlanVersion):
    export = ask(cast, version, "officer")
    jobs.render_exports()
    exports.renew(export.id)
    db.session.refresh(export)
    assert export.lease_until is None


def test_a_killed_worker_is_replaced_within_minutes():
    assert exports.BEAT * 2 < exports.LEASE <= timedelta(minutes=1)


def test_a_document_that_kills_every_worker_is_given_up(
    cast: Cast, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
):
    export = ask(cast, version, "officer")
    clock_hands = [clock.now()]
    monkeypatch.setattr(exports, "now", lambda: clock_hands[-1])
    for _ in range(exports.MOST_ATTEMPTS):
        assert exports.claim() is not None
        db.session.commit()
        clock_hands.append(clock_hands[-1] + exports.LEASE + timedelta(seconds=1))
    assert exports.claim() is None
    db.session.refresh(export)
    assert export.failed_at is not None
    retried = exports.retry(cast.actor("officer"), cast.plan.id, export.id)
    assert (retried.failed_at, retried.attempts) == (None, 0)


def test_too_many_at_once_are_asked_to_wait(
    cast: Cast, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(exports, "WAITING", 1)
    ask(cast, version, "officer")
    with pytest.raises(NotReady):
        ask(cast, version, "officer")


def test_the_content_kept_for_a_finished_document_is_forgotten(cast: Cast, version: PlanVersion):
    export = ask(cast, version, "officer")
    jobs.render_exports()
    assert exports.prune(clock.now() + timedelta(seconds=1)) == 1
    db.session.refresh(export)
    assert export.content == "{}"
    assert exports.fetch(cast.actor("officer"), cast.plan.id, export.id).data


def test_an_unknown_fault_is_tried_again_and_said(
    cast: Cast, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
):
    export = ask(cast, version, "officer")
    monkeypatch.setattr(exports, "content_of", lambda _export: 1 / 0)
    jobs.render_exports()
    found = db.session.get(Export, export.id, populate_existing=True)
    assert found is not None
    assert found.failed_at is not None
    assert found.attempts == exports.MOST_ATTEMPTS
    assert "ZeroDivisionError" in (found.error or "")
