"""The log in plain words: filtered, paged, a sitting a line, for those who lead the drafting."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import timedelta
from typing import Any

import pytest

from nap_tracker.clock import today
from nap_tracker.errors import Forbidden, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    act_files,
    acts,
    entries,
    history,
    people,
    plans,
    registers,
    uploads,
)
from nap_tracker.services.act_names import names_of
from nap_tracker.services.act_words import details, sentence
from nap_tracker.services.acts import NOBODY, Wanted
from nap_tracker.services.entries import Change
from nap_tracker.services.sentences import Group
from tests.cast import Cast
from tests.doors import Clock, QueryCount


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return plans.newest(OPERATOR, cast.plan.id)


def type_into(cast: Cast, version: PlanVersion, *texts: str, who: str = "officer") -> None:
    """Saves of one window, one after the other."""
    actor = cast.actor(who)
    for text in texts:
        opened = entries.open_section(actor, version, "summary")
        change = Change(
            seen=opened.counter,
            answers={"executive_summary": {"en": f"<p>{text}</p>"}},
            origin="autosave",
            window=who,
        )
        entries.save(actor, opened, change)
    db.session.flush()


def told(cast: Cast, wanted: Wanted = acts.EVERYTHING) -> list[str]:
    page = acts.of_party(cast.actor("focal_point"), cast.amberland, wanted)
    names = names_of(page.acts, "en")
    return [sentence(act, names, "UTC") for act in page.acts]


def test_acts_are_told_in_plain_words_newest_first(cast: Cast, version: PlanVersion):
    actor = cast.actor("officer")
    row = entries.save(
        actor,
        entries.new_row(version, "institution", {}),
        Change(seen=0, answers={"name": {"en": "Ministry of Mines"}}),
    )
    uploads.add(actor, version, name="map.txt", data=b"words")
    registers.remove(actor, version, "institution", row.uid)
    assert told(cast)[:4] == [
        "Chen Li took “Institution: Ministry of Mines” out of the plan.",
        "Chen Li added the file “map.txt”.",
        "Chen Li saved “Institution: Ministry of Mines”.",
        "The operator began the plan.",
    ]


def test_the_saves_of_a_sitting_are_one_line(clock: Clock, cast: Cast, version: PlanVersion):
    type_into(cast, version, "a", "b", "c")
    type_into(cast, version, "d", who="colleague")
    clock.pass_by(hours=2)
    type_into(cast, version, "e")
    page = acts.of_plan(cast.actor("coordinator"), cast.plan)
    assert [act.saves for act in page.acts] == [1, 1, 3, 1]
    assert page.acts[2].begun is not None
    assert page.acts[0].begun is None


def test_an_account_that_is_renamed_is_named_as_it_is_called_now(cast: Cast, version: PlanVersion):
    type_into(cast, version, "a")
    cast.officer.name = "Chen Wang"
    db.session.flush()
    assert told(cast)[0].startswith("Chen Wang saved the section")


def test_acts_are_chosen_by_kind_person_and_period(clock: Clock, cast: Cast, version: PlanVersion):
    type_into(cast, version, "a")
    clock.pass_by(hours=48)
    uploads.add(cast.actor("colleague"), version, name="map.txt", data=b"words")
    begun = told(cast, Wanted(person=NOBODY))
    assert begun == ["The operator began the plan."]
    assert len(told(cast, Wanted(group=Group.FILES))) == 1
    assert len(told(cast, Wanted(group=Group.TEXTS))) == 1
    assert told(cast, Wanted(person=cast.officer.id))[0].startswith("Chen Li")
    assert len(told(cast, Wanted(since=today()))) == 1
    assert len(told(cast, Wanted(until=today() - timedelta(days=1)))) == 2


def test_a_period_is_in_days_of_the_zone_of_the_party(clock: Clock, cast: Cast):
    cast.amberland.time_zone = "Asia/Tokyo"
    clock.pass_by(hours=4)
    history.record(OPERATOR, "plan:edited", party_id=cast.amberland.id)
    assert today("Asia/Tokyo") > today()
    assert len(told(cast, Wanted(since=today("Asia/Tokyo")))) == 1


def test_a_long_log_is_paged_without_a_line_twice(cast: Cast):
    for _ in range(acts.PAGE * 2):
        history.record(OPERATOR, "plan:edited", party_id=cast.amberland.id)
    actor, seen, before = cast.actor("coordinator"), [], None
    while True:
        page = acts.of_party(actor, cast.amberland, before=before)
        seen += [act.event.number for act in page.acts]
        before = page.older
        if before is None:
            break
    assert seen == list(range(max(seen), 0, -1))


def test_only_who_leads_the_drafting_reads_it(cast: Cast):
    for role in ("officer", "viewer", "administrator"):
        with pytest.raises((Forbidden, NotFound)):
            acts.of_party(cast.actor(role), cast.amberland)
        with pytest.raises((Forbidden, NotFound)):
            acts.of_plan(cast.actor(role), cast.plan)
        with pytest.raises((Forbidden, NotFound)):
            next(acts.all_of(cast.actor(role), cast.amberland))
    with pytest.raises(NotFound):
        acts.of_plan(cast.actor("stranger"), cast.plan)


def test_acts_of_another_party_are_not_among_them(cast: Cast):
    history.record(OPERATOR, "plan:edited", party_id=cast.borealia.id)
    page = acts.of_party(cast.actor("focal_point"), cast.amberland)
    assert {act.event.chain for act in page.acts} == {cast.amberland.id}


def test_details_say_what_the_sentence_does_not(cast: Cast, version: PlanVersion):
    type_into(cast, version, "a")
    (act, *_) = acts.of_plan(cast.actor("coordinator"), cast.plan).acts
    said = dict(details(act, names_of([act], "en"), "UTC"))
    assert said == {"Revision": "1", "Version of the plan": "1"}


def test_a_page_takes_as_many_queries_for_many_acts_as_for_few(
    cast: Cast, version: PlanVersion, queries: QueryCount
):
    def counted() -> int:
        db.session.expire_all()
        with queries as count:
            told(cast)
        return count.count

    type_into(cast, version, "a")
    entries.save(
        OPERATOR,
        entries.new_row(version, "institution", {}),
        Change(seen=0, answers={"name": {"en": "A"}}),
    )
    few = counted()
    for name in ("B", "C", "D"):
        made = entries.new_row(version, "institution", {})
        entries.save(OPERATOR, made, Change(seen=0, answers={"name": {"en": name}}))
        type_into(cast, version, name, who="colleague")
    assert counted() == few


def hashed(act: dict[str, Any]) -> str:
    """As an auditor would do it, who has the file and the rule, and not the program."""
    facts = {
        "actor": [act["actor_kind"], act["who_id"] or None, act["actor_name"]],
        "chain": act["chain"],
        "details": act["details"],
        "happened_on": act["happened_on"] or None,
        "kind": act["kind"],
        "number": act["number"],
        "plan": act["plan_id"] or None,
        "previous": act["previous_hash"],
        "recorded_at": act["recorded_at"],
        "subject": act["subject"],
    }
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def test_an_auditor_can_check_the_chain_by_the_file_alone(cast: Cast, version: PlanVersion):
    type_into(cast, version, "zqsecretzq")
    written = act_files.as_json(cast.actor("focal_point"), cast.amberland, None, Wanted(), "en")
    whole = "".join(written)
    told = json.loads(whole)
    assert told["audience"] == "drafting_team"
    previous = history.START
    for act in told["acts"]:
        assert act["previous_hash"] == previous
        assert hashed(act) == act["hash"]
        previous = act["hash"]
    assert [act["number"] for act in told["acts"]] == list(range(1, len(told["acts"]) + 1))
    assert "zqsecretzq" not in whole
    assert "salt" not in whole


def test_a_spreadsheet_calculates_nothing_from_the_file(cast: Cast):
    cast.officer.name = "=HYPERLINK(1)"
    history.record(cast.actor("officer"), "plan:edited", party_id=cast.amberland.id)
    written = act_files.as_csv(cast.actor("focal_point"), cast.amberland, None, Wanted(), "en")
    rows = list(csv.DictReader(io.StringIO("".join(written).lstrip(act_files.MARK))))
    assert rows[-1]["who"] == "'=HYPERLINK(1)"
    assert len(rows) == len(told(cast))


def test_people_to_choose_from_are_those_of_the_party(cast: Cast):
    found = dict(acts.people_of(cast.actor("coordinator"), cast.amberland))
    assert found[cast.officer.id] == "Chen Li"
    assert cast.stranger.id not in found
    (membership,) = [
        m for m in people.of_party(OPERATOR, cast.amberland) if m.user_id == cast.colleague.id
    ]
    people.end(OPERATOR, cast.amberland, membership)
    found = dict(acts.people_of(cast.actor("coordinator"), cast.amberland))
    assert cast.colleague.id in found


def test_a_step_of_the_plan_says_from_where_to_where(cast: Cast):
    told = {"from": ["draft"], "to": ["draft", "internal_review"]}
    history.record(OPERATOR, "plan:edited", party_id=cast.amberland.id, details=told)
    (act, *_) = acts.of_party(cast.actor("coordinator"), cast.amberland).acts
    said = dict(details(act, names_of([act], "en"), "UTC"))
    assert said == {"From": "Draft", "To": "Draft, Internal review"}
