"""Every route x role x Party, from the route table itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

import config
from nap_tracker import create_app, links
from nap_tracker.clock import now, today
from nap_tracker.content.audience import Audience
from nap_tracker.estimates.on_track import Direction
from nap_tracker.extensions import db
from nap_tracker.models.account import Consent, Invitation, Membership, User
from nap_tracker.models.base import new_uid
from nap_tracker.models.entry import Revision
from nap_tracker.models.obligation import FactKind
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.removal import Removal
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.permissions import Seat
from nap_tracker.roles import OPERATOR, Actor, ActorKind, Role
from nap_tracker.services import (
    activities,
    activity_reports,
    attaching,
    checks,
    comments,
    delegations,
    endorsements,
    entries,
    exchange_rates,
    exports,
    funding,
    handovers,
    indicators,
    institution_workbooks,
    lifecycle,
    obligations,
    observations,
    party_files,
    plans,
    points,
    progress_publications,
    progress_reviews,
    publications,
    publishable,
    registers,
    review_inputs,
    round_sayings,
    round_turns,
    rounds,
    sealing,
    seat_links,
    seats,
    site_visits,
    submissions,
    tracking,
    turns,
    uploads,
    versions,
    word_uploads,
    work_plan_uploads,
    worksheets,
)
from nap_tracker.services.comment_places import Where
from nap_tracker.services.entries import Change
from nap_tracker.services.indicator_figures import Figures
from nap_tracker.services.lifecycle import Said
from nap_tracker.services.observations import Typed
from nap_tracker.services.review_inputs import Heard
from nap_tracker.services.sayings import Saying
from nap_tracker.services.treaty_facts import Statement
from nap_tracker.web.door import PUBLIC
from nap_tracker.web.visits import SEATED
from nap_tracker.workflow.drafting import Stage
from tests.archives.filled import picture as a_picture
from tests.browser_client import Browser
from tests.cast import Cast, assemble, give, make_user
from tests.house.access_rules import ROLES, RULES
from tests.services.outlined import outlined

NAMED = frozenset(
    {"activity_uid", "comment_id", "export_id", "fact_id"}
    | {"file_id", "observation_id", "review_file_id", "review_id", "round_id"}
    | {"publication_id", "site_uid", "track_id", "turn_id", "uid"}
    | {"upload_id", "word_id"}
)
"""Ids of what belongs to a plan."""
GONE = ("/work-plan-imports", "/word-imports", "/comments/files", "/review/files", "/reports")
"""Where people are told that what they had uploaded is no longer kept."""
REFUSED = frozenset({401, 403, 404})


def routes() -> list[Rule]:
    settings = config.load({"NAP_MODE": "testing", "NAP_DATABASE_URL": "sqlite://"})
    return sorted(create_app(settings).url_map.iter_rules(), key=lambda rule: rule.endpoint)


ALL = routes()


@dataclass
class World:
    """One of everything an address can name, in Amberland."""

    cast: Cast
    both: User
    """Leads the drafting in both Parties."""
    values: dict[str, Any]
    drafters: dict[str, User]

    def who(self, role: str) -> User:
        return self.drafters[role] if role in self.drafters else getattr(self.cast, role)


@pytest.fixture(scope="module")
def world(app: Flask, shared_database: None) -> World:
    """For tests that change nothing: what may not be done, and what only reads."""
    cast = assemble()
    both = make_user("Ines Both")
    for party in (cast.amberland, cast.borealia):
        give(both, Role.FOCAL_POINT, party)
    drafters = {
        "drafter": make_drafter("Jana Drafter", cast, "summary", "overview_law"),
        "other_drafter": make_drafter("Kofi Drafter", cast, "trade"),
    }
    db.session.commit()
    carried_out = _with_an_activity(plans.newest(OPERATOR, cast.plan.id))
    facts = _sealed(plans.newest(OPERATOR, cast.plan.id))
    reported = _reported(cast, carried_out)
    drafters |= {
        "institution": make_officer("Lina Health", cast, carried_out["institution_uid"]),
        "other_institution": make_officer("Max Mines", cast, new_uid()),
    }
    version = versions.begin_next(OPERATOR, plans.newest(OPERATOR, cast.plan.id))
    row = entries.save(
        OPERATOR,
        entries.new_row(version, "institution", {}),
        Change(seen=0, answers={"name": {"en": "Ministry"}}),
    )
    removed = entries.save(
        OPERATOR,
        entries.new_row(version, "institution", {}),
        Change(seen=0, answers={"name": {"en": "Gone"}}),
    )
    registers.remove(OPERATOR, version, "institution", removed.uid)
    saved = db.session.query(Revision).filter_by(uid=row.uid).one()
    point = points.name(OPERATOR, version, "sent to the ministry of health")
    file = uploads.add(OPERATOR, version, name="notes.txt", data=b"words")
    export = exports.request(
        cast.actor("officer"), version, format="json", audience=Audience.DRAFTING_TEAM, mark="draft"
    )
    while (claimed := exports.claim()) is not None and claimed.id != export.id:
        pass  # those of the frozen version wait before it
    assert claimed is not None
    exports.ready(claimed, data=b"{}", name="plan.json", pages=None)
    table = b"Strategy,Activity,Cost\nTraining,Train miners,0\n"
    upload = work_plan_uploads.add(cast.actor("coordinator"), version, name="plan.csv", data=table)
    words = "<h3>Background</h3><table><tr><th>Name</th></tr><tr><td>Ministry</td></tr></table>"
    pasted = word_uploads.pasted(words, "words")
    word = word_uploads.add(cast.actor("officer"), version, pasted, language="en")
    invitation = Invitation(
        email="new@example.org",
        party_id=cast.amberland.id,
        role=Role.OFFICER,
        locale="en",
        token_sha256="0" * 64,
        expires_at=now() + timedelta(days=1),
    )
    consent = Consent(
        party_id=cast.amberland.id,
        administrator_id=cast.stranger.id,
        given_by_id=cast.focal_point.id,
        reason="A fault",
        ends_at=now() + timedelta(days=1),
    )
    removal = Removal(
        party_id=cast.amberland.id,
        kind="words",
        reason="A threat",
        decided_at=now(),
        decided_by_id=cast.focal_point.id,
        places=[],
    )
    db.session.add_all([invitation, consent, removal])
    db.session.commit()
    evidence = party_files.add(
        cast.actor("coordinator"), cast.amberland, name="letter.txt", data=b"We notify"
    )
    deposit = obligations.record(
        cast.actor("coordinator"),
        cast.amberland,
        FactKind.DEPOSIT,
        Statement(choice="accession", happened_on="2017-04-10", files=(evidence.id,)),
    )
    worksheets.save(cast.actor("officer"), cast.amberland, {"share": {"best": "70"}}, seen=0)
    turn = turns.ask_for(
        cast.actor("coordinator"), version, "send_for_endorsement", lapses_on="2099-12-31"
    )
    lifecycle.advance(cast.actor("coordinator"), version, "begin_resolving_comments", Said(0))
    lifecycle.advance(cast.actor("coordinator"), version, "finish_resolving_comments", Said(1))
    asked = review(cast, version)
    db.session.commit()
    about = Saying(Where("summary"), "note", "So it is", visibility="plan")
    comment = comments.add(cast.actor("officer"), version, about)
    attached = attaching.attach(
        version, comment, "minutes.txt", b"So it is", uploaded_by_id=cast.officer.id
    )
    db.session.commit()
    warnings = checks.examine(OPERATOR, version).findings.warnings
    tomorrow = today() + timedelta(days=1)
    viewing = db.session.query(Membership).filter_by(user_id=cast.viewer.id).one()
    loan = delegations.give(
        cast.actor("viewer"),
        cast.amberland,
        viewing,
        to_id=cast.officer.id,
        first_day=tomorrow,
        last_day=tomorrow,
    )
    work = handovers.offer(cast.actor("officer"), cast.amberland, to_id=cast.viewer.id)
    observed = _observed(cast, version, carried_out["institution_uid"])
    db.session.commit()
    member = db.session.query(Membership).filter_by(user_id=cast.viewer.id).one()
    values = {
        "plan_id": cast.plan.id,
        "party_id": cast.amberland.id,
        "section_id": "summary",
        "ending": "csv",
        "register": "institution",
        "uid": row.uid,
        "removed_uid": removed.uid,
        "sitting_id": saved.sitting,
        "revision_id": saved.id,
        "point_id": point.id,
        "file_id": file.id,
        "comment_id": comment.id,
        "attachment_id": attached.id,
        "export_id": export.id,
        "removal_id": removal.id,
        "turn_id": turn.id,
        "act": "open-internal-review",
        "stage": "internal-review",
        "upload_id": upload.id,
        "word_id": word.id,
        "place": 1,
        "delegation_id": loan.id,
        "handover_id": work.id,
        "invitation_id": invitation.id,
        "consent_id": consent.id,
        "membership_id": member.id,
        "user_id": cast.viewer.id,
        "fact_id": deposit.fact_id,
        "evidence_id": evidence.id,
        "number": 1,
        "kind": "determination",
        "question": "review_start",
        "token": "no-such-token",
        "filename": "no-such-file.css",
        "form": "csv",
        "circle": "outside",
        **asked,
        **carried_out,
        **reported,
        **observed,
        **_visited(cast),
        "progress_publication_id": _published(cast, version.plan_id),
        **three_yearly(cast, version),
        "question_key": "steps",
        "key": next(w.key for w in warnings if w.section == "summary"),
        **facts,
    }
    return World(cast, both, values, drafters)


def review(cast: Cast, version: PlanVersion) -> dict[str, str]:
    """A review round that asks the plan's reviewer and somebody by a personal link."""
    leader = cast.actor("focal_point")
    picture = uploads.add(leader, version, name="map.png", data=a_picture())
    uploads.set_audience(leader, version, picture, Audience.REVIEWERS)
    step = round_turns.to_open(leader, version, Stage.PARTNERSHIP_REVIEW)
    assert step is not None
    opening = rounds.Opening(
        "Partners read",
        ["summary"],
        today() + timedelta(days=9),
        is_outside=True,
        allows_links=True,
        questions=[rounds.Question("Is it enough?")],
        stage_note="Not held before",
        accepted=frozenset(problem.key for problem in step.soft),
    )
    round_ = rounds.open_(leader, version, opening)
    others = [seats.Other("Olga Outside", "olga@elsewhere.example")]
    made = seats.invite(leader, round_, seats.Asked([cast.reviewer.id], others))
    other = rounds.open_(leader, version, replace(opening, title="Others read"))
    words = {}
    for name, seat in zip(("seat", "link"), made, strict=True):
        holder = Actor(ActorKind.LINK, invitation_id=seat.id) if seat.token_sha256 else None
        who = holder or cast.actor("reviewer")
        saying = Saying(Where("summary"), "note", "So it is")
        comment = round_sayings.add(who, Seat(round_, seat), saying)
        file = attaching.attach(version, comment, "map.png", a_picture(), uploaded_by_id=None)
        words |= {f"{name}_comment_id": comment.id, f"{name}_attachment_id": file.id}
    return {
        "round_id": round_.id,
        "seat_id": made[-1].id,
        "other_round_id": other.id,
        "picture_id": picture.id,
        **words,
    }


