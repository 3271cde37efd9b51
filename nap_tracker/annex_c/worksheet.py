"""The questions of the determination worksheet, in the language in force.

They gather what a state may look at when it judges whether its small-scale gold mining is more than
insignificant (Article 7(3)). The Convention gives no threshold, and none is worked out from them.
"""

from __future__ import annotations

from collections.abc import Mapping

from nap_tracker.annex_c.definitions import AUDIENCES, Field, Kind, Level, Option, Section
from nap_tracker.i18n import N_, gettext

DRAFTING_TEAM = AUDIENCES[0]
PARAGRAPH = N_("Article 7(3)")
SEEN = {
    "present": N_("It is practised"),
    "absent": N_("It is not practised"),
    "not_known": N_("Not known"),
}
PRACTICES = {
    "whole_ore": N_("Whole ore amalgamation"),
    "open_burning": N_("Open burning of amalgam or processed amalgam"),
    "residential": N_("Burning of amalgam in residential areas"),
    "cyanide": N_("Cyanide leaching of sediment, ore or tailings to which mercury was added"),
}
"""The four of Annex C, paragraph 1(b)."""

MEASURES: Mapping[str, str] = {
    "people": "miners",
    "mercury_used": "mercury_used",
}
"""What a baseline estimate of a plan is about -> the question it can answer here."""


def worksheet() -> Section:
    """The questions as a section, so that the same forms ask them."""
    return Section(
        id="worksheet",
        group="",
        title=gettext("Determination worksheet"),
        task=gettext("Determination worksheet"),
        paragraph=gettext(PARAGRAPH),
        item=None,
        level=Level.OPTIONAL,
        guidance="",
        audience=DRAFTING_TEAM,
        fields=(
            _field(
                "miners",
                Kind.QUANTITY,
                N_("People who mine or process gold on a small scale"),
                N_("Miners, processors, carriers and traders; say in the method who is counted."),
                units=("people",),
            ),
            _field(
                "mercury_used",
                Kind.QUANTITY,
                N_("Mercury used in a year"),
                N_("The lowest, best and highest figure, as far as they are known."),
                units=("kg/yr", "t/yr", "g/yr", "flask/yr"),
            ),
            *(
                _field(id, Kind.CHOICE, label, options=_options(SEEN))
                for id, label in PRACTICES.items()
            ),
            _field(
                "practices_note",
                Kind.PARAGRAPH,
                N_("Where these practices were seen, and by whom"),
                N_("Name regions and sources. Do not name people."),
            ),
            _field(
                "share",
                Kind.QUANTITY,
                N_("Share of the country's mercury emissions and releases"),
                N_("From a national inventory, for example a Minamata initial assessment."),
                units=("%",),
            ),
            _field(
                "other",
                Kind.PARAGRAPH,
                N_("Other evidence"),
                N_("Trade statistics, health surveys, findings of neighbours, police reports."),
            ),
            _field(
                "against",
                Kind.PARAGRAPH,
                N_("What speaks against it, and what is not known"),
                N_("A judgement is stronger when it says what it did not know."),
            ),
        ),
    )


def _field(
    id: str,
    kind: Kind,
    label: str,
    hint: str = "",
    *,
    units: tuple[str, ...] = (),
    options: tuple[Option, ...] = (),
) -> Field:
    return Field(
        id=id,
        kind=kind,
        label=gettext(label),
        hint=gettext(hint) if hint else "",
        level=Level.RECOMMENDED,
        paragraph=gettext(PARAGRAPH),
        item=None,
        audience=DRAFTING_TEAM,
        units=units,
        options=options,
        max_length=5_000 if kind is Kind.PARAGRAPH else None,
    )


def _options(words: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(code, gettext(label)) for code, label in words.items())
