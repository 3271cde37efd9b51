"""What is due from me, with *Not me* and *Later*; and what a Party's people were reminded of."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, chosen, day, gettext, ngettext, sentence
from nap_tracker.roles import Permission
from nap_tracker.services import parties, reminder_answers, reminders_sent
from nap_tracker.services.reminder_answers import Mine
from nap_tracker.services.reminders_sent import Sent
from nap_tracker.web.door import actor
from nap_tracker.web.tables import Line

bp = Blueprint("reminders", __name__)

STATES = {
    "sent": N_("Sent"),
    "undelivered": N_("Not delivered"),
    "waiting": N_("Waits to be sent"),
}


@bp.get("/reminders")
def index() -> ResponseReturnValue:
    """Everything that is due from who asks, the first date first."""
    mine = reminder_answers.of_person(actor())
    return render_template(
        "reminders/index.html",
        mine=[_mine(n, each) for n, each in enumerate(mine) if not each.is_handed_on],
        handed_on=[_mine(n, each) for n, each in enumerate(mine) if each.is_handed_on],
        later=reminder_answers.LATER,
    )


@bp.post("/reminders")
def answer() -> ResponseReturnValue:
    """*Not me*, *Later*, or neither any more."""
    key, said = request.form.get("key", ""), request.form.get("answer", "")
    try:
        flash(_answered(key, said), "success")
    except (Invalid, NotFound) as error:
        flash(gettext(error.message), "error")
    db.session.commit()
    return redirect(url_for("reminders.index"))


@bp.get("/parties/<uuid:party_id>/reminders")
def sent(party_id: UUID) -> ResponseReturnValue:
    """To whom, of what, by which rule."""
    party = parties.get(actor(), str(party_id), Permission.EVENT_LIST)
    page = reminders_sent.in_party(actor(), party, request.args.get("page", default=1, type=int))
    url = partial(url_for, "reminders.sent", party_id=party_id)
    return render_template(
        "reminders/sent.html",
        party=party,
        page=page,
        lines=[_line(line) for line in page.lines],
        previous=url(page=page.number - 1) if page.number > 1 else "",
        following=url(page=page.number + 1) if page.number < page.last else "",
    )


def _answered(key: str, said: str) -> str:
    if said == "not_me":
        reminder_answers.hand_on(actor(), key)
        return gettext("It is with the others now. They are reminded instead of you.")
    if said == "take_back":
        reminder_answers.take_back(actor(), key)
        return gettext("It is with you again.")
    days = request.form.get("days", default=0, type=int)
    reminder_answers.put_off(actor(), key, days)
    return ngettext(
        "You are asked again in %(n)s day. The date itself stays.",
        "You are asked again in %(n)s days. The date itself stays.",
        days,
    )


def _mine(number: int, mine: Mine) -> Line:
    due = mine.due
    when = day(due.on, form="medium") if not due.is_nudge else ""
    if mine.put_off:
        again = day(mine.put_off, form="medium")
        when = gettext("%(due)s; asked again %(day)s", due=when, day=again)
    of = chosen(due.plan) or chosen(mine.party.name)
    cells = (due.sentence(), of, when, ", ".join(mine.others))
    return Line(f"due-{number}", cells, due.path, of=due.key)


def _line(line: Sent) -> Line:
    what = sentence(line.words, line.params)
    of = f"{what} ({chosen(line.plan)})" if line.plan else what
    cells = (
        line.name,
        of,
        day(line.due_on, form="medium"),
        day(line.told_on, form="medium"),
        rule_in_words(line.rule),
        gettext(STATES[line.state]),
    )
    return Line(line.id, cells)


def rule_in_words(rule: str) -> str:
    """Why something was told on a day."""
    name, _, rest = rule.partition("-")
    if name == "again":
        return gettext("Put off until then")
    days = int(rest)
    if name == "before":
        return ngettext("%(n)s day before", "%(n)s days before", days)
    if name == "after":
        return ngettext("%(n)s day after", "%(n)s days after", days)
    return gettext("Quiet for a while")