def three_yearly(cast: Cast, version: PlanVersion) -> dict[str, str]:
    """A review of progress whose data and answers are complete, with a letter sent to it."""
    who = cast.actor("coordinator")
    opening = progress_reviews.Opening("2023-01-01", "2025-12-31")
    one = progress_reviews.open_(who, version, opening)
    letter = ("letter.txt", b"Nobody came to our valley.")
    said = Heard("Gold Watch", "2025-02-01", "Nobody came.", sent=[letter])
    heard = review_inputs.note(who, one, said, input_id=new_uid(), is_new=True)
    warned = frozenset({"has_figures", "is_answered"})
    progress_reviews.advance(
        who, version, one, "draft", progress_reviews.Said(one.acts, accepted=warned)
    )
    db.session.commit()
    letter_id = heard.files[0].file_id
    return {"review_id": one.id, "input_id": heard.id, "review_file_id": letter_id}


def make_drafter(name: str, cast: Cast, *sections: str) -> User:
    user = make_user(name)
    for section in sections:
        give(user, Role.SECTION_DRAFTER, cast.amberland, cast.plan, section)
    return user


def make_officer(name: str, cast: Cast, institution_uid: str) -> User:
    user = make_user(name)
    give(user, Role.INSTITUTION, cast.amberland, cast.plan, institution_uid=institution_uid)
    return user


