"""What a column of a work plan can hold, what people call it, and which column is which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from nap_tracker import i18n
from nap_tracker.i18n import N_
from nap_tracker.imports import figures, items, periods


class Column(StrEnum):
    """What a person can choose for a column, in the order offered and of the template."""

    STRATEGY_NUMBER = "strategy_number"
    STRATEGY = "strategy"
    ITEMS = "items"
    NUMBER = "number"
    ACTIVITY = "activity"
    LEAD = "lead"
    SUPPORTING = "supporting"
    START = "start"
    END = "end"
    TIME = "time"
    """A period in one cell."""
    PLACE = "place"
    OUTPUT = "output"
    INDICATOR = "indicator"
    VERIFICATION = "verification"
    ASSUMPTIONS = "assumptions"
    MILESTONE = "milestone"
    MILESTONE_DUE = "milestone_due"
    COST = "cost"
    """The only one that several columns may hold: a budget line each."""
    CURRENCY = "currency"
    YEAR = "year"
    BUDGET_DESCRIPTION = "budget_description"
    FUNDING_STATUS = "funding_status"
    SOURCE_TYPE = "source_type"
    SOURCE = "source"
    NOTES = "notes"


LABELS: Mapping[Column, str] = MappingProxyType(
    {
        Column.STRATEGY_NUMBER: N_("Strategy number"),
        Column.STRATEGY: N_("Strategy"),
        Column.ITEMS: N_("Annex C items"),
        Column.NUMBER: N_("Activity number"),
        Column.ACTIVITY: N_("Activity"),
        Column.LEAD: N_("Lead institution"),
        Column.SUPPORTING: N_("Supporting institutions"),
        Column.START: N_("Start"),
        Column.END: N_("End"),
        Column.TIME: N_("Period"),
        Column.PLACE: N_("Place"),
        Column.OUTPUT: N_("Output"),
        Column.INDICATOR: N_("Indicator"),
        Column.VERIFICATION: N_("Means of verification"),
        Column.ASSUMPTIONS: N_("Assumptions and risks"),
        Column.MILESTONE: N_("Milestone"),
        Column.MILESTONE_DUE: N_("Milestone due"),
        Column.COST: N_("Cost"),
        Column.CURRENCY: N_("Currency"),
        Column.YEAR: N_("Year of the cost"),
        Column.BUDGET_DESCRIPTION: N_("What is paid for"),
        Column.FUNDING_STATUS: N_("State of funding"),
        Column.SOURCE_TYPE: N_("Kind of source"),
        Column.SOURCE: N_("Name of the source"),
        Column.NOTES: N_("Notes on the cost"),
    }
)

_NAMES: Mapping[Column, str] = MappingProxyType(
    {
        Column.STRATEGY_NUMBER: (
            "strategy no; strategy nr; no strategie; numero strategie; numero de la strategie; "
            "code strategie; strategy code"
        ),
        Column.STRATEGY: (
            "strategie; strategies; heading; strategic axis; strategic objective; axe; axe "
            "strategique; composante; component; strategy heading; intitule de la strategie"
        ),
        Column.ITEMS: (
            "annex c; annexe c; annex c item; annex c reference; element annexe c; elements de "
            "l annexe c; minamata reference; point annexe c"
        ),
        Column.NUMBER: (
            "activity no; activity nr; activity code; no; nr; n; ref; numero; no activite; "
            "numero activite; numero de l activite; code activite; number; s n; sn"
        ),
        Column.ACTIVITY: (
            "activities; activite; activites; action; actions; measure; measures; mesure; "
            "mesures; action line; planned activities; activites prevues; task; tache; budget "
            "line"
        ),
        Column.LEAD: (
            "lead; lead agency; lead institution; responsible; responsible body; responsible "
            "institution; responsible party; responsibility; chef de file; responsable; "
            "responsables; institution responsable; structure responsable; leader; implementing "
            "agency"
        ),
        Column.SUPPORTING: (
            "supporting; supporting institution; partners; partner; partner institutions; "
            "partenaires; institutions d appui; parties prenantes; stakeholders; structures "
            "associees; acteurs impliques; collaborators; other institutions; appui"
        ),
        Column.START: (
            "start date; starts; from; begin; beginning; debut; date de debut; commencement"
        ),
        Column.END: "end date; ends; until; to; finish; fin; date de fin; completion; deadline",
        Column.TIME: (
            "time; timeframe; time frame; timeline; schedule; when; periode; calendrier; "
            "echeancier; delai; duree; chronogramme; timing; date; dates; horizon"
        ),
        Column.PLACE: "location; region; where; lieu; zone; localite; site d intervention; area",
        Column.OUTPUT: (
            "outputs; expected output; expected result; results; result; resultat; resultats; "
            "resultats attendus; produit; produits; extrants; deliverable; deliverables; "
            "livrable"
        ),
        Column.INDICATOR: (
            "indicators; indicateur; indicateurs; iov; performance indicator; indicateurs de "
            "performance; indicateurs objectivement verifiables; kpi"
        ),
        Column.VERIFICATION: (
            "means of verification; mov; verification; source of verification; moyens de "
            "verification; sources de verification; source de verification; preuve"
        ),
        Column.ASSUMPTIONS: (
            "assumptions; assumption; risks; risk; risks and assumptions; hypotheses; "
            "hypothese; risques; risque; hypotheses et risques"
        ),
        Column.MILESTONE: "milestones; jalon; jalons; etape; etapes; intermediate target",
        Column.MILESTONE_DUE: "milestone date; due; due date; date du jalon; echeance",
        Column.COST: (
            "cost original; costs; budget; amount; estimated cost; estimated budget; cost "
            "estimate; cout; couts; cout estimatif; cout estime; montant; budget estime; budget "
            "previsionnel; total cost; cout total; indicative budget; budget indicatif"
        ),
        Column.CURRENCY: "devise; monnaie; currency code",
        Column.YEAR: "year; annee; budget year; fiscal year; exercice; annee budgetaire",
        Column.BUDGET_DESCRIPTION: (
            "budget item; cost item; description of cost; poste de depense; poste budgetaire; "
            "nature de la depense; rubrique; budget description"
        ),
        Column.FUNDING_STATUS: (
            "funding status; status of funding; etat du financement; statut du financement; "
            "funded; finance"
        ),
        Column.SOURCE_TYPE: (
            "source type; type of source; funding type; type de source; type de financement; "
            "nature de la source"
        ),
        Column.SOURCE: (
            "source; funding source; source of funding; source of funds; donor; donors; "
            "funding; source de financement; sources de financement; bailleur; bailleurs; "
            "financement"
        ),
        Column.NOTES: "notes; note; remarks; comments; observations; remarques; commentaires",
    }
)
"""Names in English and French without accents; the labels in every language are names too."""

_BY_CONTENT = frozenset({"item", "items", "code", "theme", "themes", "points", "point", "element"})
"""Headings that hold Annex C items in one file and activities or numbers in another."""
_COUNTRY = frozenset({"country", "pays", "pais", "party", "state", "partie"})
_EXACT = 1_000


def guess(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[int, Column]:
    """Column by its place in the file, for the headings that are understood.

    Each meaning goes to the best heading; costs by year go to every heading that names one year.
    """
    scores = [
        (score, -place, column)
        for place, header in enumerate(headers)
        for column, score in _scores(header, _values(sample, place)).items()
    ]
    found: dict[int, Column] = {}
    for _, minus_place, column in sorted(scores, reverse=True):
        rivals = [place for place, taken in found.items() if taken is column]
        yearly = column is Column.COST and all(
            len(periods.years_in(headers[place])) == 1 for place in (*rivals, -minus_place)
        )
        if -minus_place not in found and (not rivals or yearly):
            found[-minus_place] = column
    return dict(sorted(found.items()))


def recognised(headers: Sequence[str]) -> int:
    """How many different meanings a row of headings is understood to name."""
    return len(set(guess(headers, ()).values()))


def is_country(header: str) -> bool:
    """Whether the rows under this heading may belong to different Parties."""
    return plain(header) in _COUNTRY


def plain(header: str) -> str:
    """A heading without accents, case and signs."""
    bare = "".join(
        character
        for character in unicodedata.normalize("NFKD", header)
        if not unicodedata.combining(character)
    )
    return " ".join(re.findall(r"\w+", bare.casefold().replace("_", " ")))


def _values(sample: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in sample if place < len(row) and row[place]]


def _scores(header: str, values: Sequence[str]) -> Mapping[Column, int]:
    """How well a heading fits each meaning; a whole name beats a name among other words."""
    name = plain(header)
    if name in _BY_CONTENT:
        return {_by_content(name, values): _EXACT - 1}  # a heading that names it goes first
    if periods.years_in(header) == (name,):
        return {Column.COST: 1} if values and all(map(_is_amount, values)) else {}
    scores = {}
    for column, names in _names().items():
        if name in names:
            scores[column] = _EXACT
        else:
            inside = [len(each) for each in names if len(each) > 3 and f" {each} " in f" {name} "]
            if inside:
                scores[column] = max(inside)
    return scores


def _by_content(name: str, values: Sequence[str]) -> Column:
    if items.are_cited(values):
        return Column.ITEMS
    return Column.NUMBER if name == "code" else Column.ACTIVITY


def _is_amount(text: str) -> bool:
    try:
        figures.read(text)
    except figures.Unreadable as reason:
        return reason.code == "ambiguous_amount"
    return True


@cache
def _names() -> Mapping[Column, frozenset[str]]:
    names = {column: {plain(label)} for column, label in LABELS.items()}
    for column, more in _NAMES.items():
        names[column].update(name.strip() for name in more.split(";"))
    for language in i18n.languages():
        with i18n.use_locale(language):
            for column, label in LABELS.items():
                names[column].add(plain(i18n.gettext(label)))
    return {column: frozenset(each) for column, each in names.items()}
