"""What is recorded of a Party sets its clock; nothing recorded is ever overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.event import Event
from nap_tracker.models.obligation import FactKind, TreatyFact
from nap_tracker.models.submission import Submission
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    finding,
    history,
    obligations,
    party_files,
    plans,
    removals,
    treaty_facts,
    worksheets,
)
from nap_tracker.services.obligations import Step
from nap_tracker.services.treaty_facts import Statement
from nap_tracker.workflow.duties import Standing
from nap_tracker.workflow.notification import Outcome, State
from nap_tracker.workflow.spans import Span
from tests.cast import Cast
from tests.doors import Clock, QueryCount

DEPOSIT = Statement(choice="ratification", signed_on="2013-10-10", happened_on="2017-04-10")
DETERMINED = Statement(
    choice=Outcome.MORE_THAN_INSIGNIFICANT.value,
    happened_on="2018-01",
    body="Council of Ministers",
    reasoning="Some forty thousand people mine with mercury.",
)
LETTER = Statement(happened_on="2018-03-01", reference="N. 12/2018")


def tell(cast: Cast, kind: FactKind, said: Statement, who: str = "coordinator") -> TreatyFact:
    return obligations.record(cast.actor(who), cast.amberland, kind, said)


def owing(cast: Cast) -> None:
    tell(cast, FactKind.DEPOSIT, DEPOSIT)
    tell(cast, FactKind.DETERMINATION, DETERMINED)
    tell(cast, FactKind.NOTIFICATION, LETTER)


def account(cast: Cast, today: date | None = None) -> obligations.Account:
    return obligations.of_party(cast.actor("officer"), cast.amberland, today)


def fact(cast: Cast, kind: FactKind) -> treaty_facts.Fact:
    found = treaty_facts.of_party(cast.actor("officer"), cast.amberland).of(kind)
    return treaty_facts.get(cast.actor("officer"), cast.amberland, found[0].now.fact_id)


def test_from_the_deposit_to_the_letter_the_next_step_follows(cast: Cast):
    steps = [account(cast).step]
    for kind, said in (
        (FactKind.DEPOSIT, DEPOSIT),
        (FactKind.DETERMINATION, DETERMINED),
        (FactKind.NOTIFICATION, LETTER),
    ):
        tell(cast, kind, said)
        steps.append(account(cast).step)
    assert steps == [Step.DEPOSIT, Step.DETERMINE, Step.NOTIFY, Step.SUBMIT]


def test_the_clock_runs_from_what_is_recorded(cast: Cast):
    owing(cast)
    found = account(cast, date(2021, 9, 29))
    assert found.state is State.NOTIFIED
    assert found.clock.duty("plan").days == 212
    assert found.clock.next is found.clock.duty("plan")


def test_today_is_a_day_in_the_partys_zone(cast: Cast, clock: Clock):
    owing(cast)
    clock.moment = clock.moment.replace(year=2021, month=3, day=1, hour=23)
    assert account(cast).clock.duty("plan").standing is Standing.DUE
    cast.amberland.time_zone = "Pacific/Auckland"
    assert account(cast).clock.duty("plan").standing is Standing.OVERDUE


def test_a_changed_date_recomputes_everything_and_keeps_what_it_replaced(cast: Cast, clock: Clock):
    owing(cast)
    clock.pass_by(days=1)
    letter = fact(cast, FactKind.NOTIFICATION)
    changed = replace(LETTER, happened_on="2018-05-20")
    obligations.correct(
        cast.actor("focal_point"), cast.amberland, letter, changed, seen=1, reason="The stamp"
    )
    assert account(cast).clock.duty("plan").due.partial == "2021-05-20"
    after = fact(cast, FactKind.NOTIFICATION)
    (before,) = after.before
    assert (before.happened_on, before.who) == ("2018-03-01", "Bruno Costa")
    assert (after.now.who, after.now.reason) == ("Amina Diallo", "The stamp")
    assert after.now.recorded_at > before.recorded_at


def test_a_date_is_not_changed_without_a_reason(cast: Cast):
    owing(cast)
    letter = fact(cast, FactKind.NOTIFICATION)
    changed = replace(LETTER, happened_on="2018-05-20")
    with pytest.raises(Invalid) as refused:
        obligations.correct(cast.actor("focal_point"), cast.amberland, letter, changed, seen=1)
    assert refused.value.about == "reason"


def test_a_blank_is_filled_in_without_a_reason(cast: Cast):
    owing(cast)
    letter = fact(cast, FactKind.NOTIFICATION)
    fuller = replace(LETTER, received_on="2018-03-20", acknowledged_on="2018-04")
    obligations.correct(cast.actor("coordinator"), cast.amberland, letter, fuller, seen=1)
    assert fact(cast, FactKind.NOTIFICATION).now.acknowledged_on == "2018-04"


def test_of_two_who_correct_at_once_one_is_told(cast: Cast):
    owing(cast)
    opened = fact(cast, FactKind.NOTIFICATION)
    first = replace(LETTER, received_on="2018-03-20")
    obligations.correct(cast.actor("coordinator"), cast.amberland, opened, first, seen=1)
    again = fact(cast, FactKind.NOTIFICATION)
    with pytest.raises(Invalid, match="Somebody else changed this"):
        obligations.correct(cast.actor("focal_point"), cast.amberland, again, first, seen=1)


def test_two_statements_of_the_same_number_cannot_be_stored(cast: Cast):
    owing(cast)
    opened = fact(cast, FactKind.NOTIFICATION)
    db.session.commit()
    said = replace(LETTER, received_on="2018-03-20")
    obligations.correct(cast.actor("coordinator"), cast.amberland, opened, said, seen=1)
    db.session.commit()
    with pytest.raises(Invalid, match="Somebody else changed this"):
        obligations.correct(cast.actor("focal_point"), cast.amberland, opened, said, seen=1)


def test_pressed_twice_it_is_recorded_once(cast: Cast):
    name = "5f0f3a5e-8f0c-4c6e-9d0e-0c8f4d1f2a3b"
    for _ in range(2):
        obligations.record(
            cast.actor("coordinator"), cast.amberland, FactKind.DEPOSIT, DEPOSIT, fact_id=name
        )
    assert db.session.query(TreatyFact).count() == 1


def test_what_is_struck_out_counts_for_nothing_and_stays(cast: Cast):
    owing(cast)
    letter = fact(cast, FactKind.NOTIFICATION)
    treaty_facts.strike_out(
        cast.actor("coordinator"), cast.amberland, letter, seen=1, reason="Another country's"
    )
    found = account(cast)
    assert found.state is State.DETERMINED
    assert found.clock.duty("plan").standing is Standing.AT_THE_EARLIEST
    (struck,) = found.record.struck
    assert struck.before[0].happened_on == "2018-03-01"


def test_a_withdrawn_determination_ends_the_duty_and_keeps_the_history(cast: Cast):
    owing(cast)
    withdrawn = Statement(choice="withdrawn", happened_on="2024", body="Council of Ministers")
    tell(cast, FactKind.DETERMINATION, withdrawn)
    found = account(cast)
    assert found.state is State.NO_DETERMINATION
    assert found.clock.duty("plan").standing is Standing.VOLUNTARY
    assert len(found.record.acts) == 3
    again = replace(DETERMINED, happened_on="2025-02-01")
    tell(cast, FactKind.DETERMINATION, again)
    assert account(cast).state is State.DETERMINED


def test_an_earlier_act_can_be_recorded_later(cast: Cast):
    tell(cast, FactKind.DETERMINATION, replace(DETERMINED, happened_on="2019"))
    assess = Statement(choice="assess", happened_on="2017-11", body="Ministry of Mines")
    tell(cast, FactKind.DETERMINATION, assess)
    assert [act.now.choice for act in account(cast).record.acts] == [
        "assess",
        "more_than_insignificant",
    ]
    assert account(cast).state is State.DETERMINED


@pytest.mark.parametrize(
    ("kind", "said", "about"),
    [
        (FactKind.DEPOSIT, replace(DEPOSIT, happened_on=None), "happened_on"),
        (FactKind.DEPOSIT, replace(DEPOSIT, choice="by word of mouth"), "choice"),
        (FactKind.DEPOSIT, replace(DEPOSIT, happened_on="2099-01-01"), "happened_on"),
        (FactKind.DEPOSIT, replace(DEPOSIT, happened_on="1917-04-10"), "signed_on"),
        (FactKind.DEPOSIT, replace(DEPOSIT, signed_on=None, happened_on="1917"), "happened_on"),
        (FactKind.DEPOSIT, replace(DEPOSIT, signed_on="2018"), "happened_on"),
        (FactKind.DETERMINATION, replace(DETERMINED, body=""), "body"),
        (FactKind.DETERMINATION, replace(DETERMINED, choice="withdrawn"), "choice"),
        (FactKind.DETERMINATION, replace(DETERMINED, body="x" * 301), "body"),
        (FactKind.NOTIFICATION, LETTER, "happened_on"),
        (FactKind.NOTIFICATION, replace(LETTER, received_on="2018-02"), "received_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, kind, said, about):
    with pytest.raises(Invalid) as refused:
        tell(cast, kind, said)
    assert refused.value.about in (about, "happened_on")
    assert treaty_facts.of_party(cast.actor("officer"), cast.amberland).facts == ()


def test_a_decision_is_not_moved_behind_the_letter_that_tells_of_it(cast: Cast):
    owing(cast)
    decided = fact(cast, FactKind.DETERMINATION)
    later = replace(DETERMINED, happened_on="2019")
    with pytest.raises(Invalid, match="could then no longer follow") as refused:
        obligations.correct(
            cast.actor("coordinator"), cast.amberland, decided, later, seen=1, reason="Slip"
        )
    assert refused.value.about == "happened_on"
    withdrawn = Statement(choice="withdrawn", happened_on="2018-02", body="Council")
    with pytest.raises(Invalid, match="could then no longer follow"):
        tell(cast, FactKind.DETERMINATION, withdrawn)


def submit(cast: Cast, number: int, **dates: str) -> Submission:
    version = plans.newest(OPERATOR, cast.plan.id)
    row = Submission(
        party_id=cast.amberland.id,
        plan_id=cast.plan.id,
        version_id=version.id,
        number=number,
        recorded_at=now(),
        receipt={},
        **dates,
    )
    db.session.add(row)
    db.session.flush()
    return row


def test_a_submission_that_is_recorded_starts_the_reviews(cast: Cast):
    owing(cast)
    submit(cast, 1, sent_on="2020-04-30")
    found = account(cast, date(2026, 1, 10))
    assert found.step is Step.REVIEW
    assert found.clock.duty("plan").standing is Standing.DONE
    reviews = [found.clock.duty(f"review-{n}").due.partial for n in (1, 2)]
    assert reviews == ["2023-04-30", "2026-04-30"]
    assert found.clock.next.key == "review-1"
    tell(cast, FactKind.FILING, Statement(about="review-1", happened_on="2023-06"))
    assert account(cast, date(2026, 1, 10)).clock.next.key == "review-2"


def test_a_submission_that_was_corrected_away_counts_for_nothing(cast: Cast):
    owing(cast)
    submit(cast, 1, sent_on="2020-04-30").replaced_at = now()
    submit(cast, 2, received_on="2020-06")
    assert account(cast).clock.facts.submitted == (Span.of("2020-06"),)


def test_by_the_other_reading_an_amendment_starts_the_reviews_anew(cast: Cast):
    owing(cast)
    submit(cast, 1, sent_on="2020-04-30")
    submit(cast, 2, sent_on="2024-02-01")
    today = date(2026, 1, 10)
    assert account(cast, today).clock.duty("review-2").due.partial == "2026-04-30"
    obligations.choose(
        cast.actor("focal_point"), cast.amberland, "resubmission", "restarts", reason="Advice"
    )
    duty = account(cast, today).clock.duty("review-2")
    assert (duty.due.partial, duty.is_a_reading) == ("2027-02-01", True)


def test_a_state_deposits_once(cast: Cast):
    tell(cast, FactKind.DEPOSIT, DEPOSIT)
    with pytest.raises(Invalid, match="already"):
        tell(cast, FactKind.DEPOSIT, replace(DEPOSIT, happened_on="2018"))


def test_a_reading_is_the_focal_points_and_has_its_reason(cast: Cast):
    owing(cast)
    letter = fact(cast, FactKind.NOTIFICATION)
    said = replace(LETTER, received_on="2018-03-20")
    obligations.correct(cast.actor("coordinator"), cast.amberland, letter, said, seen=1)
    with pytest.raises(Forbidden):
        obligations.choose(
            cast.actor("coordinator"),
            cast.amberland,
            "notification_date",
            "received",
            reason="Because",
        )
    with pytest.raises(Invalid) as refused:
        obligations.choose(
            cast.actor("focal_point"), cast.amberland, "notification_date", "received", reason=" "
        )
    assert refused.value.about == "reasoning"
    obligations.choose(
        cast.actor("focal_point"),
        cast.amberland,
        "notification_date",
        "received",
        reason="The Secretariat counts so",
    )
    assert account(cast).clock.duty("plan").due.partial == "2021-03-20"
    obligations.choose(
        cast.actor("focal_point"), cast.amberland, "notification_date", "sent", reason="Advice"
    )
    assert account(cast).clock.duty("plan").due.partial == "2021-03-01"
    chosen = account(cast).record.readings["notification_date"]
    assert [row.choice for row in (chosen.now, *chosen.before)] == ["sent", "received"]


def test_a_report_that_was_filed_is_done(cast: Cast):
    owing(cast)
    filed = Statement(about="full_report-2021", happened_on="2022-01-20", reference="ORT")
    tell(cast, FactKind.FILING, filed)
    duty = account(cast).clock.duty("full_report-2021")
    assert (duty.standing, duty.late) == (Standing.DONE, 20)
    with pytest.raises(NotFound):
        tell(cast, FactKind.FILING, replace(filed, about="full_report-1999"))
    with pytest.raises(NotFound):
        tell(cast, FactKind.FILING, replace(filed, about="plan"))


@pytest.mark.parametrize("who", ["officer", "viewer"])
def test_who_does_not_lead_records_nothing(cast: Cast, who: str):
    with pytest.raises(Forbidden):
        tell(cast, FactKind.DEPOSIT, DEPOSIT, who)


def test_another_party_reaches_nothing(cast: Cast):
    owing(cast)
    stranger = cast.actor("stranger")
    mine = fact(cast, FactKind.DEPOSIT).now.fact_id
    for reach in (
        lambda: obligations.of_party(stranger, cast.amberland),
        lambda: treaty_facts.get(stranger, cast.amberland, mine),
        lambda: treaty_facts.get(stranger, cast.borealia, mine),
        lambda: obligations.record(stranger, cast.amberland, FactKind.DEPOSIT, DEPOSIT),
    ):
        with pytest.raises(NotFound):
            reach()


def test_a_file_of_another_party_is_not_attached(cast: Cast):
    file = party_files.add(cast.actor("stranger"), cast.borealia, name="a.txt", data=b"words")
    with pytest.raises(Invalid) as refused:
        tell(cast, FactKind.DEPOSIT, replace(DEPOSIT, files=(file.id,)))
    assert refused.value.about == "files"


def test_files_stay_with_the_statement_they_came_with(cast: Cast):
    letter = party_files.add(
        cast.actor("coordinator"), cast.amberland, name="letter.txt", data=b"We notify"
    )
    tell(cast, FactKind.DEPOSIT, DEPOSIT)
    tell(cast, FactKind.DETERMINATION, DETERMINED)
    tell(cast, FactKind.NOTIFICATION, replace(LETTER, files=(letter.id,)))
    opened = fact(cast, FactKind.NOTIFICATION)
    assert [file.name for file in opened.now.files] == ["letter.txt"]
    with pytest.raises(Invalid):
        obligations.correct(cast.actor("coordinator"), cast.amberland, opened, LETTER, seen=1)
    obligations.correct(
        cast.actor("coordinator"), cast.amberland, opened, LETTER, seen=1, reason="Wrong letter"
    )
    after = fact(cast, FactKind.NOTIFICATION)
    assert (after.now.files, len(after.before[0].files)) == ([], 1)


def test_the_log_holds_every_act_with_both_dates_and_no_words(cast: Cast):
    owing(cast)
    events = db.session.query(Event).filter_by(chain=cast.amberland.id).order_by(Event.number)
    told = [(event.kind, event.happened_on) for event in events][-3:]
    assert told == [
        ("deposit:recorded", "2017-04-10"),
        ("determination:recorded", "2018-01"),
        ("notification:recorded", "2018-03-01"),
    ]
    assert all("forty thousand" not in event.details for event in events)
    assert history.broken_links(cast.amberland.id) == []


def test_the_clock_takes_as_many_queries_for_many_parties_as_for_one(
    cast: Cast, queries: QueryCount
):
    owing(cast)
    both = [cast.amberland, cast.borealia]
    assert [party.code for party in both] == ["XAA", "XBB"]  # loaded before we count
    with queries as count:
        obligations.of_parties([cast.amberland])
    alone = count.count
    with queries as count:
        obligations.of_parties(both)
    assert count.count == alone == 2


@pytest.mark.parametrize("sent", ["2018", "2018-01", "2018-01-20", "2018-02"])
@pytest.mark.parametrize("decided", ["2018", "2018-01", "2018-01-15"])
def test_a_letter_of_the_same_month_or_year_tells_of_the_decision(
    cast: Cast, decided: str, sent: str
):
    tell(cast, FactKind.DETERMINATION, replace(DETERMINED, happened_on=decided))
    tell(cast, FactKind.NOTIFICATION, replace(LETTER, happened_on=sent))
    assert account(cast).state is State.NOTIFIED


def test_words_that_endanger_go_from_reasons_and_worksheets_and_the_log_holds(cast: Cast):
    owing(cast)
    answers = {"other": {"en": "Told by Kofi Mensah at the well"}}
    worksheets.save(cast.actor("officer"), cast.amberland, answers, seen=0)
    letter = fact(cast, FactKind.NOTIFICATION)
    obligations.correct(
        cast.actor("coordinator"),
        cast.amberland,
        letter,
        replace(LETTER, happened_on="2018-03-02"),
        seen=1,
        reason="Kofi Mensah saw the stamp",
    )
    db.session.commit()
    focal_point = cast.actor("focal_point")
    needle = finding.needle_of("Kofi Mensah")
    found = removals.look(focal_point, cast.amberland, needle)
    assert len(found.places) == 2
    removals.remove_words(
        focal_point,
        cast.amberland,
        needle,
        places=[place.key for place in found.places],
        files=(),
        reason="A person is named",
    )
    db.session.commit()
    after = fact(cast, FactKind.NOTIFICATION)
    sheet = worksheets.newest(cast.actor("officer"), cast.amberland)
    assert sheet is not None
    assert "Kofi" not in f"{after.now.reason} {sheet.answers}"
    assert after.now.happened_on == "2018-03-02"
    assert history.broken_links(cast.amberland.id) == []
