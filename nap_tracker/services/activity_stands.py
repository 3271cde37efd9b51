"""How the activities of a plan stood on a day, in words of one language: what a review keeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nap_tracker.content.stand import Reading, Stand
from nap_tracker.content.tracked import Tracked
from nap_tracker.i18n import N_, chosen, gettext, ngettext, use_locale
from nap_tracker.i18n import day as day_in_words
from nap_tracker.models.plan import Plan
from nap_tracker.roles import WORKER
from nap_tracker.services import activities, tracking
from nap_tracker.services.activities import Followed
from nap_tracker.workflow.implementation import IMPLEMENTATION
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
        return tuple(_stand(following.tracked, one) for one in following.activities)


def _stand(tracked: Tracked, one: Followed) -> Stand:
    activity = one.activity
    return Stand(
        kind="activity",
        uid=activity.uid,
        number=chosen(activity.number, tracked.language),
        title=chosen(activity.statement, tracked.language) or gettext("Untitled"),
        items=activity.items,
        readings=tuple(_readings(tracked, one)),
    )


def _readings(tracked: Tracked, one: Followed) -> Iterator[Reading]:
    body = tracked.institution(one.activity.lead_uid)
    lead = chosen(body.name, tracked.language) if body else one.activity.lead_words
    yield Reading("lead", gettext("Lead institution"), lead or gettext(UNKNOWN))
    phase = gettext(IMPLEMENTATION.names[one.phase])
    yield Reading("phase", gettext("Phase"), phase, one.phase.value)
    status = one.judgement.status
    yield Reading("status", gettext("Status"), gettext(STATUS_NAMES[status]), status.value)
    if one.judgement.because is Because.OVERRIDE and one.track and one.track.override_reason:
        yield Reading("reason", gettext("Why it was decided"), one.track.override_reason)
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
