"""One message a day with what is due: to whom, when, what is left out, and never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from nap_tracker import i18n, jobs, mail
from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, User
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.reminder import Reminder, ReminderAnswer
from nap_tracker.roles import OPERATOR, WORKER, Role
from nap_tracker.services import (
    agenda,
    assignments,
    entries,
    outbox,
    plans,
    reminder_answers,
    reminders,
    reminders_sent,
)
from nap_tracker.services.due import Due
from nap_tracker.services.entries import Change
from tests.cast import Cast, give, make_party
from tests.doors import Clock, QueryCount

MONDAY = datetime(2026, 6, 8, 9, 5, tzinfo=UTC)
DUE = "2026-06-15"
"""A Monday too: seven days later."""


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    clock.moment = MONDAY


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return plans.newest(OPERATOR, cast.plan.id)


@pytest.fixture
def trade(cast: Cast, version: PlanVersion, clock: Clock) -> str:
    """The key of the section on trade, asked of the officer a month ago."""
    clock.moment -= timedelta(days=40)
    assignments.assign(OPERATOR, version, "trade", user_id=cast.officer.id, due_on=DUE)
    db.session.commit()
    clock.moment = MONDAY
    return f"section:{version.id}:trade"


@pytest.fixture
def nudge(cast: Cast, version: PlanVersion, monkeypatch: pytest.MonkeyPatch) -> dict[str, Due]:
    """Something quiet, as a part of the program says it, which a test may change."""
    said = {
        "now": Due(
            key="turn:1",
            kind="turn",
            on="2026-06-08",
            party_id=cast.amberland.id,
            words="The plan has been with the Ministry of Mines for a month",
            path="/plans",
            plan_id=cast.plan.id,
            plan={"en": "Plan of Amberland"},
            is_nudge=True,
        )
    }
    monkeypatch.setattr(agenda, "SOURCES", (lambda parties: said.values(),))
    return said


def told() -> list[tuple[str, str]]:
    """(reader, rule) of every line that waits or went, in order."""
    lines = db.session.query(Reminder).join(Reminder.user)
    return [(r.user.name, r.rule) for r in lines.order_by(Reminder.created_at, User.name)]


def run(count: int = 1) -> None:
    """What the worker does at five past."""
    assert jobs.remind() == count


def messages() -> list[Message]:
    return list(db.session.query(Message).filter_by(template="daily").order_by(Message.created_at))


def text_of(message: Message) -> str:
    reminders.refresh(message)
    return str(mail.render(message).get_content())


def end_roles_of(user: User) -> None:
    db.session.query(Membership).filter_by(user_id=user.id).update({"ends_at": now()})
    db.session.commit()


def test_what_is_due_is_told_to_who_is_asked(cast: Cast, trade: str) -> None:
    run()
    assert told() == [("Chen Li", "before-7")]
    (message,) = messages()
    assert (message.to, message.locale, message.user_id) == (
        "chen@example.org",
        "en",
        cast.officer.id,
    )


def test_a_message_says_what_until_when_and_where(cast: Cast, trade: str) -> None:
    run()
    (message,) = messages()
    text = text_of(message)
    assert "Plan of Amberland\n" in text
    assert "Due 15 June 2026, in 7 days." in text
    assert f"/plans/{cast.plan.id}/sections/trade\n" in text
    assert text.rstrip().endswith("/reminders")
    assert str(mail.render(message)["Subject"]).endswith(": due 15 June 2026")
    assert all(len(line) < 110 for line in text.splitlines())


def test_a_message_is_in_the_language_of_its_reader(cast: Cast, trade: str) -> None:
    cast.officer.locale = "fr"
    db.session.commit()
    run()
    (message,) = messages()
    assert "Échéance\u00a0: 15 juin 2026, dans 7 jours." in text_of(message)
    assert "échéance 15 juin 2026" in str(mail.render(message)["Subject"])


def test_everything_of_a_day_is_in_one_message(
    cast: Cast, version: PlanVersion, trade: str
) -> None:
    assignments.assign(OPERATOR, version, "budget", user_id=cast.officer.id, due_on="2026-06-09")
    db.session.commit()
    run()
    (message,) = messages()
    text = text_of(message)
    assert text.index("tomorrow") < text.index("in 7 days"), "the first date first"
    assert str(mail.render(message)["Subject"]).endswith(", and one more thing for you")


def test_the_same_day_run_twice_sends_nothing_twice(clock: Clock, trade: str) -> None:
    run()
    run(0)
    clock.pass_by(hours=2)
    run(0)
    jobs.send_messages()
    run(0)
    clock.pass_by(days=1)
    run(0)
    assert len(messages()) == 1


def test_what_becomes_due_after_the_message_of_the_day_waits_for_the_next(
    cast: Cast, version: PlanVersion, clock: Clock, trade: str
) -> None:
    run()
    jobs.send_messages()
    clock.pass_by(hours=1)
    assignments.assign(OPERATOR, version, "budget", user_id=cast.officer.id, due_on="2026-06-09")
    db.session.commit()
    run(0)
    clock.pass_by(days=1)
    run()
    assert told() == [("Chen Li", "before-7"), ("Chen Li", "before-1")]


def test_a_week_without_the_worker_sends_one_message_and_not_seven(
    clock: Clock, trade: str
) -> None:
    clock.pass_by(days=9)  # Wednesday: seven days, one day and the date went by
    run()
    assert told() == [("Chen Li", "after-1")]


def test_days_without_a_mail_server_end_in_one_message(clock: Clock, trade: str) -> None:
    run()
    clock.pass_by(days=4)  # Friday: tomorrow's Monday is told, on top of what nobody took
    run()
    assert told() == [("Chen Li", "before-1")]
    clock.pass_by(days=3, hours=-1)
    run()
    assert len(messages()) == 1
    jobs.send_messages()
    assert told() == [("Chen Li", "before-1")]


def test_a_message_that_is_just_being_sent_is_left_alone(clock: Clock, trade: str) -> None:
    run()
    clock.pass_by(days=4)
    while outbox.claim(now()) is not None:
        db.session.commit()
    run(0)
    clock.pass_by(minutes=30)
    run()
    assert len(messages()) == 1


def test_what_is_done_before_the_message_goes_is_not_in_it(
    cast: Cast, version: PlanVersion, clock: Clock, trade: str
) -> None:
    run()
    form = entries.open_section(cast.actor("officer"), version, "trade")
    entries.save(cast.actor("officer"), form, Change(seen=form.counter, completed=True))
    db.session.commit()
    jobs.send_messages()
    assert messages() == []
    assert told() == []


def test_a_role_that_ends_before_the_message_goes_gets_nothing(cast: Cast, trade: str) -> None:
    run()
    end_roles_of(cast.officer)
    jobs.send_messages()
    assert messages() == []


def test_what_waited_for_days_says_how_many_days_are_left_now(clock: Clock, trade: str) -> None:
    run()
    clock.pass_by(days=2)
    assert "in 5 days" in text_of(messages()[0])


def test_a_message_of_yesterday_does_not_arrive_at_night(clock: Clock, trade: str) -> None:
    run()
    clock.pass_by(hours=18)
    jobs.send_messages()
    assert messages()[0].sent_at is None
    assert messages()[0].attempts == 0
    clock.moment = MONDAY + timedelta(days=1)
    jobs.send_messages()
    assert messages()[0].sent_at == now()


def test_people_are_written_to_in_the_morning_of_a_working_day_where_they_work(
    cast: Cast, clock: Clock, trade: str
) -> None:
    cast.amberland.time_zone = "Asia/Vientiane"  # seven hours before UTC
    db.session.commit()
    for hour, count in ((0, 0), (1, 1)):
        clock.moment = MONDAY.replace(hour=hour)
        run(count)
    assert [r.told_on for r in db.session.query(Reminder)] == ["2026-06-08"]


@pytest.mark.parametrize(("code", "day", "count"), [("EGY", 12, 0), ("EGY", 14, 1), ("GHA", 14, 0)])
def test_weekends_are_those_of_the_country(
    cast: Cast, clock: Clock, trade: str, code: str, day: int, count: int
) -> None:
    """The 12th is a Friday, the 14th a Sunday."""
    cast.amberland.code = code
    db.session.commit()
    clock.moment = MONDAY.replace(day=day)
    run(count)


def test_somebody_of_two_parties_gets_one_message(
    cast: Cast, version: PlanVersion, trade: str
) -> None:
    give(cast.officer, Role.OFFICER, cast.borealia)
    other = plans.newest(OPERATOR, cast.other_plan.id)
    assignments.assign(OPERATOR, other, "health", user_id=cast.officer.id, due_on="2026-06-09")
    db.session.commit()
    run()
    text = text_of(messages()[0])
    assert "Plan of Amberland" in text
    assert "Plan of Borealia" in text


def test_who_left_is_followed_by_the_coordinator_who_reads_why(cast: Cast, trade: str) -> None:
    end_roles_of(cast.officer)
    run()
    assert told() == [("Bruno Costa", "before-7")]
    assert "because nobody nearer to it can be asked" in text_of(messages()[0])


def test_nobody_learns_of_what_is_anothers(cast: Cast, trade: str) -> None:
    end_roles_of(cast.officer)
    end_roles_of(cast.coordinator)
    end_roles_of(cast.focal_point)
    run(0)


def test_whose_mail_comes_back_is_followed_by_the_next(
    cast: Cast, clock: Clock, trade: str
) -> None:
    run()
    outbox.refused(messages()[0], now())
    db.session.commit()
    clock.pass_by(days=1)
    run()
    assert told() == [("Chen Li", "before-7"), ("Bruno Costa", "before-7")]


def test_a_server_that_was_down_for_a_week_makes_nobody_unreachable(
    cast: Cast, clock: Clock, trade: str
) -> None:
    run()
    clock.pass_by(days=8)
    outbox.give_up(now())
    db.session.commit()
    run()
    assert told()[-1] == ("Chen Li", "after-1")


def test_a_changed_date_is_told_anew(
    cast: Cast, version: PlanVersion, clock: Clock, trade: str
) -> None:
    run()
    clock.pass_by(days=1)
    assignments.assign(OPERATOR, version, "trade", user_id=cast.officer.id, due_on="2026-06-17")
    db.session.commit()
    clock.pass_by(days=1)
    run()
    assert [(r.due_on, r.rule) for r in db.session.query(Reminder)] == [("2026-06-17", "before-7")]


def test_something_quiet_is_asked_about_once_in_a_while(
    cast: Cast, clock: Clock, nudge: dict[str, Due]
) -> None:
    run()
    assert told() == [("Bruno Costa", "nudge-0")]
    text = text_of(messages()[0])
    assert "with the Ministry of Mines" in text
    assert "Due" not in text
    jobs.send_messages()
    clock.pass_by(days=30)
    run()
    assert told()[-1] == ("Bruno Costa", "nudge-30")


def test_two_nudges_about_the_same_thing_are_five_days_apart(
    clock: Clock, nudge: dict[str, Due]
) -> None:
    run()
    jobs.send_messages()
    nudge["now"] = replace(nudge["now"], on="2026-06-10")
    clock.pass_by(days=4)
    run(0)
    clock.pass_by(days=3)
    run()


def test_a_date_has_no_such_pause(clock: Clock, nudge: dict[str, Due]) -> None:
    run()
    jobs.send_messages()
    nudge["now"] = replace(nudge["now"], on="2026-06-10", is_nudge=False)
    clock.pass_by(days=1)
    run()
    assert [rule for _, rule in told()] == ["nudge-0", "before-1"]


def test_a_dry_run_of_another_day_prints_and_stores_nothing(trade: str) -> None:
    (letter,) = reminders.letters(OPERATOR, date(2026, 6, 16))
    assert (letter.user.name, letter.day) == ("Chen Li", date(2026, 6, 16))
    assert [line.rule.name for line in letter.lines] == ["after-1"]
    assert reminders.letters(OPERATOR, date(2026, 6, 14)) == [], "a Sunday"
    assert told() == []
    assert messages() == []


@pytest.mark.parametrize("who", ["focal_point", "coordinator", "administrator"])
def test_only_the_worker_and_the_operator_remind(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        reminders.letters(cast.actor(who))


def test_not_me_hands_it_to_the_next_and_is_in_the_log(
    cast: Cast, clock: Clock, trade: str
) -> None:
    run()
    jobs.send_messages()
    reminder_answers.hand_on(cast.actor("officer"), trade)
    db.session.commit()
    assert agenda.of_person(cast.actor("officer")) == ()
    (mine,) = reminder_answers.of_person(cast.actor("officer"))
    assert mine.is_handed_on
    clock.pass_by(days=1)
    run()
    assert told()[-1] == ("Bruno Costa", "before-7")
    event = db.session.query(Event).filter_by(kind="reminder:handed-on").one()
    assert (event.actor_id, event.subject) == (cast.officer.id, "section:trade")
    reminder_answers.take_back(cast.actor("officer"), trade)
    assert [due.key for due in agenda.of_person(cast.actor("officer"))] == [trade]


def test_the_last_one_there_cannot_say_not_me(cast: Cast, trade: str) -> None:
    end_roles_of(cast.coordinator)
    end_roles_of(cast.focal_point)
    with pytest.raises(Invalid):
        reminder_answers.hand_on(cast.actor("officer"), trade)


def test_if_the_others_leave_it_comes_back(cast: Cast, clock: Clock, trade: str) -> None:
    reminder_answers.hand_on(cast.actor("officer"), trade)
    db.session.commit()
    for user in (cast.coordinator, cast.focal_point):
        end_roles_of(user)
    run()
    assert told() == [("Chen Li", "before-7")]


def test_who_is_asked_anew_is_asked_again(
    cast: Cast, version: PlanVersion, clock: Clock, trade: str
) -> None:
    reminder_answers.hand_on(cast.actor("officer"), trade)
    clock.pass_by(days=1)
    assignments.assign(OPERATOR, version, "trade", user_id=cast.officer.id, due_on="2026-06-16")
    db.session.commit()
    assert [due.key for due in agenda.of_person(cast.actor("officer"))] == [trade]


def test_later_is_asked_again_on_its_day_and_once(cast: Cast, clock: Clock, trade: str) -> None:
    run()
    jobs.send_messages()
    reminder_answers.put_off(cast.actor("officer"), trade, 7)
    db.session.commit()
    clock.pass_by(days=4)
    run(0)
    clock.pass_by(days=3)
    run()
    assert told()[-1] == ("Chen Li", "before-1"), "what was missed meanwhile is its reason"
    jobs.send_messages()
    clock.pass_by(days=1)
    run()
    assert told()[-1] == ("Chen Li", "after-1")


def test_later_comes_back_where_no_rule_would_bring_it(
    cast: Cast, clock: Clock, trade: str
) -> None:
    clock.pass_by(days=14)  # after-7
    run()
    jobs.send_messages()
    reminder_answers.put_off(cast.actor("officer"), trade, 7)
    db.session.commit()
    for _ in range(10):
        clock.pass_by(days=1)
        jobs.remind()
        jobs.send_messages()
    assert [rule for _, rule in told()] == ["after-7", "again-2026-06-29"]


@pytest.mark.parametrize("days", [0, 1, -7, 365])
def test_later_is_one_of_the_days_offered(cast: Cast, trade: str, days: int) -> None:
    with pytest.raises(Invalid):
        reminder_answers.put_off(cast.actor("officer"), trade, days)


@pytest.mark.parametrize("who", ["colleague", "viewer", "reviewer", "stranger", "administrator"])
def test_nobody_answers_for_another(cast: Cast, trade: str, who: str) -> None:
    for act in (reminder_answers.hand_on, reminder_answers.take_back):
        with pytest.raises(NotFound):
            act(cast.actor(who), trade)
    with pytest.raises(NotFound):
        reminder_answers.put_off(cast.actor(who), trade, 7)
    assert db.session.query(ReminderAnswer).count() == 0


def test_the_coordinator_reads_what_was_sent(cast: Cast, trade: str) -> None:
    run()
    page = reminders_sent.in_party(cast.actor("coordinator"), cast.amberland)
    (line,) = page.lines
    assert (line.name, line.told_on, line.due_on, line.rule, line.state) == (
        "Chen Li",
        "2026-06-08",
        DUE,
        "before-7",
        "waiting",
    )
    assert "trade" in i18n.sentence(line.words, line.params)
    jobs.send_messages()
    (line,) = reminders_sent.in_party(cast.actor("focal_point"), cast.amberland).lines
    assert line.state == "sent"
    outbox.refused(messages()[0], now())
    (line,) = reminders_sent.in_party(cast.actor("focal_point"), cast.amberland).lines
    assert line.state == "undelivered"


@pytest.mark.parametrize("who", ["officer", "viewer", "reviewer", "administrator", "stranger"])
def test_nobody_else_reads_what_was_sent(cast: Cast, who: str) -> None:
    with pytest.raises((Forbidden, NotFound)):
        reminders_sent.in_party(cast.actor(who), cast.amberland)


def test_what_was_sent_is_known_for_a_year(cast: Cast, clock: Clock, trade: str) -> None:
    run()
    reminder_answers.put_off(cast.actor("officer"), trade, 7)
    db.session.commit()
    clock.pass_by(days=364)
    assert reminders_sent.prune(now()) == 0
    clock.pass_by(days=2)
    assert reminders_sent.prune(now()) == 2


def test_many_parties_and_people_cost_no_more_queries(
    cast: Cast, trade: str, queries: QueryCount
) -> None:
    person, plan_id = cast.officer.id, cast.plan.id

    def count() -> int:
        db.session.commit()
        db.session.expunge_all()
        with queries as counted:
            reminders.letters(WORKER)
        return counted.count

    before = count()
    officer = db.session.get_one(User, person)
    for number in range(4):
        party = make_party(f"XC{number}", f"Party {number}")
        give(officer, Role.OFFICER, party)
    newest = plans.newest(OPERATOR, plan_id)
    for section in ("budget", "summary", "foreword"):
        assignments.assign(OPERATOR, newest, section, user_id=person, due_on=DUE)
    db.session.commit()
    assert count() == before
