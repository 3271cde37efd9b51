"""The form of a collision: what was chosen, field by field and, in long text, block by block."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from nap_tracker.forms.fields import EntryForm
from nap_tracker.text.choices import compose
from nap_tracker.text.identity import seeded


class ChoiceForm(EntryForm):
    """Answers that were chosen as mine; of long text with the blocks that were chosen as theirs."""

    picks: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    """Field id -> {block id: mine, theirs or both}."""
    theirs: Mapping[str, Any] = MappingProxyType({})
    """Field id -> what is stored."""

    @property
    def answers(self) -> dict[str, Any]:
        answers = super().answers
        for id, picks in self.picks.items():
            if id in answers:
                answers[id] = self._composed(self.theirs.get(id), answers[id], picks)
        return answers

    def _composed(self, theirs: Any, mine: Any, picks: Mapping[str, str]) -> Any:
        language = self.setting.language
        one, other = ((value or {}).get(language, "") for value in (theirs, mine))
        text = compose(one, other, picks, seeded(one + other))
        said = {**(mine or {}), language: text}
        return {tag: words for tag, words in said.items() if words} or None
