"""How the activities of a plan stood on a day, in words of one language: what a review keeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nap_tracker.clock import day_of
from nap_tracker.content.stand import Reading, Stand
from nap_tracker.content.tracked import Tracked
from nap_tracker.content.tree import Words
from nap_tracker.i18n import N_, chosen, gettext, listing, locale, ngettext, use_locale
from nap_tracker.i18n import day as day_in_words
from nap_tracker.models.plan import Plan
from nap_tracker.roles import WORKER
from nap_tracker.services import activities, tracking
from nap_tracker.services.activities import Followed, Following
from nap_tracker.workflow.implementation import IMPLEMENTATION, Phase
from nap_tracker.workflow.progress import FRESHNESS_NAMES, STATUS_NAMES, Because

UNKNOWN = N_("Not known")


def stands(plan: Plan, *, until: date, language: str) -> tuple[Stand, ...]:
    """Every activity of the plan in force with its readings; none where nothing is in force.

    Words that people wrote in reports are not among them: who publishes chooses those by hand.
    """
    version = tracking.version_in_force(plan)
    if version is None:
        return ()
    following = activities.on_day(WORKER, version, until)
    with use_locale(language):
        return stood(following, until, plan.party.time_zone)


def stood(following: Following, until: date, zone: str) -> tuple[Stand, ...]:
    """The same of activities as they were on that day, in the language in force.

    What is known only since then is told apart.
    """
    return tuple(_stand(following.tracked, one, until, zone) for one in following.activities)


def _stand(tracked: Tracked, one: Followed, until: date, zone: str) -> Stand:
    activity = one.activity
    return Stand(
        kind="activity",
        uid=activity.uid,
        number=_words(activity.number, tracked),
        title=_words(activity.statement, tracked) or gettext("Untitled"),
        items=activity.items,
        readings=(*_readings(tracked, one), *_later(one, until, zone)),
    )


def _words(text: Words, tracked: Tracked) -> str:
    """In the language in force, else in the plan's own."""
    return text.get(locale()) or chosen(text, tracked.language)


def _readings(tracked: Tracked, one: Followed) -> Iterator[Reading]:
    body = tracked.institution(one.activity.lead_uid)
    lead = _words(body.name, tracked) if body else one.activity.lead_words
    yield Reading("lead", gettext("Lead institution"), lead or gettext(UNKNOWN))
    dates = [day_in_words(end) for end in (one.activity.start, one.activity.end) if end]
    planned = " – ".join(dates) or gettext("No dates in the plan")
    yield Reading("planned", gettext("As planned"), planned)
    phase = gettext(IMPLEMENTATION.names[one.phase])
    yield Reading("phase", gettext("Phase"), phase, one.phase.value)
    if one.into:
        yield Reading("merged_into", gettext("Taken up by"), one.into.called(tracked.language))
    status = one.judgement.status
    yield Reading("status", gettext("Status"), gettext(STATUS_NAMES[status]), status.value)
    if one.judgement.because is Because.OVERRIDE:
        worked_out = gettext(STATUS_NAMES[one.worked_out.status])
        yield Reading("worked_out", gettext("By dates and indicators"), worked_out)
        reason = one.told.reason or gettext("The reason is not kept")
        yield Reading("reason", gettext("Why it was decided"), reason)
    if one.milestones:
        reached = sum(1 for milestone in one.milestones if milestone.reached_on)
        words = ngettext(
            "%(reached)s of %(n)s reached",
            "%(reached)s of %(n)s reached",
            len(one.milestones),
            reached=reached,
        )
        yield Reading("milestones", gettext("Milestones"), words)
    heard = day_in_words(one.heard_on) if one.heard_on else gettext(FRESHNESS_NAMES[one.freshness])
    yield Reading("heard", gettext("Last heard"), heard)
    met = gettext("%(n)s of 3 tests", n=one.monitoring.met)
    yield Reading("monitoring", gettext("Monitoring"), met)


def _later(one: Followed, until: date, zone: str) -> Iterator[Reading]:
    """What was reported after the day, and changes nothing in the readings of it."""
    track, told = one.track, []
    if track is None or track.heard_at is None or day_of(track.heard_at, zone) <= until:
        return
    told.append(
        gettext(
            "%(phase)s, heard on %(day)s",
            phase=gettext(IMPLEMENTATION.names[Phase(track.phase)]),
            day=day_in_words(day_of(track.heard_at, zone)),
        )
    )
    reached = sum(1 for milestone in one.milestones if milestone.reached_later)
    if reached:
        words = ngettext(
            "%(n)s milestone reached since then", "%(n)s milestones reached since then", reached
        )
        told.append(words)
    yield Reading("later", gettext("Reported after the period"), listing(told))
