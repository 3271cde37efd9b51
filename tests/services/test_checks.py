"""The check of a stored plan, told to each reader as far as they see, and its answered warnings."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.event import Event
from nap_tracker.models.plan import WarningAnswer
from nap_tracker.roles import OPERATOR
from nap_tracker.services import checks, entries, plans, registers
from nap_tracker.services.entries import Change
from tests.cast import Cast
from tests.checks.gaps import opened
from tests.checks.steps import both, no_rows, section
from tests.doors import QueryCount
from tests.factories import complete_plan, uid
from tests.services.stored import many_plans, store

WARNING = "recommended:foreword:signatory"


def keys(cast: Cast, who: str) -> set[str]:
    version = plans.newest(OPERATOR, cast.plan.id)
    return {f.key for f in checks.examine(cast.actor(who), version).findings}


def test_a_complete_plan_is_clean_for_everybody(cast: Cast) -> None:
    version = store(cast.plan, complete_plan())
    for who in ("officer", "viewer", "reviewer"):
        assert not list(checks.examine(cast.actor(who), version).findings)


def test_another_party_learns_nothing(cast: Cast) -> None:
    version = store(cast.plan, complete_plan())
    with pytest.raises(NotFound):
        checks.examine(cast.actor("stranger"), version)


def test_a_reviewer_is_told_only_what_they_can_see(cast: Cast) -> None:
    hidden = both(no_rows("participation"), section("trade", foreign_sources=None))
    store(cast.plan, hidden(complete_plan()))
    gap, table = "required:trade:foreign_sources", "recommended:stakeholders:participations"
    assert keys(cast, "officer") == {gap, table}
    assert keys(cast, "reviewer") == keys(cast, "viewer") == {gap}


def test_what_was_not_accepted_is_told_to_drafters_alone(cast: Cast) -> None:
    version = store(cast.plan, complete_plan())
    officer = cast.actor("officer")
    form = entries.open_section(officer, version, "health")
    typed = {"facilities": {"typed": "many", "message": "Enter a number", "params": {}}}
    entries.save(officer, form, Change(seen=form.counter, unaccepted=typed))
    db.session.commit()
    assert keys(cast, "officer") == {"not_accepted:health:facilities"}
    assert keys(cast, "reviewer") == set()


def test_a_reference_to_a_removed_row_is_found(cast: Cast) -> None:
    version = store(cast.plan, complete_plan())
    registers.remove(OPERATOR, version, "institution", uid("institution", 2))
    db.session.commit()
    found = checks.examine(cast.actor("officer"), version).findings
    gone = {f.key for f in found if f.rule.id == "removed_row"}
    assert "removed_row:health:lead" in gone
    assert "removed_row:work_plan:activity.lead" in gone
    assert found.troubled >= {"health", "work_plan"}


def test_a_reason_is_kept_and_shown_to_reviewers(cast: Cast) -> None:
    version = store(cast.plan, opened("a recommended field"))
    checks.answer(cast.actor("officer"), version, WARNING, reason="Elections.", seen="")
    db.session.commit()
    for who in ("officer", "reviewer"):
        found = checks.examine(cast.actor(who), version).findings
        assert found.is_clean
        assert found.reasons[WARNING] == {"en": "Elections."}
    answered = checks.authors(version)[WARNING]
    assert answered.name == "Chen Li"


def test_the_log_proves_a_reason_without_holding_it(cast: Cast) -> None:
    version = store(cast.plan, opened("a recommended field"))
    checks.answer(cast.actor("officer"), version, WARNING, reason="Elections.", seen="")
    event = db.session.scalars(select(Event).filter_by(kind="warning:answered")).one()
    assert WARNING in event.details
    assert "Elections" not in event.details


def test_a_second_person_does_not_overwrite_the_first(cast: Cast) -> None:
    version = store(cast.plan, opened("a recommended field"))
    checks.answer(cast.actor("officer"), version, WARNING, reason="Elections.", seen="")
    with pytest.raises(Invalid):
        checks.answer(cast.actor("colleague"), version, WARNING, reason="Illness.", seen="")
    seen = checks.fingerprint({"en": "Elections."})
    checks.answer(cast.actor("colleague"), version, WARNING, reason="Illness.", seen=seen)
    assert db.session.scalars(select(WarningAnswer)).one().reason == {"en": "Illness."}


def test_a_withdrawn_reason_makes_the_warning_count_again(cast: Cast) -> None:
    version = store(cast.plan, opened("a recommended field"))
    officer = cast.actor("officer")
    checks.answer(officer, version, WARNING, reason="Elections.", seen="")
    checks.withdraw(officer, version, WARNING)
    checks.withdraw(officer, version, WARNING)
    assert [f.key for f in checks.examine(officer, version).findings.warnings] == [WARNING]
    withdrawn = select(Event).filter_by(kind="warning:reason-withdrawn")
    assert len(db.session.scalars(withdrawn).all()) == 1


@pytest.mark.parametrize("reason", ["", "x" * 2001])
def test_a_reason_has_words_but_no_novel(cast: Cast, reason: str) -> None:
    version = store(cast.plan, opened("a recommended field"))
    with pytest.raises(Invalid):
        checks.answer(cast.actor("officer"), version, WARNING, reason=reason, seen="")


def test_only_warnings_that_are_found_can_be_answered(cast: Cast) -> None:
    version = store(cast.plan, opened("a required field"))
    for key in ("required:trade:foreign_sources", WARNING, "nonsense"):
        with pytest.raises(NotFound):
            checks.answer(cast.actor("officer"), version, key, reason="Why not", seen="")


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_readers_answer_nothing(cast: Cast, who: str) -> None:
    version = store(cast.plan, opened("a recommended field"))
    with pytest.raises(Forbidden):
        checks.answer(cast.actor(who), version, WARNING, reason="Why not", seen="")
    with pytest.raises(Forbidden):
        checks.withdraw(cast.actor(who), version, WARNING)


def test_the_check_asks_the_database_as_often_for_one_row_as_for_many(cast: Cast) -> None:
    def count() -> int:
        version = plans.newest(OPERATOR, cast.plan.id)
        with QueryCount(db.engine) as queries:
            checks.examine(cast.actor("officer"), version)
        return queries.count

    empty = count()
    store(cast.plan, with_many_activities(200))
    many_plans(cast.amberland, 20)
    assert count() == empty <= 6


def with_many_activities(number: int) -> Any:
    plan = complete_plan()
    first = plan.rows("activity")[0]
    more = (
        replace(first, uid=uid("activity", place), position=place)
        for place in range(100, 100 + number)
    )
    return replace(plan, entries=(*plan.entries, *more))


def test_numbers_are_written_as_the_reader_writes_them(cast: Cast) -> None:
    from_many = replace(
        with_many_activities(1200),
        entries=tuple(
            replace(e, answers={k: v for k, v in e.answers.items() if k != "output"})
            if e.kind == "activity"
            else e
            for e in with_many_activities(1200).entries
        ),
    )
    version = store(cast.plan, from_many)
    (finding,) = (f for f in checks.examine(OPERATOR, version).findings if f.field == "output")
    assert "1,209 of 1,209" in checks.words(finding)


def test_rows_are_named_by_number_and_name_or_by_what_they_are(cast: Cast) -> None:
    plan = complete_plan()
    long = {"en": "x" * 200}
    entries_ = tuple(
        replace(e, answers={**e.answers, "statement": long})
        if e.uid == uid("activity", 1)
        else replace(e, answers={})
        if e.uid == uid("objective", 1)
        else e
        for e in plan.entries
    )
    check = checks.examine(OPERATOR, store(cast.plan, replace(plan, entries=entries_)))
    assert check.name(uid("practice", 1)) == "Whole ore amalgamation"
    assert check.name(uid("objective", 1)) == "Objective"
    assert check.name(uid("activity", 1)).startswith("1.1 xxx")
    assert len(check.name(uid("activity", 1))) == checks.NAME_LENGTH + 1
    assert check.name("gone") == ""
