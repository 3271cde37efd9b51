"""The Party's page on Article 7: which duty falls when and why, and what is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.i18n import day, gettext
from nap_tracker.models.account import Party
from nap_tracker.models.obligation import FactKind, TreatyFact
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import obligations, parties
from nap_tracker.services.obligations import Account
from nap_tracker.services.treaty_checks import INSTRUMENTS
from nap_tracker.services.treaty_facts import Fact
from nap_tracker.web.door import actor
from nap_tracker.web.treaty_clock import line, panel
from nap_tracker.workflow.duties import Duty, Standing
from nap_tracker.workflow.notification import NOTIFICATION, OUTCOMES, Outcome
from nap_tracker.workflow.readings import QUESTIONS, Question

bp = Blueprint("obligations", __name__, url_prefix="/parties/<uuid:party_id>/article-7")

Summary = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Act:
    """A determination or a letter in the history."""

    words: str
    when: str
    who: str
    url: str
    is_struck: bool = False
    corrections: int = 0


@dataclass(frozen=True, slots=True)
class Open:
    """A question the Convention leaves open, and how the Party reads it."""

    title: str
    answer: str
    reason: str
    url: str


@bp.get("")
def show(party_id: UUID) -> ResponseReturnValue:
    """The clock, with the rule behind every date."""
    party = parties.get(actor(), str(party_id), Permission.OBLIGATION_SHOW)
    account = obligations.of_party(actor(), party)
    clock = account.clock
    return render_template(
        "obligations/show.html",
        party=party,
        panel=panel(account),
        state=gettext(NOTIFICATION.names[account.state]),
        in_force=clock.in_force,
        duties=[line(account, duty) for duty in clock.of_article_7],
        reports=[line(account, duty) for duty in clock.of_article_21 if not _is_old(duty)],
        old_reports=[line(account, duty) for duty in clock.of_article_21 if _is_old(duty)],
        deposit=_deposit(account),
        acts=[_act(party, fact) for fact in (*account.record.acts, *_struck(account))],
        questions=[_question(account, question) for question in QUESTIONS],
    )


def _is_old(duty: Duty) -> bool:
    return duty.standing is Standing.BEFORE_OUR_TIME


def _deposit(account: Account) -> list[Summary]:
    """(question, answer, address to change it, what is missing)."""
    party, fact = account.party, account.record.deposit
    url = ""
    if can(actor(), Permission.OBLIGATION_RECORD, party):
        url = (
            url_for("treaty_facts.edit", party_id=party.id, fact_id=fact.now.fact_id)
            if fact
            else url_for("treaty_facts.create", party_id=party.id, kind="deposit")
        )
    now = fact.now if fact else None
    kind = gettext(INSTRUMENTS[now.choice]) if now else ""
    in_force = account.clock.in_force
    return [
        (gettext("How the state became bound"), kind, url, ""),
        (gettext("Signed"), _day(now.signed_on if now else None), url, ""),
        (
            gettext("Instrument deposited"),
            _day(now.happened_on if now else None),
            url,
            gettext("Record the deposit"),
        ),
        (gettext("Entry into force"), in_force.on.words if in_force else "", "", ""),
    ]


def _act(party: Party, fact: Fact) -> Act:
    now = fact.now
    may_look = can(actor(), Permission.OBLIGATION_FILES, party)
    url = url_for("treaty_facts.show", party_id=party.id, fact_id=now.fact_id) if may_look else ""
    return Act(
        words=act_words(now),
        when=when(now),
        who=now.body,
        url=url,
        is_struck=now.is_struck,
        corrections=len(fact.before),
    )


def act_words(now: TreatyFact) -> str:
    """What was done, as a line of the history."""
    if now.kind is FactKind.DETERMINATION:
        return gettext(OUTCOMES[Outcome(now.choice)])
    return gettext("Letter to the Secretariat")


def when(now: TreatyFact) -> str:
    """Its dates in a few words."""
    if now.kind is FactKind.DETERMINATION:
        return _day(now.happened_on) or gettext("Date not known")
    told = [
        (now.happened_on, gettext("Sent: %(date)s", date=_day(now.happened_on))),
        (now.received_on, gettext("Received: %(date)s", date=_day(now.received_on))),
        (now.acknowledged_on, gettext("Acknowledged: %(date)s", date=_day(now.acknowledged_on))),
    ]
    return "; ".join(words for date, words in told if date) or gettext("Date not known")


def _struck(account: Account) -> list[Fact]:
    kinds = (FactKind.DETERMINATION, FactKind.NOTIFICATION)
    return [fact for fact in account.record.struck if fact.kind in kinds]


def _question(account: Account, question: Question) -> Open:
    fact = account.record.readings.get(question.key)
    party = account.party
    answer = fact.now.choice if fact else next(iter(question.answers))
    may_choose = can(actor(), Permission.READING_CHOOSE, party)
    may_look = fact is not None and can(actor(), Permission.OBLIGATION_FILES, party)
    return Open(
        title=gettext(question.title),
        answer=gettext(question.answers[answer]),
        reason=fact.now.reasoning if fact and may_look else "",
        url=url_for("readings.edit", party_id=party.id, question=question.key)
        if may_choose
        else "",
    )


def _day(text: str | None) -> str:
    return day(text) if text else ""