def _with_an_activity(version: PlanVersion) -> dict[str, str]:
    body = entries.save(
        OPERATOR,
        entries.new_row(version, "institution", {}),
        Change(seen=0, answers={"name": {"en": "Ministry of Health"}}),
    )
    said = {"statement": {"en": "Train miners"}, "lead": body.uid}
    row = entries.save(
        OPERATOR, entries.new_row(version, "activity", {}), Change(seen=0, answers=said)
    )
    said = {"title": {"en": "A first course"}, "due": "2020", "activity": row.uid}
    point = entries.save(
        OPERATOR, entries.new_row(version, "milestone", {}), Change(seen=0, answers=said)
    )
    return {"activity_uid": row.uid, "milestone_uid": point.uid, "institution_uid": body.uid}


def _reported(cast: Cast, named: dict[str, str]) -> dict[str, str]:
    officer = cast.actor("officer")
    version = tracking.in_force(officer, cast.plan.id)
    _, followed = activities.get(officer, version, named["activity_uid"])
    said = activity_reports.Report(text="It began", evidence=("minutes.txt", b"It began"))
    note = activity_reports.report(officer, version, followed, said)
    assert note is not None
    sent = institution_workbooks.table(officer, version, named["institution_uid"])
    upload = institution_workbooks.add(officer, version, name="report.xlsx", data=sent.data)
    return {"note_id": note.id, "report_upload_id": upload.id}


