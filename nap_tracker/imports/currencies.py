"""Currencies as people write them: ISO 4217 codes, signs and names, some of which are shared."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nap_tracker.annex_c.codes import CURRENCIES
from nap_tracker.imports.figures import Unreadable

_WRITTEN = """
USD: us$; $us; $ us; us $; usd$; us dollar; us dollars; dollar us; dollars us; dollars américains
USD AUD BBD BND BSD BZD CAD FJD GYD HKD JMD LRD NAD NZD SBD SGD SRD TTD: dollar; dollars
USD AUD CAD GYD LRD NAD SBD SRD ARS CLP COP CUP DOP MXN UYU: $
ARS CLP COP CUP DOP MXN PHP UYU: peso; pesos
EUR: €; euro; euros
GBP EGP SDG SSP SYP: £; pound; pounds; livres
XOF XAF: cfa; fcfa; f cfa; f.cfa; franc cfa; francs cfa
XOF XAF CHF GNF RWF BIF CDF KMF DJF: f; fr; franc; francs
GNF: fg; francs guinéens
CDF: fc; francs congolais
MNT: ₮; tugrik; tugriks; tögrög; төгрөг; төг
MGA: ar; ariary; ariarys
SLE SLL: le; leone; leones
KES SOS TZS UGX: sh; shs; shilling; shillings
UGX: ush; ushs; ugsh
KES: ksh; kshs
TZS: tsh; tshs
GHS: gh¢; gh₵; ₵; ghc; cedi; cedis
NGN: ₦; naira; nairas
LAK: ₭; kip; kips
PEN: s/; s/.; sol; soles
BOB VES: bs; bolivianos
BRL: r$; reais
IDR: rp; rupiah
CNY JPY: ¥
CNY: yuan; 元; 人民币
ZMW MWK: kwacha
PHP: ₱
ETB: birr
"""
"""Currencies that share the names and signs after the colon."""


def _table() -> Mapping[str, tuple[str, ...]]:
    signs: dict[str, tuple[str, ...]] = {}
    for line in _WRITTEN.strip().splitlines():
        codes, _, names = line.partition(":")
        signs.update(
            dict.fromkeys((name.strip() for name in names.split(";")), tuple(codes.split()))
        )
    return signs


_SIGNS = _table()
_EDGES = "()[].:;* \u00a0\u202f"
_IN_HEADER = re.compile(r"\(([^)]*)\)|(?:\bin|\ben)\s+(\S+(?:\s+\S+)?)|(?<!\S)(\S+)$")


def code(written: str, default: str | None = None) -> str:
    """The ISO 4217 code that was meant.

    `default` settles a sign that several currencies share. Raises Unreadable where nothing known
    was written, or where a shared sign is not settled.
    """
    text = " ".join(written.strip(_EDGES).split())
    if text.upper() in CURRENCIES:
        return text.upper()
    meant = _SIGNS.get(text.casefold(), ())
    if not meant:
        raise Unreadable("currency")
    if len(meant) > 1 and default not in meant:
        raise Unreadable("shared_currency")
    return default if default in meant and default else meant[0]


def is_known(written: str) -> bool:
    """Whether this is a code, a sign or a name of some currency."""
    text = written.strip(_EDGES)
    return text.upper() in CURRENCIES or text.casefold() in _SIGNS


def in_header(header: str) -> str | None:
    """What a heading such as 'Cost (USD)' or 'Coût en FCFA' says of the currency, as written."""
    for match in _IN_HEADER.finditer(header.replace("_", " ")):
        written = next(group for group in match.groups() if group is not None)
        for piece in (written, written.split()[-1] if written.split() else ""):
            if _is_sure(piece):
                return piece
    return None


def _is_sure(piece: str) -> bool:
    """In a heading only capitals are a code ('all', 'top' and 'try' are words)."""
    text = piece.strip(_EDGES)
    if text in CURRENCIES:
        return True
    return len(text) > 1 and text.casefold() in _SIGNS and text.casefold() not in ("ar", "le", "so")
