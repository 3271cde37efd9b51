"""The task list: five statuses, the person and the date, and every plan with what is mine."""

from dataclasses import replace

from nap_tracker.annex_c.schema import treaty
from nap_tracker.checks.progress import Status
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import assignments, entries, plans, tasks
from nap_tracker.services.entries import Change
from tests.cast import Cast, give, make_plan
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


# The list of plans


def test_everybody_sees_the_plans_they_may_read_and_no_others(cast: Cast) -> None:
    def titles(who: str) -> set[str]:
        return {plan.title["en"] for plan in tasks.listing(cast.actor(who)).plans}

    for who in ("focal_point", "officer", "viewer", "reviewer"):
        assert titles(who) == {"Plan of Amberland"}
    assert titles("stranger") == {"Plan of Borealia"}
    assert titles("administrator") == set()
    assert {p.title["en"] for p in tasks.listing(OPERATOR).plans} == {
        "Plan of Amberland",
        "Plan of Borealia",
    }


def test_a_reviewer_of_one_plan_does_not_see_its_sibling(cast: Cast) -> None:
    make_plan(cast.amberland, "Second plan")
    db.session.commit()
    assert len(tasks.listing(cast.actor("reviewer")).plans) == 1
    assert len(tasks.listing(cast.actor("viewer")).plans) == 2


def test_an_account_in_two_parties_sees_both(cast: Cast) -> None:
    give(cast.officer, Role.VIEWER, cast.borealia)
    db.session.commit()
    assert len(tasks.listing(cast.actor("officer")).plans) == 2


def test_what_is_mine_counts_until_somebody_says_it_is_completed(cast: Cast) -> None:
    version = newest(cast)
    for section, due in (("trade", "2026-05"), ("health", "2026-03-01"), ("gender", None)):
        assignments.assign(
            cast.actor("coordinator"), version, section, user_id=cast.officer.id, due_on=due
        )
    db.session.commit()
    (line,) = tasks.listing(cast.actor("officer")).plans
    assert (line.mine, line.due_on) == (3, "2026-03-01")
    save(cast, "health", completed=True)
    (line,) = tasks.listing(cast.actor("officer")).plans
    assert (line.mine, line.due_on) == (2, "2026-05")
    (line,) = tasks.listing(cast.actor("colleague")).plans
    assert line.mine == 0


def test_words_that_look_like_the_mark_do_not_complete_a_section(cast: Cast) -> None:
    assignments.assign(OPERATOR, newest(cast), "foreword", user_id=cast.officer.id)
    save(cast, "foreword", answers={"signatory": {"en": '"completed":true}'}})
    (line,) = tasks.listing(cast.actor("officer")).plans
    assert line.mine == 1


def test_long_lists_come_in_pages(cast: Cast) -> None:
    many_plans(cast.amberland, tasks.PAGE + 3)
    officer = cast.actor("officer")
    first, second = tasks.listing(officer), tasks.listing(officer, 2)
    assert (len(first.plans), len(second.plans), first.last) == (tasks.PAGE, 4, 2)
    assert not {p.plan_id for p in first.plans} & {p.plan_id for p in second.plans}
    assert tasks.listing(officer, 99).number == 2
    assert tasks.listing(officer, -1).number == 1


def test_the_list_asks_the_database_as_often_for_one_plan_as_for_many(cast: Cast) -> None:
    officer = cast.actor("officer")
    counts = []
    for more in (0, 30):
        many_plans(cast.amberland, more)
        with QueryCount(db.engine) as queries:
            tasks.listing(officer)
        counts.append(queries.count)
    assert counts[0] == counts[1] <= 1 + 3, "BEGIN and three questions"