def _sealed(version: PlanVersion) -> dict[str, str | int]:
    """The first version, frozen, with one of everything that is recorded of such a one."""
    sealing.freeze(OPERATOR, version)
    kept = sealing.keep(
        OPERATOR,
        version,
        sealing.Kind.PDF,
        name="plan.pdf",
        data=b"%PDF-1.7",
        media_type="application/pdf",
        audience=Audience.PUBLIC,
    )
    return {
        "frozen_number": version.number,
        "open_number": version.number + 1,
        "sealed_file_id": kept.id,
        "endorsement_id": endorsements.record(OPERATOR, version, details={"body": "Cabinet"}).id,
        "submission_id": submissions.record(OPERATOR, version, details={"sent_on": "2024"}).id,
        "publication_id": publications.record(OPERATOR, version, details={"place": "Gazette"}).id,
        **_money(version),
    }


def _observed(cast: Cast, version: PlanVersion, measured_by: str) -> dict[str, str]:
    """An indicator that is followed, with a value that waits, and its evidence."""
    officer = cast.actor("officer")
    track = indicators.follow_standard(officer, version, "mercury_used", "amount")
    how = indicators.Settings(Direction.DOWN, responsible_uid=measured_by)
    indicators.change(officer, version, track, how)
    one = observations.add(officer, version, track, Typed("2024", Figures(best=Decimal(1))))
    observations.attach(officer, version, one, [("count.txt", b"Counted")])
    observations.advance(officer, version, track, one, "send")
    (file,) = observations.files_of(track)[one.id]
    ids = {"track_id": track.id, "observation_id": one.id, "observed_file_id": file.id}
    return {**ids, "figure": "target"}


