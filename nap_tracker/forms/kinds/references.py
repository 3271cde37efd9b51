"""Rows of the plan's own registers, picked from what the page passes in."""

from __future__ import annotations

from nap_tracker.forms.kinds.choices import ChoiceField, ChoicesField
from nap_tracker.forms.kinds.typed import Refusal, Refused
from nap_tracker.i18n import N_, gettext

GONE = N_("What you chose is no longer in the plan. Choose again")


class RefField(ChoiceField):
    """One row. A row that was removed stays chosen until somebody chooses again."""

    kind = "ref"

    def choices(self) -> list[tuple[str, str]]:
        offered = list(self.setting.rows.get(self.spec.register or "", ()))
        if self.start and self.start not in dict(offered):
            offered.append((self.start, gettext("(removed from the plan)")))
        return offered

    def parse(self, typed: str) -> str | None:
        if typed and typed not in dict(self.choices()):
            raise Refused(Refusal(GONE))
        return typed or None


class RefsField(ChoicesField):
    """Several rows, in the order of their register."""

    kind = "refs"

    def choices(self) -> list[tuple[str, str]]:
        offered = list(self.setting.rows.get(self.spec.register or "", ()))
        known = dict(offered)
        for uid in self.start or ():
            if uid not in known:
                offered.append((uid, gettext("(removed from the plan)")))
        return offered

    def parse(self, typed: list[str]) -> list[str] | None:
        known = dict(self.choices())
        if any(uid not in known for uid in typed):
            raise Refused(Refusal(GONE))
        return super().parse(typed)
