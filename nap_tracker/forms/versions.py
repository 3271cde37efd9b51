"""Freezing a version, and beginning the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField

from nap_tracker.forms.parts import Form, OneOf, offer
from nap_tracker.i18n import N_


class FreezeForm(Form):
    """Nothing but the button."""


class NextForm(Form):
    """What the next version is for."""

    purpose = RadioField(
        N_("What is the next version for?"),
        validate_choice=False,
        validators=[OneOf(N_("Select what the next version is for"))],
    )

    def __init__(self, *, purposes: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.purpose.choices = offer(purposes)
        if len(self.purpose.choices) == 1 and not self.purpose.data:
            self.purpose.data = self.purpose.choices[0].value
