"""What can be wrong with a value, as codes with sentences that say how to put it right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from nap_tracker.i18n import N_

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "wrong_shape": N_("This is not the kind of answer the question takes"),
        "unknown_language": N_("“%(language)s” is not a language tag, such as en or fr"),
        "empty_text": N_("Leave a language out where there is no text in it"),
        "control_character": N_("Remove the characters that cannot be seen or printed"),
        "line_break": N_("Write this on one line"),
        "too_long": N_("Shorten this to %(max)s characters or fewer; it has %(length)s"),
        "unknown_option": N_("“%(value)s” is not one of the answers offered"),
        "repeated": N_("“%(value)s” is given twice"),
        "not_in_order": N_("Give the answers in the order in which they are offered"),
        "not_a_number": N_("Enter a number in figures, for example 1200 or 0.5"),
        "not_whole": N_("Enter a whole number, for example 12"),
        "negative": N_("Enter a number that is not below zero"),
        "too_large": N_("Enter a number with at most %(max)s figures before the decimal point"),
        "too_precise": N_("Enter a number with at most %(max)s figures after the decimal point"),
        "above_maximum": N_("Enter a number that is not above %(max)s"),
        "no_amount": N_("Enter the best value, or both the lowest and the highest"),
        "low_above_best": N_("The lowest value cannot be above the best value"),
        "low_above_high": N_("The lowest value cannot be above the highest value"),
        "best_above_high": N_("The best value cannot be above the highest value"),
        "unit_missing": N_("Choose the unit"),
        "unknown_unit": N_("“%(value)s” is not a unit this question takes"),
        "no_people": N_("Enter the number of people of at least one group"),
        "currency_missing": N_("Choose the currency"),
        "unknown_currency": N_("“%(value)s” is not a currency code, such as USD"),
        "not_a_year": N_("Enter a year with four figures, for example 2024"),
        "year_out_of_range": N_("Enter a year from %(first)s to %(last)s"),
        "not_a_date": N_("Enter a year, a month or a day, for example 2024, 2024-05 or 2024-05-17"),
        "impossible_date": N_(
            "There is no such date. Enter one that exists, for example 2024-02-29"
        ),
        "unknown_country": N_("“%(value)s” is not a country code, such as MLI"),
        "coordinate_missing": N_("Enter both the latitude and the longitude"),
        "latitude_out_of_range": N_("Enter a latitude from -90 to 90"),
        "longitude_out_of_range": N_("Enter a longitude from -180 to 180"),
        "not_an_id": N_("“%(value)s” is not the id of a row or file"),
        "file_or_link": N_("Give either a file or a link"),
        "not_a_link": N_("Enter a link that begins with https:// or http://"),
        "unknown_answer": N_("“%(value)s” is not an answer this question takes"),
        "no_value": N_("This place shows a table and holds no answer of its own"),
    }
)


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """One fault of a value; `part` names where in it: 'low', 'year', a language, an index."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    part: str = ""

    @property
    def message(self) -> str:
        """The sentence, marked for translation; `params` fill its placeholders."""
        return MESSAGES[self.code]

    def inside(self, part: str) -> ValueProblem:
        """The same fault, seen from the value that holds this one as `part`."""
        return ValueProblem(self.code, self.params, f"{part}.{self.part}" if self.part else part)
