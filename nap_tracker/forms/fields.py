"""The form of one entry, generated from the treaty's schema: what is accepted, what not yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from wtforms.form import BaseForm

from nap_tracker.annex_c.definitions import FIGURES, WORDED, Field, Kind, Owner, Section
from nap_tracker.content.audience import of_field, of_whole
from nap_tracker.content.tree import EntryContent
from nap_tracker.forms.kinds import BUILDERS, KindField, Setting
from nap_tracker.forms.kinds.typed import Refusal
from nap_tracker.i18n import N_

TRANSLATED = WORDED | FIGURES | {Kind.EVIDENCE}
"""Kinds that hold words, and so are shown when another language than the binding one is edited."""

ORDERED = (("start", "end"), ("period_start", "period_end"))
"""Fields of one entry that contradict each other when the second date is before the first."""
END_BEFORE_START = N_("The end cannot be before the start. Correct one of the two")

Pending = Mapping[str, Mapping[str, Any]]
"""Field id -> what was typed and not accepted, as the services store it."""


class EntryForm(BaseForm):
    """The answers of a section or row.

    `entry` and `pending` are as they were when the person opened the form. With `sent`, `answers`
    holds the accepted values (None for a blank) and `unaccepted` the others; the draft can always
    be saved with both. `only` leaves the other fields out; `offered` are values to begin with in
    place of the accepted ones.
    """

    def __init__(
        self,
        owner: Owner,
        setting: Setting,
        entry: EntryContent,
        *,
        pending: Pending | None = None,
        sent: Any = None,
        only: Collection[str] | None = None,
        offered: Mapping[str, Any] | None = None,
    ) -> None:
        specs = [spec for spec in owner.fields if _is_asked(spec, setting, only)]
        super().__init__([(spec.id, BUILDERS[spec.kind](spec, setting)) for spec in specs])  # type: ignore[misc]
        self.owner = owner
        self.setting = setting
        self.entry = entry
        self.before: Pending = pending or {}
        for field in self:
            field.offered = offered or {}
            self._describe(field)
        self.process(sent, data={**dict.fromkeys(self._fields), **entry.answers})
        if sent is None:
            self._restore()
        else:
            self._contradictions()

    def __iter__(self) -> Iterator[KindField]:
        return iter(self._fields.values())

    def _describe(self, field: KindField) -> None:
        """What stands around the control: who may see it, and what the Convention says."""
        spec = field.spec
        audience = of_field(self.owner, spec, self.entry)
        is_special = audience is not of_whole(self.owner, self.entry)
        field.audience = audience.value if is_special else ""
        paragraph, item = cited(self.owner)
        if spec.paragraph == paragraph:
            return
        field.citation = spec.paragraph
        if spec.item and spec.item != item:
            # Only the authentic text a Party loaded is shown as the Convention's own words.
            field.clause = self.setting.schema.item(spec.item).authentic or ""

    def _restore(self) -> None:
        for field in self:
            pending = self.before.get(field.spec.id)
            if pending and pending.get("language", self.setting.language) == self.setting.language:
                field.restore(pending)

    def _contradictions(self) -> None:
        """The date that was changed is the one that is not accepted; of two, the end first."""
        for start, end in ORDERED:
            for id in (end, start):
                changed = id in self and self[id].data != self[id].accepted
                if changed and _is_before(self._now(end), self._now(start)):
                    self[id].refuse(Refusal(END_BEFORE_START))

    def _now(self, id: str) -> Any:
        return self[id].data if id in self else self.entry.answers.get(id)

    @property
    def has_questions(self) -> bool:
        """A section may be nothing but tables."""
        return bool(self._fields)

    @property
    def answers(self) -> dict[str, Any]:
        """Accepted values of the fields that were sent; None is a blank."""
        return {field.spec.id: field.data for field in self if field.has_answer}

    @property
    def unaccepted(self) -> dict[str, Any]:
        """What was typed and not accepted, here and (untouched) in another language."""
        kept = {id: dict(told) for id, told in self.before.items() if self._is_elsewhere(id, told)}
        own = {field.spec.id: field.pending for field in self if field.pending}
        return {**kept, **own}

    def _is_elsewhere(self, id: str, told: Mapping[str, Any]) -> bool:
        return id in self and told.get("language", self.setting.language) != self.setting.language

    @property
    def errors_in_order(self) -> list[tuple[str, str]]:
        """(element id, message) for the error summary."""
        return [told for field in self for told in field.told]


def _is_asked(spec: Field, setting: Setting, only: Collection[str] | None) -> bool:
    if spec.kind is Kind.ROWS or (only is not None and spec.id not in only):
        return False
    return setting.language == setting.binding or spec.kind in TRANSLATED


def cited(owner: Owner) -> tuple[str, str | None]:
    """(citation, item) that stands once at the head of the page: fields repeat only another one."""
    if isinstance(owner, Section):
        return owner.paragraph, owner.item
    naming = owner.field(owner.label_field)
    return naming.paragraph, naming.item


def _is_before(last: Any, first: Any) -> bool:
    """Whether a date that may be partial lies before another: a year holds all its months."""
    if not last or not first:
        return False
    length = min(len(last), len(first))
    return bool(last[:length] < first[:length])
