"""A leap year of reminders under a fixed clock, as mail that a real server took, beside a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask

from nap_tracker import jobs, mail
from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, User
from nap_tracker.models.message import Message
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR
from nap_tracker.services import assignments, entries, plans
from nap_tracker.services.entries import Change
from tests.cast import Cast
from tests.doors import Clock
from tests.mail_server import HOST, Catcher, free_port, mail_server

VIENTIANE, ACCRA = (2, 5), (9, 5)
"""UTC: five past nine in the morning there. In between nobody's day begins."""
JUNE = 6
"""Nothing is due in Vientiane before."""

TABLE = """
Fri 28 Jan 09:05  chen   trade: Due 29 February 2028, in 32 days.
Tue 22 Feb 09:05  chen   trade: Due 29 February 2028, in 7 days.
Mon 28 Feb 09:05  chen   trade: Due 29 February 2028, tomorrow.
Wed 01 Mar 09:05  chen   trade: Was due 29 February 2028, 1 day ago.
Wed 01 Mar 09:05  dina   foreword: Due March 2028, in 30 days.
Tue 07 Mar 09:05  chen   trade: Was due 29 February 2028, 7 days ago.
Fri 10 Mar 09:05  bruno  foreword: Due March 2028, in 21 days. (handed on)
Fri 24 Mar 09:05  bruno  foreword: Due March 2028, in 7 days. (handed on)
Thu 30 Mar 09:05  bruno  foreword: Due March 2028, tomorrow. (handed on)
Thu 30 Mar 09:05  chen   trade: Was due 29 February 2028, 30 days ago.
Mon 03 Apr 09:05  bruno  foreword: Was due March 2028, 3 days ago. (handed on)
Fri 07 Apr 09:05  bruno  foreword: Was due March 2028, 7 days ago. (handed on)
Mon 01 May 09:05  bruno  foreword: Was due March 2028, 31 days ago. (handed on)
Mon 01 May 09:05  chen   trade: Was due 29 February 2028, 62 days ago.
Mon 08 May 09:05  chen   budget: Due 15 May 2028, in 7 days.
Mon 08 May 09:05  chen   summary: Due 15 May 2028, in 7 days.
Fri 12 May 09:05  chen   budget: Due 15 May 2028, in 3 days.
Fri 12 May 09:05  chen   summary: Due 15 May 2028, in 3 days.
Tue 16 May 09:05  chen   budget: Was due 15 May 2028, 1 day ago.
Tue 16 May 09:05  chen   summary: Was due 15 May 2028, 1 day ago.
Mon 29 May 09:05  chen   trade: Was due 29 February 2028, 90 days ago.
Fri 02 Jun 09:05  bruno  foreword: Was due March 2028, 63 days ago. (handed on)
Mon 26 Jun 02:05  hana   health: Échéance : 3 juillet 2028, dans 7 jours.
Wed 28 Jun 09:05  chen   trade: Was due 29 February 2028, 120 days ago.
Thu 29 Jun 09:05  bruno  foreword: Was due March 2028, 90 days ago. (handed on)
Fri 30 Jun 02:05  hana   health: Échéance : 3 juillet 2028, dans 3 jours.
Tue 04 Jul 02:05  hana   health: Échéance : 3 juillet 2028, il y a 1 jour.
Fri 28 Jul 09:05  chen   trade: Was due 29 February 2028, 150 days ago.
Mon 31 Jul 09:05  bruno  foreword: Was due March 2028, 122 days ago. (handed on)
Tue 01 Aug 09:05  amina  foreword: Was due March 2028, 123 days ago. (handed on)
Mon 28 Aug 09:05  amina  foreword: Was due March 2028, 150 days ago. (handed on)
Mon 28 Aug 09:05  chen   trade: Was due 29 February 2028, 181 days ago.
Tue 26 Sep 09:05  chen   trade: Was due 29 February 2028, 210 days ago.
Wed 27 Sep 09:05  amina  foreword: Was due March 2028, 180 days ago. (handed on)
Thu 26 Oct 09:05  chen   trade: Was due 29 February 2028, 240 days ago.
Mon 27 Nov 09:05  chen   trade: Was due 29 February 2028, 272 days ago.
Fri 01 Dec 02:05  hana   health: Échéance : 31 décembre 2028, dans 30 jours.
Fri 22 Dec 02:05  hana   health: Échéance : 31 décembre 2028, dans 9 jours.
Mon 25 Dec 09:05  chen   trade: Was due 29 February 2028, 300 days ago.
Fri 29 Dec 02:05  hana   health: Échéance : 31 décembre 2028, dans 2 jours.
"""


