"""The task list: five statuses, the person and the date, and every plan with what is mine."""

from dataclasses import replace

from nap_tracker.annex_c.schema import treaty
from nap_tracker.checks.progress import Status
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import assignments, entries, plans, tasks
from nap_tracker.services.entries import Change
from tests.cast import Cast
from tests.doors import QueryCount
from tests.factories import complete_plan, section_uid
from tests.services.stored import many_plans, store


def newest(cast: Cast) -> PlanVersion:
    return plans.newest(OPERATOR, cast.plan.id)


def status(cast: Cast, section: str, who: str = "officer") -> Status:
    found = tasks.of_version(cast.actor(who), newest(cast)).tasks
    return next(task.status for task in found if task.section.id == section)


def save(cast: Cast, section: str, **change: object) -> None:
    officer = cast.actor("officer")
    form = entries.open_section(officer, newest(cast), section)
    entries.save(officer, form, Change(seen=form.counter, **change))  # type: ignore[arg-type]
    db.session.commit()


def test_a_new_plan_has_every_section_and_none_begun(cast: Cast) -> None:
    found = tasks.of_version(cast.actor("officer"), newest(cast))
    assert [task.section.id for task in found.tasks] == [s.id for s in treaty().sections]
    assert [group.id for group, _ in found.groups] == ["front", "where", "want", "will", "track"]
    assert {task.status for task in found.tasks} == {Status.NOT_STARTED, Status.CANNOT_START}
    assert found.completed == 0


def test_one_answer_begins_a_section(cast: Cast) -> None:
    save(cast, "summary", answers={"disclaimer": {"en": '<p data-block="aaaaaaaa">Draft</p>'}})
    assert status(cast, "summary") is Status.IN_PROGRESS


def test_one_row_begins_the_section_that_shows_it(cast: Cast) -> None:
    officer = cast.actor("officer")
    row = entries.new_row(newest(cast), "acronym", {})
    entries.save(officer, row, Change(seen=0, answers={"short": {"en": "NAP"}}))
    db.session.commit()
    assert status(cast, "abbreviations") is Status.IN_PROGRESS


def test_a_section_is_completed_when_somebody_says_so(cast: Cast) -> None:
    save(cast, "foreword", completed=True)
    assert status(cast, "foreword") is Status.COMPLETED
    assert tasks.of_version(cast.actor("officer"), newest(cast)).completed == 1
    save(cast, "foreword", completed=False)
    assert status(cast, "foreword") is Status.NOT_STARTED


def test_what_was_not_accepted_is_a_problem_even_of_a_completed_section(cast: Cast) -> None:
    typed = {"facilities": {"typed": "many", "message": "Enter a number", "params": {}}}
    save(cast, "health", completed=True, unaccepted=typed)
    assert status(cast, "health") is Status.PROBLEM
    assert status(cast, "health", "reviewer") is Status.COMPLETED


def test_a_contradiction_is_a_problem_of_the_page_that_mends_it(cast: Cast) -> None:
    save(cast, "peoples", answers={"overlap": False})
    site = entries.new_row(newest(cast), "site", {})
    entries.save(cast.actor("officer"), site, Change(seen=0, answers={"indigenous": True}))
    db.session.commit()
    assert status(cast, "peoples") is Status.PROBLEM
    assert status(cast, "peoples", "reviewer") is Status.IN_PROGRESS


def test_the_budget_waits_for_the_first_activity(cast: Cast) -> None:
    assert status(cast, "budget") is Status.CANNOT_START
    row = entries.new_row(newest(cast), "activity", {})
    entries.save(cast.actor("officer"), row, Change(seen=0, answers={"statement": {"en": "Act"}}))
    db.session.commit()
    assert status(cast, "budget") is Status.NOT_STARTED


def test_words_already_in_the_budget_are_not_locked_away(cast: Cast) -> None:
    save(cast, "budget", answers={"currencies": {"en": "US dollars"}})
    assert status(cast, "budget") is Status.IN_PROGRESS


def test_a_complete_plan_is_all_completed(cast: Cast) -> None:
    store(cast.plan, complete_plan())
    found = tasks.of_version(cast.actor("officer"), newest(cast))
    assert found.completed == len(found.tasks) == len(treaty().sections)


def test_a_section_held_back_is_not_on_a_reviewers_list(cast: Cast) -> None:
    plan = complete_plan()
    entries_ = tuple(
        replace(e, audience="drafting_team") if e.uid == section_uid("trade") else e
        for e in plan.entries
    )
    store(cast.plan, replace(plan, entries=entries_))
    seen = {t.section.id for t in tasks.of_version(cast.actor("reviewer"), newest(cast)).tasks}
    assert seen == {s.id for s in treaty().sections} - {"trade"}


def test_the_person_and_the_date_stand_beside_the_task(cast: Cast) -> None:
    coordinator = cast.actor("coordinator")
    version = newest(cast)
    assignments.assign(coordinator, version, "trade", user_id=cast.officer.id, due_on="2026-05")
    db.session.commit()
    mine, theirs, outside = (
        next(t for t in tasks.of_version(cast.actor(who), version).tasks if t.section.id == "trade")
        for who in ("officer", "colleague", "reviewer")
    )
    assert (mine.person, mine.due_on, mine.is_mine) == ("Chen Li", "2026-05", True)
    assert (theirs.person, theirs.is_mine) == ("Chen Li", False)
    assert (outside.person, outside.due_on) == ("", None)


def test_the_task_list_asks_the_database_as_often_for_one_row_as_for_many(cast: Cast) -> None:
    def count() -> int:
        version = newest(cast)
        with QueryCount(db.engine) as queries:
            tasks.of_version(cast.actor("officer"), version)
        return queries.count

    empty = count()
    version = store(cast.plan, complete_plan())
    for section in ("trade", "health"):
        assignments.assign(OPERATOR, version, section, user_id=cast.officer.id)
    many_plans(cast.amberland, 20)
    assert count() == empty <= 8
