"""Who may see a section or row and each of its fields: the controls that change it."""

from __future__ import annotations

from typing import Any

from nap_tracker.annex_c.definitions import AUDIENCES, Field, Kind, Owner
from nap_tracker.content.audience import Audience, of_field, of_whole
from nap_tracker.content.tree import EntryContent
from nap_tracker.forms.kinds.base import Part, Words
from nap_tracker.i18n import N_, gettext

NAMES = {
    "drafting_team": N_("Drafting team only"),
    "reviewers": N_("Drafting team and reviewers"),
    "public": N_("Public"),
}
WHOLE = "_audience"


class AudienceForm:
    """One list for the whole and one for each field; '' follows the whole.

    Officers are offered what is narrower than now, those who lead the drafting everything.
    `audience` and `audiences` hold only what was changed.
    """

    def __init__(
        self, owner: Owner, entry: EntryContent, *, widens: bool, label: str, sent: Any = None
    ) -> None:
        self.owner = owner
        self.entry = entry
        self.widens = widens
        self.whole = self._whole(label)
        self.parts = {f.id: self._part(f) for f in owner.fields if f.kind is not Kind.ROWS}
        self.audience: str | None = None
        self.audiences: dict[str, str] = {}
        if sent is not None:
            self._take(sent)

    def _whole(self, label: str) -> Part:
        now = of_whole(self.owner, self.entry)
        return Part(WHOLE, Words(label), text=now.value, choices=self._choices(now))

    def _part(self, spec: Field) -> Part:
        inherits = spec.audience == self.owner.audience
        now = self.entry.audiences.get(spec.id) or ("" if inherits else spec.audience)
        choices = self._choices(of_field(self.owner, spec, self.entry))
        if now and now not in dict(choices):
            choices = (*choices, (now, gettext(NAMES[now])))
        if inherits and (not now or self.widens):
            choices = (("", gettext("Like the whole")), *choices)
        return Part(f"{WHOLE}-{spec.id}", Words(spec.label), text=now, choices=choices)

    def _choices(self, now: Audience) -> tuple[tuple[str, str], ...]:
        offered = [a for a in AUDIENCES if self.widens or Audience(a).openness <= now.openness]
        return tuple((a, gettext(NAMES[a])) for a in offered)

    def _take(self, sent: Any) -> None:
        """Anything that is not offered is left to the service, which refuses it."""
        known = ("", *AUDIENCES)
        whole = sent.get(WHOLE, self.whole.text)
        if whole in AUDIENCES and whole != self.whole.text:
            self.audience = whole
        for id, part in self.parts.items():
            chosen = sent.get(part.name, part.text)
            if chosen in known and chosen != part.text:
                self.audiences[id] = chosen
