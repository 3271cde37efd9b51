"""Which column of a table holds what: by our hidden codes, else by the words at its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from nap_tracker import i18n
from nap_tracker.content.matrix import LABELS, NEEDED, Column
from nap_tracker.content.places import named
from nap_tracker.imports.table import Row

CODE = "nap:"
SEARCHED = 30
"""Rows from the top in which headings are looked for."""
_NAMES: Mapping[Column, str] = MappingProxyType(
    {
        Column.NUMBER: "no; nr; n; number; numero; comment no; s n; sn; id",
        Column.SECTION: (
            "section; sections; chapter; chapitre; part; partie; section of the plan; section no; "
            "section du plan; annex c item; heading; titre"
        ),
        Column.FIELD: (
            "field or row; field; row; line; line or field; line no; lines; paragraph; paragraph "
            "no; question; place; champ; ligne; champ ou ligne; paragraphe; alinea; page; "
            "page line; sub section; subsection; sous section"
        ),
        Column.TEXT: (
            "existing text; text; current text; original text; text of the plan; quoted text; "
            "quote; words; texte; texte existant; texte actuel; texte d origine; texte initial; "
            "texte du plan; extrait; passage"
        ),
        Column.COMMENT: (
            "comment; comments; commentaire; commentaires; remark; remarks; observation; "
            "observations; remarque; remarques; general comment; comment rationale; "
            "comments and suggestions"
        ),
        Column.KIND: (
            "kind of comment; kind; type; type of comment; nature; nature du commentaire; type de "
            "commentaire; categorie; category"
        ),
        Column.PROPOSED: (
            "proposed text; proposed wording; proposed change; proposed changes; suggested text; "
            "suggested wording; suggested change; suggestion; suggestions; proposal; new text; "
            "texte propose; formulation proposee; proposition; propositions; proposition de texte; "
            "modification proposee; amendement; amendment"
        ),
        Column.FILES: "files; attachments; fichiers; pieces jointes",
        Column.REVIEWER: (
            "reviewer; reviewer name; name; author; commenter; commentator; organisation; "
            "organization; institution; country; party; made by; relecteur; relectrice; reviseur; "
            "auteur; nom; nom du relecteur; pays; emetteur"
        ),
        Column.RESPONSE: (
            "response; responses; reply; answer; decision; status; response of the government; "
            "reponse; reponses; suite donnee; decision prise"
        ),
        Column.REASON: (
            "reason for the response; reason; reasons; justification; explanation; rationale; "
            "motif; motifs; motif de la reponse; raison; explication"
        ),
    }
)
Columns = Mapping[Column, int]


def found(rows: Sequence[Row]) -> tuple[Columns, int]:
    """The columns by place from 0, and how many rows stand above the first comment."""
    coded = _coded(rows)
    best: Columns = {}
    at = 0
    for place, row in enumerate(rows[:SEARCHED]):
        headed = _headed(row)
        if len(headed) > len(best):
            best, at = headed, place
    if coded:
        columns, codes_at = coded
        return columns, 1 + (at if len(best) > 1 and at > codes_at else codes_at)
    return (best, at + 1) if len(best) > 1 or NEEDED[1] in best else ({}, 0)


def score(rows: Sequence[Row]) -> int:
    """How much a table looks like one of comments."""
    coded = _coded(rows)
    return 100 if coded else max((len(_headed(row)) for row in rows[:SEARCHED]), default=0)


def _coded(rows: Sequence[Row]) -> tuple[Columns, int] | None:
    known = {CODE + column: column for column in Column}
    for place, row in enumerate(rows[:SEARCHED]):
        columns = {known[text]: at for at, text in enumerate(row.cells) if text in known}
        if columns:
            return columns, place
    return None


def _headed(row: Row) -> Columns:
    columns: dict[Column, int] = {}
    names = _all_names()
    for at, text in enumerate(row.cells):
        column = names.get(named(text)) if len(text) < 80 else None
        if column is not None and column not in columns:
            columns[column] = at
    return columns


def _all_names() -> Mapping[str, Column]:
    """Every name of every column, those of our own tables in each language among them."""
    names = {one.strip(): column for column, said in _NAMES.items() for one in said.split(";")}
    for language in i18n.languages():
        with i18n.use_locale(language):
            names |= {named(i18n.gettext(words)): column for column, words in LABELS.items()}
    return names