OBSERVED: dict[str, Callable[[World], dict[str, Any]]] = {
    "extracts.take": lambda _: {"what": "activities"},
    "observations.file": lambda world: {"file_id": world.values["observed_file_id"]},
    "observations.advance": lambda _: {"act": "approve"},
    "progress_publications.withdraw": lambda world: {
        "publication_id": world.values["progress_publication_id"]
    },
}


def _money(version: PlanVersion) -> dict[str, str]:
    """What was recorded of money once the plan was in force, with its evidence."""
    rate = {"base": "USD", "quote": "XAF", "rate": Decimal(600), "source": "Central bank"}
    stated = exchange_rates.record(OPERATOR, version, details={**rate, "stated_on": "2024-01-31"})
    movement = {"movement": "secured", "activity_uid": None, "line_uid": None}
    amount = {"amount": Decimal(1), "currency": "USD", "happened_on": "2024"}
    source = {"source_type": None, "source": "", "note": ""}
    made = funding.record(
        OPERATOR,
        version,
        tracking.of_version(OPERATOR, version),
        details={**movement, **amount, **source},
        evidence=("letter.txt", b"We give it"),
    )
    return {"record_id": made.id, "rate_id": stated.id}


def _visited(cast: Cast) -> dict[str, str]:
    """A site the plan does not list, with a visit to it and what shows it."""
    version = site_visits.in_force(OPERATOR, cast.plan.id)
    site = site_visits.add_site(OPERATOR, version, name="Upper ford", region_uid=None)
    visit = site_visits.record(
        OPERATOR,
        version,
        site.id,
        details={"visited_on": "2026"},
        findings={"b_i": "present"},
        sent=[("report.txt", b"We went there.")],
    )
    map_id = outlined(version).id
    db.session.commit()
    return {
        "map_id": map_id,
        "site_uid": site.id,
        "visit_id": visit.id,
        "visit_file_id": visit.files[0].file_id,
    }


def _published(cast: Cast, plan_id: str) -> str:
    """One thing that was made public by the focal point."""
    who = cast.actor("focal_point")
    version = tracking.in_force(who, plan_id)
    found = publishable.look(who, version, until=today())
    chosen = frozenset({next(one.key for one in found.candidates("en") if not one.is_kept)})
    wish = progress_publications.Wish("In 2026", today().isoformat(), "en", chosen)
    seen = progress_publications.draft(version, wish, found).sha256
    made = progress_publications.publish(who, version, wish, seen=seen)
    db.session.commit()
    return made.id


def address(app: Flask, rule: Rule, world: World) -> str:
    values = {name: world.values.get(name) for name in rule.arguments}
    if rule.endpoint == "rows.restore":
        values["uid"] = world.values["removed_uid"]
    if rule.endpoint == "my_comments.create":
        values["section"] = "summary"
    if rule.endpoint.startswith("my_comments.") and "comment_id" in values:
        values["comment_id"] = world.values["seat_comment_id"]
        if "attachment_id" in values:
            values["attachment_id"] = world.values["seat_attachment_id"]
    if rule.endpoint == "round_reading.picture":
        values["file_id"] = world.values["picture_id"]
    if rule.endpoint.startswith("word_tables."):
        values["place"] = 2
    if rule.endpoint in ("checks.answer", "checks.withdraw"):
        values["key"] = world.values["key"]
    values |= OBSERVED.get(rule.endpoint, lambda _: {})(world)
    values |= {k: v for k, v in of_a_review(rule, world).items() if k in rule.arguments}
    values |= {k: v for k, v in of_a_frozen_version(rule, world).items() if k in rule.arguments}
    with app.test_request_context():
        return url_for(rule.endpoint, **values)


def of_a_review(rule: Rule, world: World) -> dict[str, Any]:
    """A step that can be done there, a form of its pack, and what it keeps."""
    if not rule.endpoint.startswith(("progress_reviews.", "review_inputs.")):
        return {}
    return {"act": "consult", "form": "json", "kind": "plan", "uid": world.cast.plan.id}


