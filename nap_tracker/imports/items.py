"""Annex C items as people cite them: '1(b)/1(d)', '1b', 'b)', 'Annex C 1(h)', or by a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from nap_tracker.annex_c.schema import LANGUAGES, treaty

DATASET_ITEMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Education and Awareness": ("1j",),
        "Formalization": ("1c",),
        "Market-based Mechanisms": ("2",),
        "Mercury Trade Control": ("1f",),
        "Mining Practice Reform": ("1b", "1d", "1e"),
        "NAP Management": ("1g",),
        "Protecting Vulnerable Populations": ("1i",),
        "Public Health": ("1h",),
    }
)
"""The themes by which Prescott et al. (2022) sorted the budget lines of published plans."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What one cell cites."""

    keys: tuple[str, ...] = ()
    """Item keys in the order of the treaty."""
    unknown: tuple[str, ...] = ()
    """The pieces that cite nothing known, as written."""
    broad: tuple[str, ...] = ()
    """Names that stand for several items, which somebody should look at."""


_CITATION = re.compile(
    r"\b(?:minamata convention|convention de minamata|annexe?s? c|anexo c|paragraph(?:e|s|es)?|"
    r"para\.?|points?|items?|alinéas?|article)\b|§",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?:1[\s.]*)?\(?\s*(?P<letter>[a-k])\s*\)?(?:[\s.\-]*\(?\s*(?P<practice>iv|i{1,3})\s*\)?)?[.):]*"
    r"|1?\(?(?P<second>2)\)?[.):]*",
    re.IGNORECASE,
)
_CODE_THEN_NAME = re.compile(
    r"(?P<code>1\s*\(?[a-k]\)?(?:\s*\((?:iv|i{1,3})\))?|\([a-k]\)|2)[\s:.–—-]+[^\W\d_]{4}\D*",
    re.IGNORECASE | re.DOTALL,
)
_ALL_PRACTICES = re.compile(r"1?\s*\(?b\)?\s*\(?i\)?\s*(?:[-–—]|to|à)\s*\(?iv\)?", re.IGNORECASE)
_IN_TEXT = re.compile(r"(?<![\d.])1\s?\(([a-kA-K])\)")
_BREAKS = re.compile(r"[/,;+&\n|]|\s+(?:and|et|y|e)\s+")


def read(text: str, names: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> Cited:
    """Every item a cell cites; `names` maps what the file calls an item to item keys.

    A name the person mapped wins over everything; the titles of the treaty's items and the themes
    of the published data set are known without being mapped.
    """
    known = {plain(name): keys for name, keys in names.items()}
    keys: list[str] = []
    unknown: list[str] = []
    broad: list[str] = []
    for piece in _pieces(text, known):
        named = _titled().get(plain(piece), ())
        found = known.get(plain(piece)) or named or _coded(piece)
        keys.extend(found)
        if not found:
            unknown.append(piece)
        elif found is named and len(named) > 1:
            broad.append(piece)
    return Cited(in_order(keys), tuple(unknown), tuple(broad))


def in_text(text: str) -> tuple[str, ...]:
    """Items that a heading cites in full, as in 'as required by point 1(j) of Annex C'."""
    return in_order(f"1{letter.lower()}" for letter in _IN_TEXT.findall(text))


def in_order(keys: Iterable[str]) -> tuple[str, ...]:
    """Each key once, in the order of the treaty."""
    named = set(keys)
    return tuple(item.key for item in treaty().items if item.key in named)


def are_cited(cells: Iterable[str]) -> bool:
    """Whether most of the cells that say anything cite Annex C items."""
    cited = [
        bool(found.keys) and not found.unknown for found in map(read, cells) if found != Cited()
    ]
    return bool(cited) and sum(cited) * 2 > len(cited)


def plain(text: str) -> str:
    """A name without case and spacing."""
    return " ".join(text.casefold().split())


def _pieces(text: str, known: Mapping[str, tuple[str, ...]]) -> list[str]:
    whole = text.strip()
    if plain(whole) in known or plain(whole) in _titled() or _CODE_THEN_NAME.fullmatch(whole):
        return [whole]
    cut = _BREAKS.split(_CITATION.sub(" ", whole))
    return [piece for raw in cut if (piece := raw.strip(" .:–—-\t"))]


def _coded(piece: str) -> tuple[str, ...]:
    if _ALL_PRACTICES.fullmatch(piece):
        return ("1b.i", "1b.ii", "1b.iii", "1b.iv")
    named = _CODE_THEN_NAME.fullmatch(piece)
    match = _CODE.fullmatch(named["code"] if named else piece)
    if not match:
        return ()
    if match["second"]:
        return ("2",)
    key = "1" + match["letter"].lower()
    if not match["practice"]:
        return (key,)
    return (f"1b.{match['practice'].lower()}",) if key == "1b" else ()


@cache
def _titled() -> Mapping[str, tuple[str, ...]]:
    """Titles of the items in every language of the treaty, and the data set's themes."""
    titles = {plain(name): keys for name, keys in DATASET_ITEMS.items()}
    for language in LANGUAGES:
        titles |= {plain(item.title): (item.key,) for item in treaty(language=language).items}
    return MappingProxyType(titles)
