"""Which duty falls when, and how it stands on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.workflow.duties import PRESSING, Facts, Kind, Notice, Standing, clock
from nap_tracker.workflow.readings import NotificationDate, Readings
from nap_tracker.workflow.spans import Span

TODAY = date(2026, 11, 26)
SENT = Notice(sent=Span.of("2018-03-01"))
OWING = Facts(deposited=Span.of("2017-04-10"), is_determined=True, notice=SENT)


def standings(facts: Facts, today: date = TODAY) -> dict[str, Standing]:
    return {duty.key: duty.standing for duty in clock(facts, today).duties}


def test_late_is_a_fact_with_its_number_of_days():
    duty = clock(OWING, date(2021, 9, 29)).duty("plan")
    assert (duty.standing, duty.days) == (Standing.OVERDUE, 212)


def test_on_its_day_a_duty_is_due_and_not_late():
    duty = clock(OWING, date(2021, 3, 1)).duty("plan")
    assert (duty.standing, duty.days) == (Standing.DUE, 0)
    assert clock(OWING, date(2021, 3, 2)).duty("plan").days == 1


def test_without_a_notification_nothing_of_the_plan_is_overdue():
    for notice in (None, Notice()):
        found = clock(replace(OWING, notice=notice), TODAY)
        assert found.duty("plan").standing is Standing.AT_THE_EARLIEST
        assert not any(duty.standing in PRESSING for duty in found.of_article_7)


def test_who_has_determined_and_not_notified_is_asked_to_notify_next():
    found = clock(replace(OWING, notice=None), TODAY)
    assert found.next is not None
    assert found.next.kind is Kind.NOTIFY
    assert found.next.due is None


def test_a_state_that_is_no_party_prepares_a_plan_of_its_own_will():
    found = clock(Facts(is_determined=True, submitted=(Span.of("2025-01"),)), TODAY)
    assert found.duty("plan").standing is Standing.VOLUNTARY
    assert found.duty("review-1").standing is Standing.VOLUNTARY
    assert found.of_article_21 == ()
    assert found.next is None


def test_a_party_that_has_not_determined_owes_no_plan():
    found = clock(Facts(deposited=Span.of("2017-04-10")), TODAY)
    assert found.duty("plan").standing is Standing.VOLUNTARY
    assert found.duty("plan").due is None
    assert found.of_article_21


def test_reports_due_before_entry_into_force_never_appear():
    found = clock(Facts(deposited=Span.of("2022-03-01")), TODAY)
    keys = [duty.key for duty in found.of_article_21]
    assert keys == [
        "short_report-2023",
        "full_report-2025",
        "short_report-2027",
        "full_report-2029",
    ]


def test_reviews_due_before_entry_into_force_never_appear():
    early = Facts(
        deposited=Span.of("2023-10-01"),
        is_determined=True,
        notice=SENT,
        submitted=(Span.of("2019-11"),),
    )
    reviews = [d for d in clock(early, TODAY).duties if d.kind is Kind.REVIEW]
    assert [(d.key, d.due.partial) for d in reviews if d.due] == [
        ("review-2", "2025-11"),
        ("review-3", "2028-11"),
    ]


def test_a_plan_of_2020_owes_its_reviews_and_says_how_late_it_was():
    found = clock(replace(OWING, submitted=(Span.of("2021-03-11"),)), TODAY)
    plan = found.duty("plan")
    assert (plan.standing, plan.late) == (Standing.DONE, 10)
    assert found.duty("review-1").standing is Standing.OVERDUE
    assert found.duty("review-2").standing is Standing.DUE
    assert found.next is found.duty("review-1")


def test_a_review_that_was_filed_makes_room_for_the_next():
    facts = replace(
        OWING, submitted=(Span.of("2020-02"),), done={"review-1": Span.of("2023-05-04")}
    )
    found = clock(facts, TODAY)
    assert found.duty("review-1").standing is Standing.DONE
    assert found.duty("review-1").late == 65
    assert found.next is found.duty("review-2")


def test_a_date_known_to_the_month_is_perhaps_overdue_while_the_month_lasts():
    facts = replace(OWING, notice=Notice(sent=Span.of("2020-04")))
    assert clock(facts, date(2023, 4, 1)).duty("plan").standing is Standing.DUE
    assert clock(facts, date(2023, 4, 20)).duty("plan").standing is Standing.PERHAPS_OVERDUE
    overdue = clock(facts, date(2023, 5, 2)).duty("plan")
    assert (overdue.standing, overdue.days) == (Standing.OVERDUE, 2)


def test_the_reading_of_the_focal_point_moves_the_date():
    notice = Notice(sent=Span.of("2018-03-01"), received=Span.of("2018-03-20"))
    readings = Readings(notification_date=NotificationDate.RECEIVED)
    duty = clock(replace(OWING, notice=notice, readings=readings), TODAY).duty("plan")
    assert duty.due == Span.of("2021-03-20")
    assert duty.is_a_reading


def test_a_reading_whose_date_is_not_recorded_leaves_the_date_open():
    readings = Readings(notification_date=NotificationDate.ACKNOWLEDGED)
    duty = clock(replace(OWING, readings=readings), TODAY).duty("plan")
    assert duty.standing is Standing.AT_THE_EARLIEST


def test_reports_that_fell_due_before_the_record_began_are_not_called_overdue():
    facts = replace(OWING, kept_since=date(2026, 1, 1))
    found = standings(facts)
    assert found["short_report-2019"] is Standing.BEFORE_OUR_TIME
    assert found["full_report-2025"] is Standing.BEFORE_OUR_TIME
    later = replace(OWING, kept_since=date(2025, 1, 1))
    assert standings(later)["full_report-2025"] is Standing.OVERDUE


TEXT = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(date(2013, 10, 10), date(2040, 1, 1)),
    st.sampled_from([4, 7, 10]),
)
DATES = st.none() | TEXT.map(Span.of)


@given(
    DATES,
    st.booleans(),
    st.none() | st.builds(Notice, DATES, DATES, DATES),
    st.lists(TEXT.map(Span.of), max_size=3),
    st.sampled_from(list(NotificationDate)),
    st.dates(date(2013, 1, 1), date(2040, 1, 1)),
)
def test_whatever_is_recorded_the_clock_answers(deposit, determined, notice, sent, which, today):
    facts = Facts(
        deposited=deposit,
        is_determined=determined,
        notice=notice,
        submitted=tuple(sorted(sent, key=lambda span: (span.first, span.last))),
        readings=Readings(notification_date=which),
    )
    found = clock(facts, today)
    assert len({duty.key for duty in found.duties}) == len(found.duties)
    for duty in found.duties:
        assert duty.rule.words
        assert duty.days >= 0
        if duty.standing is Standing.OVERDUE:
            assert duty.due
            assert duty.due.last < today
            assert duty.done is None
    if deposit is None or not determined:
        assert not any(duty.standing in PRESSING for duty in found.of_article_7)


@pytest.mark.parametrize("today", [date(2019, 1, 1), date(2026, 11, 26), date(2040, 1, 1)])
def test_the_list_ends_with_the_first_date_to_come(today: date):
    facts = replace(OWING, submitted=(Span.of("2020-05-01"),))
    for kind in (Kind.REVIEW, Kind.SHORT_REPORT, Kind.FULL_REPORT):
        duties = [d for d in clock(facts, today).duties if d.kind is kind]
        assert [d for d in duties if d.due and d.due.first > today] == duties[-1:]
