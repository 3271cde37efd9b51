"""Two people changed the same answer: the page that shows both, and what was chosen on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.definitions import Field, Owner
from nap_tracker.content.merge import FieldConflict
from nap_tracker.forms.fields import EntryForm
from nap_tracker.i18n import N_, gettext
from nap_tracker.services import collisions, entries
from nap_tracker.services.answers import Answer, Reading
from nap_tracker.services.collisions import Collision
from nap_tracker.text import blocks
from nap_tracker.web.door import actor
from nap_tracker.web.entries import Desk, counter_sent

MINE, THEIRS = "mine", "theirs"
UNDECIDED = N_("Choose which answer to keep for “%(question)s”")


@dataclass(frozen=True, slots=True)
class Choice:
    """One question two people answered differently; the field's control holds mine."""

    field: Any
    theirs: Answer
    mine: Answer
    error: str = ""
    chosen: str = ""
    """What is ticked already, when another question was left open."""

    @property
    def name(self) -> str:
        return f"_choose-{self.field.name}"


@dataclass(frozen=True)
class Collisions:
    """Where a collision happened: enough to show it and to read what was chosen."""

    desk: Desk
    reading: Reading
    owner: Owner
    opened: entries.OpenEntry
    action: str
    """The page's own address: choices are sent to the normal save."""

    def page(self, saved: entries.Saved) -> ResponseReturnValue:
        """Right after a save that collided: everything else is saved."""
        assert saved.kept is not None
        collision = Collision(
            saved.kept, saved.counter, saved.conflicts, saved.other, saved.other_at
        )
        return self._render(collision, self._form(collision), {})

    def chosen(self) -> Chosen | None:
        """What was chosen on the page before; None where the form is an ordinary one."""
        kept = request.form.get("_kept")
        if not kept:
            return None
        collision = collisions.find(actor(), self.opened, kept, counter_sent(self.desk.version))
        choices = {c.field: request.form.get(f"_choose-{c.field}") for c in collision.conflicts}
        undecided = [id for id, choice in choices.items() if choice not in (MINE, THEIRS)]
        if undecided:
            form = self._form(collision, sent=request.form)
            page = self._render(collision, form, self._asked(undecided))
            return Chosen(form, collision.seen, page)
        mine = [id for id, choice in choices.items() if choice == MINE]
        return Chosen(self._form(collision, sent=request.form, only=mine), collision.seen)

    def _asked(self, undecided: Sequence[str]) -> dict[str, str]:
        labels = {f.id: f.label for f in self.owner.fields}
        return {id: gettext(UNDECIDED, question=labels[id]) for id in undecided}

    def _form(
        self, collision: Collision, *, sent: Any = None, only: Sequence[str] | None = None
    ) -> EntryForm:
        before = entries.as_seen(actor(), self.opened, collision.seen)
        return EntryForm(
            self.owner,
            self.desk.setting(self.reading, self.owner),
            before.content,
            pending=before.unaccepted if sent is not None else None,
            sent=sent,
            only=[c.field for c in collision.conflicts] if only is None else only,
            offered={c.field: c.mine for c in collision.conflicts},
        )

    def _render(
        self, collision: Collision, form: EntryForm, asked: Mapping[str, str]
    ) -> ResponseReturnValue:
        choices = [
            self._choice(form, conflict, asked)
            for conflict in collision.conflicts
            if conflict.field in form
        ]
        page = render_template(
            "errors/collision.html",
            desk=self.desk,
            owner=self.owner,
            action=self.action,
            collision=collision,
            is_own=collision.other == actor().name,
            choices=choices,
            errors=[(choice.name, choice.error) for choice in choices if choice.error],
        )
        return page, 409

    def _choice(self, form: EntryForm, conflict: FieldConflict, asked: Mapping[str, str]) -> Choice:
        field = form[conflict.field]
        return Choice(
            field,
            self._said(field.spec, conflict.theirs, conflict.mine),
            self._said(field.spec, conflict.mine, conflict.theirs),
            asked.get(conflict.field, ""),
            request.form.get(f"_choose-{conflict.field}", ""),
        )

    def _said(self, field: Field, value: Any, other: Any) -> Answer:
        """An answer in words; of long text only the blocks that the other does not have."""
        answer = self.reading.answer(field, value)
        if not answer.html:
            return answer
        against = self.reading.answer(field, other).html
        known = {block.html for block in blocks.split(against)}
        own = [block for block in blocks.split(answer.html) if block.html not in known]
        return Answer(field, (), blocks.join(own), answer.language)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The answers chosen as mine, ready to be saved; or the page again where one was not chosen."""

    form: EntryForm
    seen: int
    page: ResponseReturnValue | None = None
