"""The form of a section: its answers, who may see them, and whether it is completed."""

from __future__ import annotations

from typing import Any

from nap_tracker.forms.fields import EntryForm
from nap_tracker.forms.kinds.base import Part, Words
from nap_tracker.i18n import N_, gettext

COMPLETED = "_completed"
UNDECIDED = N_("Select whether you have completed this section")


class SectionForm(EntryForm):
    """The last question is never answered for the person: an edited section is asked again."""

    def __init__(self, *args: Any, sent: Any = None, asks: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, sent=sent, **kwargs)
        self.question = Part(
            COMPLETED,
            Words(N_("Have you completed this section?")),
            text=(sent or {}).get(COMPLETED, ""),
            description=_now(self.entry.completed),
            choices=(
                ("yes", gettext("Yes, I have completed this section")),
                ("no", gettext("No, I will come back to it later")),
            ),
            errors=[UNDECIDED] if asks else [],
            type="RadioField",
        )
        self.completed = None if sent is None else _answer(sent.get(COMPLETED))

    @property
    def errors_in_order(self) -> list[tuple[str, str]]:
        question = ((self.question.id, message) for message in self.question.errors)
        return [*super().errors_in_order, *question]


def _now(completed: bool) -> str:
    return N_("It is marked as completed now.") if completed else ""


def _answer(sent: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(sent or "")
