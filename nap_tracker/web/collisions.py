"""Two people changed the same answer: the page that shows both, and what was chosen on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from nap_tracker.annex_c.definitions import Field, Kind, Owner
from nap_tracker.content.merge import FieldConflict
from nap_tracker.forms.choices import ChoiceForm
from nap_tracker.forms.fields import EntryForm
from nap_tracker.i18n import N_, gettext
from nap_tracker.services import collisions, comparing, entries
from nap_tracker.services.answers import Answer, Reading
from nap_tracker.services.collisions import Collision
from nap_tracker.text.choices import BOTH, MINE, THEIRS, differing
from nap_tracker.web.differences import MarkedText, marked_field
from nap_tracker.web.door import actor
from nap_tracker.web.entries import Desk, counter_sent

ALL = (MINE, THEIRS, BOTH)
PEOPLE = (N_("Theirs"), N_("Mine"))
WINDOWS = (N_("In the other window"), N_("In this window"))
UNDECIDED = N_("Choose which answer to keep for “%(question)s”")


@dataclass(frozen=True, slots=True)
class Part:
    """What is chosen at once: an answer, or one block of a long text."""

    name: str
    block: str
    """The block's id; '' where the whole answer is chosen."""
    theirs: Answer
    mine: Answer
    differs: Sequence[MarkedText]
    """Both in one, what is theirs and what is mine marked; nothing for figures and choices."""
    error: str
    chosen: str
    """What is ticked already, when another question was left open."""

    @property
    def offers_both(self) -> bool:
        """Two paragraphs can follow each other; two answers cannot."""
        return bool(self.block and not self.theirs.is_blank and not self.mine.is_blank)


@dataclass(frozen=True, slots=True)
class Choice:
    """One question two people answered differently; the field's control holds mine."""

    field: Any
    parts: Sequence[Part]


