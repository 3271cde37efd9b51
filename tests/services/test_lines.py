"""A model of two open pages, a bad line and a server: what a page was told is saved, is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import hypothesis.strategies as st
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from nap_tracker.extensions import db
from nap_tracker.models.entry import Revision
from nap_tracker.services import autosaves, entries
from nap_tracker.services.autosaves import Autosaved, Turn
from nap_tracker.services.entries import Change
from tests.cast import Cast
from tests.services.saving import add_row, row

FIELDS = ("statement", "output")
WHO = st.sampled_from(["officer", "colleague"])


@dataclass
class Request:
    """One request on its way: sent once, twice or late, it is the same."""

    who: str
    turn: Turn
    change: Change


@dataclass
class OpenPage:
    """What the script of a page knows: text on the screen, what is saved, and what was shown."""

    who: str
    seen: int
    name: str = field(default_factory=lambda: str(uuid4()))
    turn: int = 0
    screen: dict[str, Any] = field(default_factory=dict)
    saved: dict[str, Any] = field(default_factory=dict)
    fields_seen: dict[str, int] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    pending: Request | None = None

    def changed(self) -> dict[str, Any]:
        fields = set(self.screen) | set(self.saved)
        return {
            f: self.screen.get(f)
            for f in fields - self.held
            if self.screen.get(f) != self.saved.get(f)
        }


class Lines(RuleBasedStateMachine):
    """Two people at one row. Requests are cut before or after the server, doubled and held up."""

    def __init__(self, cast: Cast) -> None:
        super().__init__()
        self.cast = cast
        self.uid = add_row(cast, "activity", {"place": {"en": "Here"}})
        self.pages: dict[str, OpenPage] = {}
        self.late: list[Request] = []
        self.arrived: dict[str, int] = {}
        self.told: set[str] = set()
        self.count = 0
        for who in ("officer", "colleague"):
            self.open(who)

    def _opened(self, who: str) -> entries.OpenEntry:
        return row(self.cast, "activity", self.uid, who)

    @rule(who=WHO)
    def open(self, who: str) -> None:
        """Load the page anew; what was not saved is gone from it."""
        opened = self._opened(who)
        shown = {f: opened.content.answers[f] for f in FIELDS if f in opened.content.answers}
        self.pages[who] = OpenPage(who, opened.counter, screen={**shown}, saved={**shown})

    @rule(who=WHO, field=st.sampled_from(FIELDS), writes=st.booleans())
    def type(self, who: str, field: str, writes: bool) -> None:
        page = self.pages[who]
        self.count += 1
        if writes:
            page.screen[field] = {"en": f"{who} {self.count}"}
        else:
            page.screen.pop(field, None)

    @rule(
        who=WHO,
        line=st.sampled_from(
            ["good", "cut", "unanswered", "double", "held up", "and again", "and again"]
        ),
    )
    def save(self, who: str, line: str) -> None:
        """One try of the script: the pending request again, else the next one."""
        page = self.pages[who]
        if page.pending is None:
            changed = page.changed()
            if not changed:
                return
            page.turn += 1
            change = Change(
                page.seen,
                changed,
                fields_seen={**page.fields_seen},
                origin="autosave",
                window=page.name,
            )
            page.pending = Request(who, Turn(page.name, page.turn), change)
        if line == "cut":
            return
        if line == "held up":
            self.late.append(page.pending)
            return
        if line == "and again":
            self.late.append(page.pending)
        answer = self._arrive(page.pending)
        if line == "double":
            assert self._arrive(page.pending) == answer
        if line != "unanswered":
            self._hear(page, answer)

    @rule()
    def deliver_what_was_held_up(self) -> None:
        """In any order, after newer ones; nobody listens to the answers."""
        for request in reversed(self.late):
            self._arrive(request)
        self.late.clear()

    def _arrive(self, request: Request) -> Autosaved:
        """What has been here before, or comes after a newer one, writes nothing."""
        actor, turn = self.cast.actor(request.who), request.turn
        before = self._revisions()
        answer = autosaves.save(actor, self._opened(request.who), request.change, turn)
        if turn.number <= self.arrived.get(turn.page, 0):
            assert self._revisions() == before
        self.arrived[turn.page] = max(turn.number, self.arrived.get(turn.page, 0))
        return answer

    def _revisions(self) -> int:
        return db.session.query(Revision).filter_by(uid=self.uid).count()

    def _hear(self, page: OpenPage, answer: Autosaved) -> None:
        assert page.pending is not None
        sent = page.pending.change.answers
        page.pending = None
        collided = {conflict.field for conflict in answer.conflicts}
        page.held |= collided
        for field_id, value in sent.items():
            if field_id in collided:
                continue
            page.saved[field_id] = value
            page.fields_seen[field_id] = answer.counter
            if value is not None:
                self.told.add(value["en"])
        for field_id in answer.news:
            if page.screen.get(field_id) == page.saved.get(field_id):
                now = answer.content.answers.get(field_id)
                page.screen[field_id] = page.saved[field_id] = now
                page.fields_seen[field_id] = answer.counter
        for field_id in set(page.fields_seen) - set(answer.news) - page.held:
            page.fields_seen[field_id] = answer.counter

    @invariant()
    def what_was_told_to_be_saved_is_in_history(self) -> None:
        stored = " ".join(r.content for r in db.session.query(Revision).filter_by(uid=self.uid))
        assert all(f'"{text}"' in stored for text in self.told)

    @invariant()
    def the_server_holds_what_a_page_that_heard_last_shows_as_saved(self) -> None:
        """Unless the other one has changed it since, or a request is on its way."""
        answers = self._opened("officer").content.answers
        for page in self.pages.values():
            other = self.pages["colleague" if page.who == "officer" else "officer"]
            for field_id, value in page.saved.items():
                if value is None or answers.get(field_id) == value:
                    continue
                assert self._was_changed_later(field_id, value, page, other), (field_id, value)

    def _was_changed_later(
        self, field_id: str, value: Any, page: OpenPage, other: OpenPage
    ) -> bool:
        """Another revision, after the one that said so, by somebody else or by this very page."""
        said = [
            (r.number, r.author_id, r.window)
            for r in db.session.query(Revision).filter_by(uid=self.uid).order_by(Revision.number)
            if r.number is not None and f'"{value["en"]}"' in r.content
        ]
        return bool(said) and said[-1][0] < self._opened("officer").counter


def test_no_line_however_bad_makes_a_page_say_what_is_not_so(cast: Cast) -> None:
    run_state_machine_as_test(
        lambda: Lines(cast),
        settings=settings(
            max_examples=60, stateful_step_count=40, deadline=None, phases=[Phase.generate]
        ),
    )
