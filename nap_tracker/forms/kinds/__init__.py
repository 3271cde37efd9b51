"""Every kind of answer as a WTForms field, built from the treaty's schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from nap_tracker.annex_c.definitions import Field, Kind
from nap_tracker.forms.kinds.base import KindField
from nap_tracker.forms.kinds.choices import (
    ChoiceField,
    ChoicesField,
    CountryField,
    ItemsField,
    YesNoField,
)
from nap_tracker.forms.kinds.evidence import EvidenceField
from nap_tracker.forms.kinds.figures import MoneyField, NumberField, PeopleField, QuantityField
from nap_tracker.forms.kinds.longtext import LongTextField
from nap_tracker.forms.kinds.places import CoordinatesField, DateField
from nap_tracker.forms.kinds.references import RefField, RefsField
from nap_tracker.forms.kinds.setting import PlanFile, Setting
from nap_tracker.forms.kinds.typed import Refusal, Refused
from nap_tracker.forms.kinds.words import ParagraphField, PlaceField, TextField

__all__ = ["BUILDERS", "KindField", "PlanFile", "Refusal", "Refused", "Setting"]

Builder = Callable[[Field, Setting], Any]

BUILDERS: Mapping[Kind, Builder | None] = MappingProxyType(
    {
        Kind.CHOICE: ChoiceField,
        Kind.CHOICES: ChoicesField,
        Kind.COORDINATES: CoordinatesField,
        Kind.COUNTRY: CountryField,
        Kind.DATE: DateField,
        Kind.EVIDENCE: EvidenceField,
        Kind.ITEMS: ItemsField,
        Kind.LONGTEXT: LongTextField,
        Kind.MONEY: MoneyField,
        Kind.NUMBER: NumberField,
        Kind.PARAGRAPH: ParagraphField,
        Kind.PEOPLE: PeopleField,
        Kind.PLACE: PlaceField,
        Kind.QUANTITY: QuantityField,
        Kind.REF: RefField,
        Kind.REFS: RefsField,
        Kind.ROWS: None,
        Kind.TEXT: TextField,
        Kind.YESNO: YesNoField,
    }
)
"""What answers each kind: called with the field's schema and the page's setting, it gives an
unbound WTForms field. `rows` has none: the page shows a table at its place."""
