"""The five seconds: which duty of Article 7 falls when, why, and what is to be done next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from nap_tracker.i18n import N_, chosen, gettext
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services.obligations import Account, Step
from nap_tracker.web.door import actor
from nap_tracker.workflow import duty_words
from nap_tracker.workflow.duties import Duty, Kind, Standing

TONES = {Standing.OVERDUE: "problem", Standing.PERHAPS_OVERDUE: "current", Standing.DUE: "current"}

STEPS: dict[Step, str] = {
    Step.DEPOSIT: N_("Record the deposit of the instrument"),
    Step.DETERMINE: N_("Record what was determined"),
    Step.NOTIFY: N_("Record the notification"),
    Step.SUBMIT: N_("Go on with the plan"),
    Step.REVIEW: N_("See the reviews"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A duty as the pages draw it."""

    key: str
    title: str
    article: str
    due: str
    standing: str
    tone: str
    why: str
    covers: str = ""
    is_a_reading: bool = False
    done_url: str = ""
    """Where it is recorded that it was done, or where that is looked at."""
    is_done: bool = False
    register_url: str = ""
    review_url: str = ""
    """Where a plan that was submitted elsewhere is registered."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What a focal point sees first."""

    party: str
    url: str
    next: Line | None
    then: Line | None
    """What follows from a duty that has no date of its own."""
    instead: str
    """What is said where no duty has a date."""
    step: str
    step_url: str


def panel(account: Account) -> Panel:
    """Of one Party, for its pages and for the home page (`macros/clock.html`)."""
    party, found = account.party, account.clock.next
    step, step_url = _step(account)
    return Panel(
        party=chosen(party.name),
        url=url_for("obligations.show", party_id=party.id),
        next=line(account, found) if found else None,
        then=_then(account, found),
        instead="" if found else _instead(account),
        step=step,
        step_url=step_url,
    )


def panels(accounts: Iterable[Account]) -> list[Panel]:
    """Of each of these whose duties the person may see."""
    return [panel(a) for a in accounts if can(actor(), Permission.OBLIGATION_SHOW, a.party)]


def line(account: Account, duty: Duty) -> Line:
    """One duty, in the reader's language."""
    return Line(
        key=duty.key,
        title=duty_words.title(duty),
        article=gettext(duty.article),
        due=duty_words.due(duty),
        standing=duty_words.standing(duty),
        tone=TONES.get(duty.standing, "plain"),
        why=duty.rule.words,
        covers=duty_words.covers(duty),
        is_a_reading=duty.is_a_reading,
        done_url=_done_url(account, duty),
        is_done=duty.standing is Standing.DONE,
        register_url=_register_url(account, duty),
        review_url=_review_url(account, duty),
    )


def _register_url(account: Account, duty: Duty) -> str:
    if duty.kind is not Kind.PLAN or account.clock.facts.submitted:
        return ""
    may = can(actor(), Permission.PLAN_REGISTER, account.party)
    return url_for("registrations.create") if may else ""


def _review_url(account: Account, duty: Duty) -> str:
    """Where a review is opened: on the pages of the plan that was submitted last."""
    if duty.kind is not Kind.REVIEW or account.plan_id is None:
        return ""
    may = can(actor(), Permission.OBLIGATION_RECORD, account.party)
    return url_for("progress_reviews.index", plan_id=account.plan_id) if may else ""


def _done_url(account: Account, duty: Duty) -> str:
    """Reviews and reports are recorded here; a plan is submitted from its own pages."""
    if duty.kind not in (Kind.REVIEW, Kind.SHORT_REPORT, Kind.FULL_REPORT) or duty.due is None:
        return ""
    fact = account.record.filings.get(duty.key)
    party_id = account.party.id
    if fact is not None and can(actor(), Permission.OBLIGATION_FILES, account.party):
        return url_for("treaty_facts.show", party_id=party_id, fact_id=fact.now.fact_id)
    if fact is None and can(actor(), Permission.OBLIGATION_RECORD, account.party):
        return url_for("treaty_facts.create", party_id=party_id, kind="filing", duty=duty.key)
    return ""


def _then(account: Account, duty: Duty | None) -> Line | None:
    """While nobody has notified, the plan's date is known only from below."""
    if duty is None or duty.kind is not Kind.NOTIFY:
        return None
    return line(account, account.clock.duty("plan"))


def _instead(account: Account) -> str:
    plan = next(d for d in account.clock.of_article_7 if d.kind is Kind.PLAN)
    if plan.standing is Standing.VOLUNTARY:
        return plan.rule.words
    return gettext("Every duty of Article 7 that has a date is done for now.")


def _step(account: Account) -> tuple[str, str]:
    """The next act and its page, for who may take it."""
    party = account.party
    words = STEPS.get(account.step, "")
    if not words or not can(actor(), Permission.OBLIGATION_RECORD, party):
        return "", ""
    kinds = {
        Step.DEPOSIT: "deposit",
        Step.DETERMINE: "determination",
        Step.NOTIFY: "notification",
    }
    if account.step in kinds:
        kind = kinds[account.step]
        return gettext(words), url_for("treaty_facts.create", party_id=party.id, kind=kind)
    if account.step is Step.SUBMIT:
        return gettext(words), url_for("plans.index", party=party.id, _anchor="plans")
    return gettext(words), url_for("obligations.show", party_id=party.id, _anchor="duties")
