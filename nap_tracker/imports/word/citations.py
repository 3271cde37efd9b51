"""Paragraphs of the treaty as our own files cite them under a heading; the plan cites them too."""

from __future__ import annotations

import re
from functools import cache

from nap_tracker.annex_c.schema import LANGUAGES, LATEST, treaty

_ITEM = r"\d\s?(?:\(?[a-k]\))?\s?(?:\(?[ivx]+\))?"
_ITEMS = re.compile(rf"annexe? c,?\s*{_ITEM}(?:[,;]\s*{_ITEM})*", re.IGNORECASE)
"""'Annex C 1(b)(i), 1(e)', 'annexe C, 1 b) i), 1 e)'."""


def is_one(text: str) -> bool:
    """Whether a line says no more than which paragraph is answered."""
    bare = " ".join(re.sub("[\u200e\u200f\u2066-\u2069]", "", text).split())
    return bare.casefold() in _known() or _ITEMS.fullmatch(bare) is not None


@cache
def _known() -> frozenset[str]:
    """Every citation of the forms, in every language they speak."""
    return frozenset(
        " ".join(cited.split()).casefold()
        for edition in range(1, LATEST + 1)
        for language in LANGUAGES
        for owner, field in treaty(edition, language).all_fields()
        for cited in (field.paragraph, getattr(owner, "paragraph", ""))
        if cited
    )
