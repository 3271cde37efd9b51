"""The matrix of activities as it leaves: a row for each, with its readings and its money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nap_tracker.content.extract import Cell, Column, Table, day_or_words
from nap_tracker.content.finances import Standing
from nap_tracker.content.tracked import Tracked, TrackedActivity
from nap_tracker.i18n import N_, chosen, gettext
from nap_tracker.services import activity_words, extract_money
from nap_tracker.services.activities import Followed, Milestone
from nap_tracker.services.activity_links import Other
from nap_tracker.services.extract_names import Names
from nap_tracker.services.finances import Money
from nap_tracker.workflow.implementation import IMPLEMENTATION
from nap_tracker.workflow.progress import FRESHNESS_NAMES, STATUS_NAMES, Because

UNKNOWN = N_("Not known")


@dataclass(frozen=True, slots=True)
class Matrix:
    """The activities asked for, and what their words need."""

    tracked: Tracked
    shown: Sequence[Followed]
    money: Money | None
    """None for who reads none: officers of institutions."""
    names: Names
    tells_reasons: bool
    """Why a status was decided otherwise is the drafting team's."""

    @property
    def is_whole(self) -> bool:
        """Whether the reader reads of the plan more than what is an institution's own."""
        return self.money is not None

    @property
    def table(self) -> Table:
        rows = tuple((*self._cells(one), *self._sums(one)) for one in self.shown)
        of_money = extract_money.columns(self.money.currencies) if self.money else ()
        return Table(gettext("Activities"), (*self._columns(), *of_money), rows)

    @property
    def data(self) -> list[dict[str, Any]]:
        return [self._data(one) for one in self.shown]

    def _sums(self, one: Followed) -> Iterator[Cell]:
        if self.money is None:
            return iter(())
        return extract_money.cells(_standing(self.money, one), self.money.currencies)

    def _columns(self) -> Iterator[Column]:
        yield Column("number", gettext("Number"), 10)
        yield Column("statement", gettext("Activity"), 52)
        yield Column("items", gettext("Items of Annex C"), 34)
        if self.is_whole:
            yield Column("strategy", gettext("Strategy"), 28)
        yield Column("lead", gettext("Lead institution"), 28)
        yield Column("supporting", gettext("Supporting institutions"), 28)
        yield Column("start", gettext("Start"), 12)
        yield Column("end", gettext("End"), 12)
        yield Column("phase", gettext("Phase"), 16)
        yield Column("status", gettext("Status"), 16)
        yield Column("because", gettext("Why the status is so"), 34)
        yield Column("merged_into", gettext("Taken up by"), 34)
        if self.tells_reasons:
            yield Column("decided", gettext("Decided otherwise, because"), 34)
        yield Column("freshness", gettext("When it was last heard of"), 22)
        yield Column("heard_on", gettext("Last report on"), 14)
        yield Column("monitoring", gettext("Tests of monitoring met, of 3"), 14)
        yield Column("next_milestone", gettext("Next milestone"), 34)
        yield Column("next_due", gettext("Next milestone due"), 14)

    def _cells(self, one: Followed) -> Iterator[Cell]:
        activity, language = one.activity, self.tracked.language
        yield chosen(activity.number, language) or None
        yield chosen(activity.statement, language) or gettext("Untitled")
        yield self.names.items(activity.items)
        if self.is_whole:
            yield self._strategy(activity)
        yield activity_words.lead_of(one, self.tracked) or gettext(UNKNOWN)
        yield ", ".join(self._names(activity.supporting)) or None
        yield day_or_words(activity.start)
        yield day_or_words(activity.end)
        yield gettext(IMPLEMENTATION.names[one.phase])
        yield gettext(STATUS_NAMES[one.judgement.status])
        yield activity_words.because(one, one.judgement, language)
        yield one.into.called(language) if one.into else None
        if self.tells_reasons:
            yield _reason(one)
        yield gettext(FRESHNESS_NAMES[one.freshness])
        yield one.heard_on
        yield one.monitoring.met
        following = next_milestone(one)
        yield chosen(following.title, language) or gettext("Untitled") if following else None
        yield day_or_words(following.due) if following else None

    def _strategy(self, activity: TrackedActivity) -> Cell:
        one = self.tracked.strategy(activity.strategy_uid)
        if one is None:
            return None
        words = (
            chosen(one.number, self.tracked.language),
            chosen(one.heading, self.tracked.language),
        )
        return " ".join(filter(None, words)) or None

    def _names(self, uids: Sequence[str]) -> Iterator[str]:
        found = (self.tracked.institution(uid) for uid in uids)
        return (activity_words.name_of(one, self.tracked) for one in found if one)

    def _data(self, one: Followed) -> dict[str, Any]:
        activity, following = one.activity, next_milestone(one)
        strategy = self.tracked.strategy(activity.strategy_uid) if self.is_whole else None
        found = {
            "id": activity.uid,
            "number": dict(activity.number),
            "statement": dict(activity.statement),
            "items": list(activity.items),
            "strategy": {"id": strategy.uid, "heading": dict(strategy.heading)}
            if strategy
            else None,
            "lead": self._body(activity.lead_uid, activity.lead_words),
            "supporting": list(filter(None, map(self._body, activity.supporting))),
            "start": activity.start,
            "end": activity.end,
            "phase": one.phase.value,
            "status": one.judgement.status.value,
            "because": one.judgement.because.value,
            "merged_into": _other(one.into) if one.into else None,
            "worked_out": one.worked_out.status.value,
            "freshness": one.freshness.value,
            "heard_on": one.heard_on.isoformat() if one.heard_on else None,
            "monitoring": {
                "is_described": one.monitoring.is_described,
                "looks_ahead": one.monitoring.looks_ahead,
                "is_measured": one.monitoring.is_measured,
            },
            "next_milestone": _milestone(following) if following else None,
        }
        if self.money is not None:
            found["money"] = extract_money.data(_standing(self.money, one))
        return {**found, "decided_because": _reason(one)} if self.tells_reasons else found

    def _body(self, uid: str | None, words: str = "") -> dict[str, Any] | None:
        one = self.tracked.institution(uid)
        if one is not None:
            return {"id": one.uid, "name": dict(one.name)}
        return {"id": None, "name": {self.tracked.language: words}} if words else None


def next_milestone(one: Followed) -> Milestone | None:
    """The one to be reached first: one that is overdue before those to come, undated ones last."""
    open_ = [milestone for milestone in one.milestones if not milestone.reached_on]
    return min(open_, key=lambda milestone: milestone.due or "9999", default=None)


def _reason(one: Followed) -> str | None:
    is_decided = one.judgement.because is Because.OVERRIDE and one.track is not None
    return (one.track.override_reason or None) if is_decided and one.track else None


def _standing(money: Money, one: Followed) -> Standing:
    return money.by_activity.get(one.activity.uid, Standing())


def _other(one: Other) -> dict[str, Any]:
    """Of one that the reader may not see at most the number is known here."""
    uid = one.uid if one.is_seen else None
    return {"id": uid, "number": dict(one.number), "statement": dict(one.statement)}


def _milestone(one: Milestone) -> dict[str, Any]:
    return {"id": one.uid, "title": dict(one.title), "due": one.due, "is_overdue": one.is_overdue}
