"""When and where: a date that may be partial, a point on the map."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nap_tracker.forms.kinds import days, numerals
from nap_tracker.forms.kinds.base import Compound, KindField, Part
from nap_tracker.forms.kinds.typed import Refusal, Refused
from nap_tracker.i18n import N_

_SIDE = re.compile(r"(?P<number>.*?)\s*°?\s*(?P<side>[NSEWnsew])?")


class DateField(KindField):
    """A year, a month or a day."""

    kind = "date"

    def show(self, value: Any) -> str:
        return str(value or "")

    def parse(self, typed: str) -> str | None:
        return days.parse(typed, self.setting.notations) if typed.strip() else None


class CoordinatesField(Compound):
    """Latitude and longitude in decimal degrees."""

    kind = "coordinates"

    def make_parts(self) -> Iterator[tuple[str, Part]]:
        yield self.part("lat", N_("Latitude"))
        yield self.part("lon", N_("Longitude"))

    def show(self, value: Any) -> dict[str, str]:
        return {
            key: numerals.shown((value or {}).get(key, ""), self.setting.reader)
            for key in self.parts
        }

    def parse(self, typed: Mapping[str, str]) -> dict[str, str] | None:
        value: dict[str, str] = {}
        refusals: list[Refusal] = []
        for key in self.parts:
            if not typed[key].strip():
                continue
            try:
                value[key] = self._degrees(key, typed[key])
            except Refused as refused:
                refusals += [one.inside(key) for one in refused.refusals]
        if refusals:
            raise Refused(*refusals)
        return value or None

    def _degrees(self, key: str, text: str) -> str:
        """'12.5', '12,5° N' or '1.5 W'. Three decimals are degrees: nobody means 1500 of them."""
        if text == numerals.shown((self.start or {}).get(key, ""), self.setting.reader):
            return str(self.start[key])
        match = _SIDE.fullmatch(numerals.ascii_digits(text))
        number, side = (match["number"], match["side"]) if match else (text, None)
        if side and side.upper() not in ("NS" if key == "lat" else "EW"):
            raise Refused(Refusal(N_("Give the latitude as N or S and the longitude as E or W")))
        degrees = numerals.parse(number.replace(",", ".") if "." not in number else number, ("en",))
        if side and side.upper() in "SW" and not degrees.startswith("-"):
            return f"-{degrees}" if float(degrees) else degrees
        return degrees
