"""A model of two officers on one row: no saved text is ever lost, and nobody is overwritten."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from nap_tracker.extensions import db
from nap_tracker.models.entry import Revision
from nap_tracker.services import collisions, entries
from nap_tracker.services.entries import Change, OpenEntry, Saved
from tests.cast import Cast
from tests.services.saving import add_row, row

FIELDS = ("statement", "output")
WHO = st.sampled_from(["officer", "colleague"])


class TwoOfficers(RuleBasedStateMachine):
    """`plan` is what the row must say; `forms` what each officer has on the screen."""

    def __init__(self, cast: Cast) -> None:
        super().__init__()
        self.cast = cast
        self.uid = add_row(cast, "activity", {"place": {"en": "Here"}})
        self.plan: dict[str, Any] = {}
        self.forms: dict[str, OpenEntry] = {}
        self.told: dict[str, Saved] = {}
        self.written: set[str] = set()
        for who in ("officer", "colleague"):
            self.open_the_form(who)

    def _open(self, who: str) -> OpenEntry:
        return row(self.cast, "activity", self.uid, who)

    @rule(who=WHO)
    def open_the_form(self, who: str) -> None:
        self.forms[who] = self._open(who)
        self.told.pop(who, None)

    @rule(who=WHO, changes=st.dictionaries(st.sampled_from(FIELDS), st.booleans(), min_size=1))
    def send_the_form(self, who: str, changes: dict[str, bool]) -> None:
        """True writes something new, False clears the answer."""
        if who in self.told:
            self.choose(who, "theirs")
        form = self.forms[who]
        mine = {field: self._words(who) if writes else None for field, writes in changes.items()}
        base = form.content.answers
        saved = entries.save(self.cast.actor(who), self._open(who), Change(form.counter, {**mine}))
        collided = set()
        for field, value in mine.items():
            before, now = base.get(field), self.plan.get(field)
            if value == before:
                continue
            if now in (before, value):
                self._put(field, value)
            else:
                collided.add(field)
        assert {conflict.field for conflict in saved.conflicts} == collided
        for conflict in saved.conflicts:
            assert conflict.theirs == self.plan.get(conflict.field)
            assert conflict.mine == mine[conflict.field]
        self._sees_again(who, saved)

    @rule(who=WHO, keeps=st.sampled_from(["mine", "theirs"]))
    def choose(self, who: str, keeps: str) -> None:
        """After a collision, as the page does it: mine is saved on top of what was shown."""
        told = self.told.get(who)
        if told is None or told.kept is None:
            return
        found = collisions.find(self.cast.actor(who), self._open(who), told.kept, told.counter)
        assert found.conflicts == told.conflicts
        mine = {c.field: c.mine for c in found.conflicts} if keeps == "mine" else {}
        seen = {c.field: c.theirs for c in found.conflicts}
        saved = entries.save(self.cast.actor(who), self._open(who), Change(told.counter, mine))
        collided = {f for f in mine if self.plan.get(f) not in (seen[f], mine[f])}
        for field in set(mine) - collided:
            self._put(field, mine[field])
        assert {conflict.field for conflict in saved.conflicts} == collided
        self._sees_again(who, saved)

    def _words(self, who: str) -> dict[str, str]:
        text = f"{who} {len(self.written)}"
        self.written.add(text)
        return {"en": text}

    def _put(self, field: str, value: Any) -> None:
        self.plan[field] = value
        if value is None:
            del self.plan[field]

    def _sees_again(self, who: str, saved: Saved) -> None:
        """With a collision the choice is on the screen, otherwise the row as it is now."""
        self.told.pop(who, None)
        self.forms[who] = self._open(who)
        if saved.conflicts:
            self.told[who] = saved

    @invariant()
    def the_row_says_what_it_must(self) -> None:
        assert self._open("officer").content.answers == {**self.plan, "place": {"en": "Here"}}

    @invariant()
    def every_text_ever_sent_is_in_history(self) -> None:
        stored = " ".join(r.content for r in db.session.query(Revision).filter_by(uid=self.uid))
        assert all(f'"{text}"' in stored for text in self.written)


def test_no_saved_text_is_ever_lost_between_two_officers(cast: Cast) -> None:
    run_state_machine_as_test(
        lambda: TwoOfficers(cast),
        settings=settings(
            max_examples=30, stateful_step_count=10, deadline=None, phases=[Phase.generate]
        ),
    )