@pytest.fixture
def catcher(app: Flask) -> Iterator[tuple[Catcher, Callable[[bool], None]]]:
    """A mail server, and a switch that takes it away and brings it back."""
    catcher, nobody = Catcher(), free_port()
    with mail_server(catcher) as port:

        def switch(is_up: bool) -> None:
            mail.configure(f"smtp://{HOST}:{port if is_up else nobody}", "nap@x.example")

        switch(True)
        yield catcher, switch
    mail.configure(app.config["MAIL_URL"], app.config["MAIL_FROM"])


def ask(plan: Plan, section: str, user: User, due_on: str) -> None:
    version = plans.newest(OPERATOR, plan.id)
    assignments.assign(OPERATOR, version, section, user_id=user.id, due_on=due_on)
    # Who is asked is told at once; this year is about the reminders alone.
    db.session.query(Message).filter_by(template="section_assigned").delete()


def complete(cast: Cast, section: str) -> None:
    version = plans.newest(OPERATOR, cast.plan.id)
    form = entries.open_section(cast.actor("officer"), version, section)
    entries.save(cast.actor("officer"), form, Change(seen=form.counter, completed=True))


def end_roles_of(user: User) -> None:
    for held in db.session.query(Membership).filter_by(user_id=user.id):
        held.ends_at = now()


def test_a_year_of_reminders(
    cast: Cast, clock: Clock, catcher: tuple[Catcher, Callable[[bool], None]]
) -> None:
    server, switch = catcher
    cast.amberland.time_zone, cast.borealia.time_zone = "Africa/Accra", "Asia/Vientiane"
    cast.stranger.locale = "fr"
    amber, other = cast.plan, cast.other_plan
    acts: dict[str, Callable[[], object]] = {
        # Due on the leap day; never done, so it is told all year, ever more rarely.
        "2028-01-03": lambda: ask(amber, "trade", cast.officer, "2028-02-29"),
        # Due within a month; who was asked leaves on the 10th.
        "2028-01-04": lambda: ask(amber, "foreword", cast.colleague, "2028-03"),
        "2028-03-10": lambda: end_roles_of(cast.colleague),
        # Given only ten days before; done some days after.
        "2028-05-05": lambda: [
            ask(amber, section, cast.officer, "2028-05-15") for section in ("budget", "summary")
        ],
        "2028-05-19": lambda: [complete(cast, section) for section in ("budget", "summary")],
        # No server for four days, on the first of which something was to be told.
        "2028-05-30": lambda: switch(False),
        "2028-06-02": lambda: switch(True),
        # In the other Party, where it is morning seven hours earlier; due on a Monday.
        "2028-06-20": lambda: ask(other, "health", cast.stranger, "2028-07-03"),
        "2028-07-05": lambda: ask(other, "health", cast.stranger, "2028-12-31"),
        # The coordinator leaves too: what fell to him falls to the focal point.
        "2028-08-01": lambda: end_roles_of(cast.coordinator),
        "2028-10-02": lambda: complete(cast, "foreword"),
    }
    db.session.commit()
    told: list[str] = []
    day = datetime(2028, 1, 1, tzinfo=UTC)
    while day.year == 2028:
        if act := acts.pop(day.date().isoformat(), None):
            clock.moment = day
            act()
            db.session.commit()
        for hour, minute in (VIENTIANE, ACCRA) if day.month >= JUNE else (ACCRA,):
            clock.moment = day.replace(hour=hour, minute=minute)
            jobs.remind()
            jobs.send_messages()
            if server.taken:  # running again sends nothing again
                jobs.remind()
                jobs.send_messages()
            readers = [str(letter["To"]) for letter in server.taken]
            assert len(readers) == len(set(readers)), "one message with everything in it"
            lines = sorted(line for letter in server.taken for line in said(letter))
            told += [f"{clock.moment:%a %d %b %H:%M}  {line}" for line in lines]
            server.taken.clear()
        day += timedelta(days=1)
    spaced = [line.replace("\N{NO-BREAK SPACE}", " ") for line in told]
    assert spaced == TABLE.strip().splitlines()
    assert not acts


def said(letter: EmailMessage) -> Iterator[str]:
    """Reader, and for each thing the section its link leads to and the line with its date."""
    reader = str(letter["To"]).partition("@")[0]
    lines = [line.strip(" *") for line in letter.get_content().splitlines()]
    for number, line in enumerate(lines):
        if "/sections/" in line:
            yield f"{reader:6} {line.rpartition('/')[2]}: {before(lines, number)}"


def before(lines: list[str], link: int) -> str:
    """The date, and whether it came to the reader from somebody else."""
    handed_on = lines[link - 1].startswith(("This comes", "Ceci vous"))
    return f"{lines[link - 2]} (handed on)" if handed_on else lines[link - 1]