@dataclass(frozen=True)
class Collisions:
    """Where a collision happened: enough to show it and to read what was chosen."""

    desk: Desk
    reading: Reading
    owner: Owner
    opened: entries.OpenEntry
    action: str
    """The page's own address: choices are sent to the normal save."""
    sent: MultiDict[str, str] = field(default_factory=lambda: request.form)
    """What was chosen and written; from a form that was held where the session had ended."""

    def page(self, saved: entries.Saved) -> ResponseReturnValue:
        """Right after a save that collided: everything else is saved."""
        assert saved.kept is not None
        collision = Collision(
            saved.kept, saved.counter, saved.conflicts, saved.other, saved.other_at
        )
        return self._render(collision, self._form(collision), {}), 409

    @property
    def is_asked(self) -> bool:
        """Whether what was sent is a choice, and no ordinary form."""
        return bool(self.sent.get("_kept"))

    def again(self) -> ResponseReturnValue:
        """The choice as far as it was made, after the session had ended."""
        collision = self._collision()
        return self._render(collision, self._form(collision, sent=self.sent), {})

    def chosen(self) -> Chosen | None:
        """What was chosen on the page before; None where the form is an ordinary one."""
        if not self.is_asked:
            return None
        collision = self._collision()
        picks = {c.field: self._picks(c) for c in collision.conflicts}
        undecided = [name for each in picks.values() for name, pick in each.values() if not pick]
        if undecided:
            form = self._form(collision, sent=self.sent)
            page = self._render(collision, form, self._asked(collision, undecided)), 409
            return Chosen(form, collision.seen, page)
        mine = [id for id, each in picks.items() if {pick for _, pick in each.values()} != {THEIRS}]
        form = self._form(collision, sent=self.sent, only=mine)
        form.theirs = {c.field: c.theirs for c in collision.conflicts}
        form.picks = {
            id: {block: pick for block, (_, pick) in each.items()}
            for id, each in picks.items()
            if id in mine and "" not in each
        }
        return Chosen(form, collision.seen)

    def _collision(self) -> Collision:
        seen = counter_sent(self.desk.version, self.sent)
        return collisions.find(actor(), self.opened, self.sent["_kept"], seen)

    def _picks(self, conflict: FieldConflict) -> dict[str, tuple[str, str]]:
        """Block ('' for the whole answer) -> (name of its choice, what was picked or '')."""
        offered = self._names(conflict)
        may_be = {"": (MINE, THEIRS)}
        sent = {block: self.sent.get(name, "") for block, name in offered.items()}
        return {
            block: (name, sent[block] if sent[block] in may_be.get(block, ALL) else "")
            for block, name in offered.items()
        }

    def _names(self, conflict: FieldConflict) -> dict[str, str]:
        """What can be chosen in an answer: the blocks that differ, or the whole."""
        name = f"_choose-{conflict.field}"
        if self.owner.field(conflict.field).kind is not Kind.LONGTEXT:
            return {"": name}
        blocks = [each.block_id for each in differing(*self._texts(conflict))]
        if len(blocks) == 1:
            return {blocks[0]: name}
        return {block: f"{name}-{block}" for block in blocks} or {"": name}

    def _texts(self, conflict: FieldConflict) -> tuple[str, str]:
        """Theirs and mine in the language that is edited."""
        language = self.desk.language
        theirs, mine = (value or {} for value in (conflict.theirs, conflict.mine))
        return theirs.get(language, ""), mine.get(language, "")

    def _asked(self, collision: Collision, undecided: Sequence[str]) -> dict[str, str]:
        return {
            name: gettext(UNDECIDED, question=self.owner.field(conflict.field).label)
            for conflict in collision.conflicts
            for name in self._names(conflict).values()
            if name in undecided
        }

    def _form(
        self, collision: Collision, *, sent: Any = None, only: Sequence[str] | None = None
    ) -> ChoiceForm:
        before = entries.as_seen(actor(), self.opened, collision.seen)
        return ChoiceForm(
            self.owner,
            self.desk.setting(self.reading, self.owner),
            before.content,
            pending=before.unaccepted if sent is not None else None,
            sent=sent,
            only=[c.field for c in collision.conflicts] if only is None else only,
            offered={c.field: c.mine for c in collision.conflicts},
        )

    def _render(self, collision: Collision, form: EntryForm, asked: Mapping[str, str]) -> str:
        is_own = collision.other == actor().name
        choices = [
            Choice(form[conflict.field], self._parts(conflict, asked, is_own=is_own))
            for conflict in collision.conflicts
            if conflict.field in form
        ]
        return render_template(
            "errors/collision.html",
            desk=self.desk,
            owner=self.owner,
            uid=self.opened.content.uid,
            action=self.action,
            collision=collision,
            is_own=is_own,
            choices=choices,
            errors=[(p.name, p.error) for choice in choices for p in choice.parts if p.error],
        )

    def _parts(
        self, conflict: FieldConflict, asked: Mapping[str, str], *, is_own: bool
    ) -> list[Part]:
        field = self.owner.field(conflict.field)
        by_block = (
            {each.block_id: each for each in differing(*self._texts(conflict))}
            if (field.kind is Kind.LONGTEXT)
            else {}
        )
        parts = []
        for block, name in self._names(conflict).items():
            theirs, mine = conflict.theirs, conflict.mine
            if block:
                language = self.desk.language
                one = by_block[block]
                theirs, mine = {language: one.theirs}, {language: one.mine}
            parts.append(
                self._part(field, name, block, (theirs, mine), asked, WINDOWS if is_own else PEOPLE)
            )
        return parts

    def _part(
        self,
        field: Field,
        name: str,
        block: str,
        sides: tuple[Any, Any],
        asked: Mapping[str, str],
        sources: tuple[str, str],
    ) -> Part:
        theirs, mine = sides
        voice = self.reading.voice
        change = comparing.of_field(field, theirs, mine, voice, voice)
        return Part(
            name,
            block,
            self.reading.answer(field, theirs),
            self.reading.answer(field, mine),
            marked_field(change, removed=gettext(sources[0]), added=gettext(sources[1])).texts,
            asked.get(name, ""),
            self.sent.get(name, ""),
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The answers chosen as mine, ready to be saved; or the page again where one was not chosen."""

    form: EntryForm
    seen: int
    page: ResponseReturnValue | None = None
