"""Publishing how a plan is carried out: by whom, what of it, and that it stays as it was."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from nap_tracker.clock import today
from nap_tracker.content.public_progress import OPEN
from nap_tracker.content.stand import Stand
from nap_tracker.content.tree import PlanContent
from nap_tracker.errors import (
    Forbidden,
    Frozen,
    Invalid,
    InvalidTransition,
    NotFound,
    StaleEdit,
)
from nap_tracker.extensions import db
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.models.progress_publication import ProgressPublication
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    activity_reports,
    activity_stands,
    arriving_reviews,
    endorsements,
    finances,
    indicator_standings,
    indicators,
    observations,
    practices,
    progress_publications,
    public_progress,
    publishable,
    removals,
    sealing,
    tracking,
    walls,
)
from nap_tracker.services.activity_reports import Report
from nap_tracker.services.finding import InFact
from nap_tracker.services.plans import schema_of
from nap_tracker.text.redaction import Needle
from nap_tracker.workflow.implementation import Phase
from tests.cast import Cast
from tests.doors import QueryCount
from tests.factories import complete_plan, uid
from tests.services.carried_out import (
    MARK,
    TEAM,
    WAITING_KG,
    CarriedOut,
    candidates,
    carry_out,
    offer,
    publish,
    wish,
)
from tests.services.observed import approved, enter, value
from tests.services.stored import store
from tests.services.test_activities import ACTIVITY, followed

OTHER = "mercury_to_air"
OF_PEOPLE = ("miners_supported", "people")
FIRST = f"activity:{ACTIVITY}"
STAYS = {
    "activity": {
        "later": "of days after the publication",
        "merged_into": "the one that took it up may be kept from the public",
        "monitoring": "how the team works",
        "planned": "the plan itself says it",
        "reason": "why somebody decided a status",
        "worked_out": "what the decided status stands for",
    },
    "indicator": {"later": "of days after", "value": "how often it was measured"},
    "money": {"later": "of days after"},
    "source": {},
    "practice": {
        "later": "of days after",
        "region:": "where there are few sites a count names them",
    },
}
"""Kind -> readings that stay with the team, each with why."""


@pytest.fixture
def made(cast: Cast) -> CarriedOut:
    return carry_out(cast)


def all_stands(made: CarriedOut) -> tuple[Stand, ...]:
    sources = (activity_stands, indicator_standings, finances, practices)
    plan = made.version.plan
    told = [
        stand for source in sources for stand in source.stands(plan, until=today(), language="en")
    ]
    tracked = tracking.of_version(OPERATOR, made.version)
    money = finances.of_version(OPERATOR, made.version, tracked, until=today())
    return (*told, *finances.stood_by_source(money, schema_of(made.version, "en")))


def test_every_reading_there_is_was_decided_upon(made: CarriedOut):
    """Whoever adds one to a stand says here, or in `OPEN`, whether the public may read it."""
    for stand in all_stands(made):
        for reading in stand.readings:
            stays = any(reading.key.startswith(key) for key in STAYS[stand.kind])
            assert stays != (reading.key in OPEN[stand.kind]), (stand.kind, reading.key)


def test_what_is_open_exists(made: CarriedOut):
    said = {kind: set[str]() for kind in OPEN}
    for stand in all_stands(made):
        said[stand.kind] |= {reading.key for reading in stand.readings}
    assert all(OPEN[kind] <= said[kind] for kind in OPEN)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_of_the_team_is_in_what_can_be_chosen(cast: Cast, made: CarriedOut, language: str):
    assert MARK in str(all_stands(made)), "the test would find it"
    told = str([one.stand for one in candidates(cast, made, language=language).values()])
    assert MARK not in told
    assert str(WAITING_KG) not in told.replace(",", "").replace("\u202f", "")
    assert not [name for name in TEAM if name in told]


def value_of(indicator: Stand) -> str:
    return next(one.value for one in indicator.readings if one.key == "last")


def test_a_value_that_waits_is_not_known(cast: Cast, made: CarriedOut):
    indicator = candidates(cast, made)[f"indicator:{made.track.id}"].stand
    assert "300" in value_of(indicator)
    other = indicators.follow_standard(cast.actor("officer"), made.version, OTHER, "amount")
    waits = enter(cast, made.version, other, value(40, "2026"))
    observations.advance(cast.actor("officer"), made.version, other, waits, "send")
    told = candidates(cast, made)[f"indicator:{other.id}"].stand
    assert value_of(told) == "Not known"


def test_a_group_under_five_is_never_a_number(cast: Cast, made: CarriedOut):
    of_people = indicators.follow_standard(cast.actor("officer"), made.version, *OF_PEOPLE)
    approved(cast, made.version, of_people, value(3, "2025"))
    told = candidates(cast, made)[f"indicator:{of_people.id}"].stand
    assert value_of(told) == "fewer than 5"


@pytest.mark.parametrize("who", ["coordinator", "officer", "viewer", "reviewer", "stranger"])
def test_nobody_but_the_focal_point_looks_publishes_or_withdraws(
    cast: Cast, made: CarriedOut, who: str
):
    publish(cast, made, FIRST)
    one = db.session.scalars(select(ProgressPublication)).one()
    actor, version = cast.actor(who), made.version
    refused = NotFound if who == "stranger" else Forbidden
    with pytest.raises(refused):
        publishable.look(actor, version, until=today())
    with pytest.raises(refused):
        progress_publications.publish(actor, version, wish(FIRST), seen="")
    with pytest.raises(refused):
        progress_publications.get(actor, version, one.id)
    with pytest.raises(refused):
        progress_publications.withdraw(actor, version, one, because="A mistake")
    assert one.withdrawn_at is None


def test_exactly_what_was_chosen_is_public(cast: Cast, made: CarriedOut):
    money = f"money:{made.version.plan_id}"
    publish(cast, made, FIRST, money)
    (one,) = public_progress.of_plan(made.version.plan_id)
    assert one.progress is not None
    assert {f"{s.kind}:{s.uid}" for s in one.progress.stands} == {FIRST, money}
    assert (one.name, one.party, one.published_by) == ("How it stands", "Amberland", "Amina Diallo")


def test_what_the_plan_keeps_from_the_public_cannot_be_chosen(cast: Cast):
    content = complete_plan()
    hidden = {uid("activity", 1), uid("budget_line", 2), uid("institution", 3)}
    made = endorsed_with(cast, _narrowed(content, hidden))
    row = indicators.follow_row(cast.actor("officer"), made.version, uid("indicator"))
    found = candidates(cast, made)
    kept = {key for key, one in found.items() if one.is_kept}
    plan = made.version.plan_id
    first, second = uid("activity", 1), uid("activity", 2)
    money = {f"money:{first}", f"money:{second}", f"money:{plan}"}
    sources = {key for key in found if key.startswith("source:")}
    assert kept == {f"activity:{first}", *money, *sources}
    assert sources
    assert found[f"indicator:{row.id}"].is_kept is False
    third = found[f"activity:{uid('activity', 3)}"].stand
    assert third.reading("lead") is None, "the plan keeps the name of the institution"
    with pytest.raises(Invalid) as refused:
        publish(cast, made, f"activity:{first}")
    assert refused.value.about == "chosen"


def test_an_indicator_the_plan_keeps_from_the_public_cannot_be_chosen(cast: Cast):
    made = endorsed_with(cast, _narrowed(complete_plan(), {uid("indicator")}))
    row = indicators.follow_row(cast.actor("officer"), made.version, uid("indicator"))
    assert candidates(cast, made)[f"indicator:{row.id}"].is_kept


def test_what_could_lead_to_givers_or_places_is_flagged_and_nothing_else(
    cast: Cast, made: CarriedOut
):
    flagged = {one.stand.kind for one in candidates(cast, made).values() if one.is_flagged}
    assert flagged == {"source", "practice"}


def test_it_stays_as_it_was_whatever_is_renamed_or_recorded_later(cast: Cast, made: CarriedOut):
    publish(cast, made, *_open_keys(cast, made))
    before = public_progress.to_data(public_progress.of_plan(made.version.plan_id)[0])
    cast.amberland.name = {"en": "Ochreland"}
    cast.plan.title = {"en": "Another plan"}
    made.track.title = {"en": "Another indicator"}
    cast.focal_point.name = "Somebody Else"
    officer = cast.actor("officer")
    later = Report(Phase.FINISHED, "Done")
    activity_reports.report(officer, made.version, followed(officer, made.version), later)
    db.session.commit()
    db.session.expire_all()
    after = public_progress.to_data(public_progress.of_plan(made.version.plan_id)[0])
    assert after == before
    assert after["is_intact"] is True


def test_what_is_published_is_what_was_read(cast: Cast, made: CarriedOut):
    found = offer(cast, made)
    seen = progress_publications.draft(made.version, wish(FIRST), found).sha256
    officer, version = cast.actor("officer"), made.version
    activity_reports.report(officer, version, followed(officer, version), Report(Phase.FINISHED))
    who = cast.actor("focal_point")
    with pytest.raises(StaleEdit):
        progress_publications.publish(who, version, wish(FIRST), seen=seen)
    with pytest.raises(StaleEdit):
        progress_publications.publish(who, version, wish(FIRST, name="Other"), seen=seen)
    assert db.session.scalars(select(ProgressPublication)).all() == []


def test_pressing_twice_publishes_once(cast: Cast, made: CarriedOut):
    found = offer(cast, made)
    seen = progress_publications.draft(made.version, wish(FIRST), found).sha256
    who, id = cast.actor("focal_point"), uid("page")
    for _ in range(2):
        progress_publications.publish(who, made.version, wish(FIRST), seen=seen, id=id)
    assert db.session.scalars(select(ProgressPublication.number)).all() == [1]


def test_a_press_that_waited_for_the_same_press_finds_what_that_one_published(
    cast: Cast, made: CarriedOut, monkeypatch: pytest.MonkeyPatch
):
    """On PostgreSQL two may come in together: the other one commits while this one waits."""
    found = offer(cast, made)
    seen = progress_publications.draft(made.version, wish(FIRST), found).sha256
    who, id = cast.actor("focal_point"), uid("page")
    lock = db.session.refresh

    def wait(*args: Any, **how: Any) -> None:
        lock(*args, **how)
        monkeypatch.setattr(db.session, "refresh", lock)
        progress_publications.publish(who, made.version, wish(FIRST), seen=seen, id=id)

    monkeypatch.setattr(db.session, "refresh", wait)
    publication = progress_publications.publish(who, made.version, wish(FIRST), seen=seen, id=id)
    assert (publication.id, publication.number) == (id, 1)
    assert db.session.scalars(select(ProgressPublication.number)).all() == [1]


WRONG = {
    "name": ("name", "  "),
    "far too long": ("name", "x" * 301),
    "until": ("until", "2999-01-01"),
    "no day": ("until", "soon"),
    "starts_on": ("starts_on", "2999-01-01"),
    "note": ("note", "x" * 2001),
}


@pytest.mark.parametrize("which", WRONG)
def test_a_wrong_answer_is_refused_at_its_field(cast: Cast, made: CarriedOut, which: str):
    field, typed = WRONG[which]
    found = offer(cast, made)
    wanted = replace(wish(FIRST), **{field: typed})
    with pytest.raises(Invalid) as refused:
        progress_publications.draft(made.version, wanted, found)
    assert refused.value.about == field


@pytest.mark.parametrize("chosen", [(), ("activity:no-such",), ("plan:p",)])
def test_what_is_not_there_cannot_be_chosen(cast: Cast, made: CarriedOut, chosen: tuple[str, ...]):
    found = offer(cast, made)
    with pytest.raises(Invalid) as refused:
        progress_publications.draft(made.version, wish(*chosen), found)
    assert refused.value.about == "chosen"


def test_a_newer_one_is_current_and_the_older_stays(cast: Cast, made: CarriedOut):
    publish(cast, made, FIRST, name="In spring")
    publish(cast, made, FIRST, name="In autumn")
    found = public_progress.of_plan(made.version.plan_id)
    assert [(one.number, one.name) for one in found] == [(2, "In autumn"), (1, "In spring")]
    assert public_progress.numbered(found, 1).progress is not None
    with pytest.raises(NotFound):
        public_progress.numbered(found, 3)


def test_a_withdrawn_one_says_so_and_tells_nothing_more(cast: Cast, made: CarriedOut):
    publish(cast, made, FIRST)
    who, version = cast.actor("focal_point"), made.version
    (row,) = progress_publications.of_plan(who, version)
    with pytest.raises(Invalid):
        progress_publications.withdraw(who, version, row, because=" ")
    progress_publications.withdraw(who, version, row, because="Names a village")
    db.session.commit()
    (one,) = public_progress.of_plan(version.plan_id)
    assert (one.name, one.progress, one.withdrawn_on) == ("", None, today())
    assert public_progress.to_data(one).keys() == {"number", "published_at", "withdrawn_at"}
    assert "village" not in str(one)
    with pytest.raises(InvalidTransition):
        progress_publications.withdraw(who, version, row, because="Once more")


@pytest.mark.parametrize("column", ["content", "name", "sha256", "published_at", "number"])
def test_what_was_published_is_never_written_again(cast: Cast, made: CarriedOut, column: str):
    publish(cast, made, FIRST)
    (row,) = db.session.scalars(select(ProgressPublication))
    other = {"content": {}, "number": 9}.get(column, getattr(row, column))
    setattr(row, column, f"{other}x" if isinstance(other, str) else other)
    if column == "published_at":
        row.published_at = row.created_at.replace(year=2000)
    with pytest.raises(Frozen):
        db.session.flush()


def test_a_statement_on_many_rows_does_not_reach_it(cast: Cast, made: CarriedOut):
    publish(cast, made, FIRST)
    with pytest.raises(Frozen):
        db.session.execute(update(ProgressPublication).values(name="Other"))


def test_both_acts_are_in_the_log_without_their_words(cast: Cast, made: CarriedOut):
    publish(cast, made, FIRST, name="A name of ours")
    who, version = cast.actor("focal_point"), made.version
    (row,) = progress_publications.of_plan(who, version)
    progress_publications.withdraw(who, version, row, because="Names a village")
    events = db.session.scalars(
        select(Event).where(Event.kind.like("progress-publication:%")).order_by(Event.number)
    ).all()
    kinds = [event.kind.partition(":")[2] for event in events]
    assert kinds == ["published", "withdrawn"]
    assert {event.actor_id for event in events} == {cast.focal_point.id}
    told = " ".join(event.details for event in events)
    assert "village" not in told
    assert "A name of ours" not in told


def test_the_public_reads_it_through_the_walls_and_nothing_beside_it(cast: Cast, made: CarriedOut):
    publish(cast, made, FIRST)
    try:
        walls.raise_walls([cast.borealia.id])
        (one,) = public_progress.of_plan(made.version.plan_id)
        assert one.party == "Amberland"
        assert db.session.scalars(select(ProgressPublication)).all() == []
    finally:
        walls.lower_walls()


def test_who_drafts_is_told_but_for_who_published(cast: Cast, made: CarriedOut):
    before = set(db.session.scalars(select(Message.id)))
    publish(cast, made, FIRST)
    told = db.session.scalars(select(Message).where(Message.id.not_in(before))).all()
    team = {cast.coordinator.email, cast.officer.email, cast.colleague.email}
    assert {(one.template, one.to) for one in told} == {("progress_published", to) for to in team}


def test_removal_for_protection_reaches_what_was_published(cast: Cast, made: CarriedOut):
    publish(
        cast,
        made,
        FIRST,
        name="In spring, by the old mill",
        note="Seen by the old mill",
        starts_on="2023-01-01",
    )
    leader, needle = cast.actor("focal_point"), Needle("old mill")
    places = removals.look(leader, cast.amberland, needle).places
    assert {place.where.column for place in places if isinstance(place.where, InFact)} >= {
        "content",
        "name",
    }
    keys = [place.key for place in places]
    removals.remove_words(leader, cast.amberland, needle, places=keys, files=[], reason="A threat")
    db.session.commit()
    (one,) = public_progress.of_plan(made.version.plan_id)
    assert one.progress is not None
    assert "old mill" not in str(one)
    assert one.name == "In spring, by the [removed for protection]"
    assert [stand.uid for stand in one.progress.stands] == [ACTIVITY]
    assert one.is_intact is False


def test_what_comes_from_elsewhere_is_public_here_only_as_this_program_publishes(
    cast: Cast, made: CarriedOut
):
    publish(cast, made, FIRST)
    (row,) = db.session.scalars(select(ProgressPublication))
    told = {"content": row.content, "until": row.until, "language": row.language}
    arriving_reviews.publication(told)
    more = {**row.content, "stands": [*row.content["stands"], {"kind": "plan"}]}
    for wrong in ({**row.content, "people": ["Chen Li"]}, more):
        with pytest.raises(ValueError, match="publishes"):
            arriving_reviews.publication({**told, "content": wrong})
    with pytest.raises(ValueError, match="language"):
        arriving_reviews.publication({**told, "language": "xx"})


@pytest.mark.parametrize(
    "said", [{"label": " ", "value": ""}, {"value": {"a": 1}}, {"label": ["Status"]}, {"code": 5}]
)
def test_what_comes_from_elsewhere_and_is_no_words_is_not_made_public(
    cast: Cast, made: CarriedOut, said: dict[str, object]
):
    publish(cast, made, FIRST)
    (row,) = db.session.scalars(select(ProgressPublication))
    told = {"content": row.content, "until": row.until, "language": row.language}
    stands = deepcopy(row.content["stands"])
    stands[0]["readings"][0].update(said)
    with pytest.raises(ValueError, match="publishes"):
        arriving_reviews.publication({**told, "content": {**row.content, "stands": stands}})
    for name in ("party", "note", "until"):
        with pytest.raises(ValueError, match="no text"):
            arriving_reviews.publication({**told, "content": {**row.content, name: {"a": 1}}})


def test_of_a_plan_without_a_publication_nothing_is_there(cast: Cast, made: CarriedOut):
    with pytest.raises(NotFound):
        public_progress.of_plan(made.version.plan_id)


def test_queries_do_not_grow_with_what_is_published(cast: Cast, made: CarriedOut):
    counts = []
    for chosen in ([FIRST], _open_keys(cast, made)):
        publish(cast, made, *chosen)
        with QueryCount(db.engine) as few:
            public_progress.of_plan(made.version.plan_id)
        counts.append(few.count)
    assert counts[0] == counts[1] <= 2


def _open_keys(cast: Cast, made: CarriedOut) -> list[str]:
    return [key for key, one in candidates(cast, made).items() if not one.is_kept]


def _narrowed(content: PlanContent, uids: set[str]) -> PlanContent:
    return replace(
        content,
        entries=tuple(
            replace(e, audience="reviewers") if e.uid in uids else e for e in content.entries
        ),
    )


def endorsed_with(cast: Cast, content: PlanContent) -> CarriedOut:
    version = store(cast.plan, content)
    sealing.freeze(OPERATOR, version)
    endorsements.record(OPERATOR, version, details={"body": "Cabinet"})
    track = indicators.follow_standard(cast.actor("officer"), version, "mercury_used", "amount")
    db.session.commit()
    return CarriedOut(version, track)
