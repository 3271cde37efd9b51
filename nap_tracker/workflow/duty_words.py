"""What a duty is called and how it stands, in the language in force; for pages, mail and lists."""

from __future__ import annotations

from nap_tracker import i18n
from nap_tracker.i18n import N_, gettext, ngettext
from nap_tracker.workflow.duties import Duty, Kind, Standing

TITLES = {
    Kind.STEPS: N_("Take steps against mercury in small-scale gold mining"),
    Kind.NOTIFY: N_("Notify the Secretariat of the determination"),
    Kind.IMPLEMENT: N_("Develop and carry out the national action plan"),
    Kind.PLAN: N_("Submit the national action plan to the Secretariat"),
    Kind.REVIEW: N_("Review of progress number %(number)s"),
    Kind.SHORT_REPORT: N_("Short national report of %(year)s"),
    Kind.FULL_REPORT: N_("Full national report of %(year)s"),
}
DONE = {
    Kind.NOTIFY: N_("Notified: %(date)s"),
    Kind.PLAN: N_("Submitted: %(date)s"),
    Kind.REVIEW: N_("Filed: %(date)s"),
    Kind.SHORT_REPORT: N_("Filed: %(date)s"),
    Kind.FULL_REPORT: N_("Filed: %(date)s"),
}


def title_params(duty: Duty) -> dict[str, str]:
    """What the title of a duty names."""
    if duty.kind is Kind.REVIEW:
        return {"number": i18n.number(duty.number)}
    if duty.kind in (Kind.SHORT_REPORT, Kind.FULL_REPORT) and duty.due is not None:
        return {"year": str(duty.due.first.year)}
    return {}


def title(duty: Duty) -> str:
    """What it is."""
    return gettext(TITLES[duty.kind], **title_params(duty))


def due(duty: Duty) -> str:
    """When it falls; '' where nothing says."""
    return duty.due.words if duty.due else ""


def covers(duty: Duty) -> str:
    """The years a report is about."""
    if duty.covers is None:
        return ""
    first, last = (i18n.day(day) for day in duty.covers)
    return gettext("It covers %(first)s to %(last)s.", first=first, last=last)


def standing(duty: Duty) -> str:
    """How it stands today: a fact, in a few words."""
    if duty.standing is Standing.DONE:
        return _done(duty)
    if duty.standing is Standing.DUE:
        return _to_come(duty)
    if duty.standing is Standing.OVERDUE:
        return _overdue(duty)
    if duty.kind is Kind.NOTIFY:
        return gettext("Not recorded yet")
    return gettext(PLAIN[duty.standing])


PLAIN = {
    Standing.AT_THE_EARLIEST: N_("At the earliest; depends on the notification"),
    Standing.BEFORE_OUR_TIME: N_("Nothing is recorded of it here"),
    Standing.CONTINUOUS: N_("Without end"),
    Standing.OPEN: N_("No date yet"),
    Standing.PERHAPS_OVERDUE: N_("May be overdue: the day is not known exactly"),
    Standing.VOLUNTARY: N_("Voluntary"),
}


def _done(duty: Duty) -> str:
    if duty.done is None:
        return gettext("Done; its date is not recorded")
    words = gettext(DONE[duty.kind], date=duty.done.words)
    if not duty.late:
        return words
    return ngettext(
        "%(done)s, %(n)s day after its date",
        "%(done)s, %(n)s days after its date",
        duty.late,
        done=words,
    )


def _to_come(duty: Duty) -> str:
    if duty.due is not None and not duty.due.is_a_day:
        if not duty.days:
            return gettext("It has begun: the day is not known exactly")
        return ngettext("In at least %(n)s day", "In at least %(n)s days", duty.days)
    if not duty.days:
        return gettext("Today")
    return ngettext("In %(n)s day", "In %(n)s days", duty.days)


def _overdue(duty: Duty) -> str:
    if duty.due is not None and not duty.due.is_a_day:
        return ngettext(
            "Overdue by at least %(n)s day", "Overdue by at least %(n)s days", duty.days
        )
    return ngettext("Overdue by %(n)s day", "Overdue by %(n)s days", duty.days)