FACTS = frozenset({"endorsements", "publications", "submissions"})


def of_a_frozen_version(rule: Rule, world: World) -> dict[str, Any]:
    """What is recorded belongs to the version that was frozen."""
    noun, _, act = rule.endpoint.partition(".")
    values: dict[str, Any] = {}
    if noun == "sealed_files":
        values["file_id"] = world.values["sealed_file_id"]
    if noun == "institution_workbooks":
        values["upload_id"] = world.values["report_upload_id"]
    if noun in FACTS:
        values["fact_id"] = world.values[f"{noun[:-1]}_id"]
    if noun in FACTS or act == "begin":
        values["number"] = world.values["frozen_number"]
    elif noun == "versions":
        values["number"] = world.values["open_number"]
    return values


def test_every_route_has_a_rule_and_every_rule_a_route():
    assert {rule.endpoint for rule in ALL} == set(RULES)


def test_the_public_list_is_the_public_rules():
    assert {name for name, allowed in RULES.items() if allowed is None} == PUBLIC


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.endpoint)
def test_a_visitor_is_sent_to_sign_in(app: Flask, world: World, rule: Rule):
    methods = (rule.methods or set()) & {"GET", "POST"}
    for method in sorted(methods):
        browser = Browser(app)
        url = address(app, rule, world)
        page = browser.post(url, token_from="/sign-in") if method == "POST" else browser.get(url)
        sent_away = page.status == 302 and page.location.startswith("/sign-in")
        assert sent_away == (RULES[rule.endpoint] is not None), (method, page.status)


@pytest.mark.parametrize("rule", [r for r in ALL if "GET" in (r.methods or ())], ids=str)
def test_reading_every_page_as_every_role(app: Flask, world: World, rule: Rule):
    allowed = RULES[rule.endpoint]
    if allowed is None:
        pytest.skip("public: the test above has it")
    url = address(app, rule, world)
    for role in ROLES:
        page = Browser(app).sign_in(world.who(role)).get(url)
        if role in allowed:
            assert page.status in (200, 302), (role, page.status)
        else:
            assert page.status in REFUSED, (role, page.status)
        if role == "stranger" and "plan_id" in rule.arguments:
            assert page.status == 404, "behind a wall not even the existence shows"


WITHIN = [r for r in ALL if "plan_id" in r.arguments and r.arguments & NAMED]


@pytest.mark.parametrize("rule", WITHIN, ids=lambda rule: rule.endpoint)
def test_nothing_of_one_plan_is_reached_through_another(app: Flask, world: World, rule: Rule):
    """Not even by somebody who may read both: content never crosses from Party to Party."""
    elsewhere = replace(world, values={**world.values, "plan_id": world.cast.other_plan.id})
    browser = Browser(app).sign_in(world.both)
    for method in sorted((rule.methods or set()) & {"GET", "POST"}):
        url, other = address(app, rule, world), address(app, rule, elsewhere)
        if method == "GET":
            assert browser.get(url).status in (200, 302)
            page = browser.get(other)
        else:
            page = browser.post(other, token_from="/account/edit")
        is_said_to_be_gone = page.status == 302 and page.location.endswith(GONE)
        assert page.status == 404 or is_said_to_be_gone, (method, page.status, page.location)


OF_A_PARTY = [
    r for r in ALL if "party_id" in r.arguments and r.arguments & {"fact_id", "evidence_id"}
]


@pytest.mark.parametrize("rule", OF_A_PARTY, ids=lambda rule: rule.endpoint)
def test_nothing_of_one_party_is_reached_through_another(app: Flask, world: World, rule: Rule):
    elsewhere = replace(world, values={**world.values, "party_id": world.cast.borealia.id})
    browser = Browser(app).sign_in(world.both)
    assert browser.get(address(app, rule, world)).status == 200
    assert browser.get(address(app, rule, elsewhere)).status == 404


