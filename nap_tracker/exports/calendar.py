"""What is due as a calendar (iCalendar, RFC 5545): days, reminders, and nothing but titles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

import icalendar

PRODUCT = "-//NAP Tracker//What is due//EN"
MORNING = timedelta(hours=9)
"""Of the event's first day: when an alarm rings."""
DAYS_BEFORE = (30, 7, 1)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the calendar. A date known to the month lasts from its first to its last day."""

    key: str
    """Stable, so that a calendar that reads the feed again moves the event and adds none."""
    title: str
    first: date
    last: date
    where: str
    """The Party, and the plan where there is one."""
    url: str


def to_ics(entries: Iterable[Entry], *, name: str, language: str, now: datetime) -> bytes:
    """The calendar as its file."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name, parameters={"LANGUAGE": language})
    calendar.add("refresh-interval", A_DAY, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, language, now))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry, language: str, now: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, entry.key)))
    event.add("dtstamp", now)
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + A_DAY)  # the first day that is no longer part of it
    event.add("summary", entry.title, parameters={"LANGUAGE": language})
    event.add("description", entry.where, parameters={"LANGUAGE": language})
    event.add("url", entry.url)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # it takes nobody's time
    for days in DAYS_BEFORE:
        event.add_component(_alarm(entry, days))
    return event


def _alarm(entry: Entry, days: int) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    alarm.add("trigger", MORNING - timedelta(days=days))
    return alarm