@pytest.mark.parametrize("rule", [r for r in ALL if "POST" in (r.methods or ())], ids=str)
def test_sending_every_form_as_every_role_that_may_not(app: Flask, world: World, rule: Rule):
    allowed = RULES[rule.endpoint]
    if allowed is None:
        pytest.skip("public: the test above has it")
    url = address(app, rule, world)
    for role in ROLES:
        if role in allowed - writers_are_fewer(rule.endpoint):
            continue
        page = Browser(app).sign_in(world.who(role)).post(url, token_from="/account/edit")
        assert page.status in REFUSED, (role, page.status)


@pytest.mark.parametrize("rule", [r for r in ALL if "POST" in (r.methods or ())], ids=str)
def test_a_form_without_its_token_is_refused(app: Flask, world: World, rule: Rule):
    browser = Browser(app).sign_in(world.cast.focal_point)
    assert browser.post(address(app, rule, world), {"csrf_token": ""}).status == 400


def writers_are_fewer(endpoint: str) -> frozenset[str]:
    """Pages that more people may read than may send."""
    fewer = {
        "sections.edit": frozenset({"viewer", "reviewer", "other_drafter"}),
        "rows.edit": frozenset({"viewer", "reviewer", "other_drafter"}),
        "checks.show": frozenset({"viewer", "reviewer"}),
        "comment_files.create": frozenset({"viewer"}),
        "files.index": frozenset({"viewer", "reviewer"}),
    }
    return fewer.get(endpoint, frozenset())


def reader_by_link(app: Flask, world: World) -> Browser:
    """A browser in which the code of the personal link was typed."""
    seat_id, round_id = world.values["seat_id"], world.values["round_id"]
    seat = db.session.get_one(RoundInvitation, seat_id)
    if seat.confirmed_at is None:
        sitting = Seat(db.session.get_one(Round, round_id), seat)
        seat_links.send_code(sitting)
        assert seat.confirmation_sent_at is not None
        sent = seat.confirmation_sent_at.isoformat()
        world.values["mark"] = seat_links.confirm(sitting, links.code(seat_id, sent))
        db.session.commit()
    browser = Browser(app)
    browser.client.set_cookie("nap_review", world.values["mark"])
    return browser


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.endpoint)
def test_a_personal_link_reaches_its_own_round_and_nothing_else(
    app: Flask, world: World, rule: Rule
):
    browser = reader_by_link(app, world)
    is_theirs = rule.endpoint in SEATED
    for method in sorted((rule.methods or set()) & {"GET", "POST"}):
        if is_theirs and method == "POST":
            continue  # tests/web/test_my_reviews.py sends these forms
        own = {**world.values, **{f"seat_{name}_id": world.values[f"link_{name}_id"]
                                  for name in ("comment", "attachment")}}  # fmt: skip
        url = address(app, rule, replace(world, values=own) if is_theirs else world)
        page = browser.post(url, token_from="/sign-in") if method == "POST" else browser.get(url)
        if is_theirs:
            is_said_to_be_gone = page.status == 302 and page.location.endswith(GONE)
            assert page.status == 200 or is_said_to_be_gone
            continue
        sent_away = page.status == 302 and page.location.startswith("/sign-in")
        assert sent_away or RULES[rule.endpoint] is None, (method, page.status)
        assert world.cast.plan.title["en"] not in page.text


@pytest.mark.parametrize("rule", [r for r in ALL if r.endpoint in SEATED], ids=str)
def test_a_personal_link_reaches_no_other_round(app: Flask, world: World, rule: Rule):
    browser = reader_by_link(app, world)
    elsewhere = {**world.values, "round_id": world.values["other_round_id"]}
    url = address(app, rule, replace(world, values=elsewhere))
    for method in sorted((rule.methods or set()) & {"GET", "POST"}):
        page = browser.post(url, token_from="/sign-in") if method == "POST" else browser.get(url)
        assert page.status == 404, method
