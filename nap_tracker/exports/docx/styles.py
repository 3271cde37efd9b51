"""The looks of a document, under the names Word itself uses, so that offices can change them."""

from __future__ import annotations

from dataclasses import dataclass

from nap_tracker.exports.docx.grid import PORTRAIT
from nap_tracker.exports.docx.headings import counted
from nap_tracker.exports.docx.markup import part, tabs
from nap_tracker.exports.docx.scripts import fonts, spoken_by_default

DARK, BLUE, GREY = "12324A", "14507A", "56616B"


@dataclass(frozen=True, slots=True)
class Look:
    """One style of paragraphs or of words."""

    identity: str
    name: str
    based_on: str = ""
    next: str = ""
    paragraph: str = ""
    """Properties of the paragraph, in the order Word reads them."""
    words: str = ""
    """Properties of its words, in the same way."""
    is_ours: bool = False
    """Word has no style of this name."""


def styles(language: str) -> bytes:
    """Every style of the document; fonts and letter sizes go by its language."""
    size = 24 if language.partition("-")[0] in ("ar", "fa", "ur", "ps", "ku") else 21
    parts = [_defaults(language, size)]
    parts += [_paragraph(look) for look in (*_TEXT, *_headings(), *_FRONT, *_LISTS)]
    parts += [_character(look) for look in _WORDS]
    parts += [_NORMAL_TABLE, *(_table(*one) for one in _TABLES)]
    return part("styles", "".join(parts))


def _sized(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _apart(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _coloured(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


BOLD = "<w:b/><w:bCs/>"
_KEPT = "<w:keepNext/><w:keepLines/>"
_CENTRE = '<w:jc w:val="center"/>'
_CONTENTS = tabs(("right", PORTRAIT, "dot"))

_TEXT = (
    Look("Normal", "Normal"),
    Look("Caption", "caption", "Normal", "Normal", _apart(120, 80), _coloured(DARK) + _sized(10)),
    Look("FootnoteText", "footnote text", "Normal", paragraph=_apart(0, 20), words=_sized(9)),
    Look("TableNote", "Table note", "Normal", "Normal", _apart(60, 120), _sized(9), is_ours=True),
    Look(
        "AnnexCReference",
        "Annex C reference",
        "Normal",
        "Normal",
        "<w:keepNext/>" + _apart(0, 80),
        _coloured(GREY) + _sized(9),
        is_ours=True,
    ),
    Look("Header", "header", "Normal", paragraph=_apart(0, 0), words=_coloured(GREY) + _sized(8)),
    Look("Footer", "footer", "Normal", paragraph=_apart(0, 0), words=_coloured(GREY) + _sized(8)),
    Look("Signature", "Signature", "Normal", paragraph='<w:ind w:left="5103"/>'),
)
_FRONT = (
    Look("Title", "Title", "Normal", "Normal", _apart(240, 160) + _CENTRE, BOLD + _coloured(DARK)
         + _sized(24)),
    Look("Subtitle", "Subtitle", "Normal", "Normal", _apart(0, 160) + _CENTRE, _sized(14)),
    Look("CoverLine", "Cover line", "Normal", paragraph=_apart(60, 120) + _CENTRE, words=_sized(12),
         is_ours=True),
    Look("DocumentMark", "Document mark", "Normal", "Normal", _apart(240, 240) + _CENTRE, BOLD
         + _sized(16), is_ours=True),
    Look("TOCHeading", "TOC Heading", "Normal", "Normal", _KEPT + _apart(360, 160), BOLD
         + _coloured(DARK) + _sized(19)),
    Look("TOC1", "toc 1", "Normal", "Normal", _CONTENTS + _apart(120, 40), BOLD),
    Look("TOC2", "toc 2", "Normal", "Normal", _CONTENTS + _apart(0, 40) + '<w:ind w:left="284"/>'),
    Look("TOC3", "toc 3", "Normal", "Normal", _CONTENTS + _apart(0, 20) + '<w:ind w:left="567"/>',
         _sized(9.5)),
    Look("TableofFigures", "table of figures", "Normal", "Normal", _CONTENTS + _apart(0, 40)),
)  # fmt: skip
_LISTS = (
    Look("ListBullet", "List Bullet", "Normal", paragraph='<w:numPr><w:numId w:val="2"/></w:numPr>'
         + _apart(0, 60)),
    Look("ListNumber", "List Number", "Normal", paragraph=_apart(0, 60)),
    Look("ListContinue", "List Continue", "Normal", paragraph=_apart(0, 60)),
)  # fmt: skip
_WORDS = (
    Look("Strong", "Strong", words=BOLD),
    Look("Emphasis", "Emphasis", words="<w:i/><w:iCs/>"),
    Look("SubtleEmphasis", "Subtle Emphasis", words=_coloured(GREY) + _sized(9)),
    Look("Hyperlink", "Hyperlink", words=_coloured(BLUE) + '<w:u w:val="single"/>'),
    Look("FootnoteReference", "footnote reference", words='<w:vertAlign w:val="superscript"/>'),
)


def _headings() -> tuple[Look, ...]:
    sizes = ((19, 0, 240), (15, 360, 140), (12, 300, 100), (10.5, 240, 80), (10.5, 200, 60))
    made: list[Look] = []
    for level, (size, before, after) in enumerate((*sizes, sizes[-1]), start=1):
        number, place = counted(level)
        slanted = "<w:i/><w:iCs/>" if level > 4 else BOLD
        made.append(
            Look(
                f"Heading{level}",
                f"heading {level}",
                "Normal",
                "Normal",
                f'{_KEPT}<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{number}"/></w:numPr>'
                f'{_apart(before, after)}<w:outlineLvl w:val="{level - 1}"/>',
                slanted + _coloured(DARK) + _sized(size),
            )
        )
    return tuple(made)


def _defaults(language: str, size: int) -> str:
    latin, east, complex_ = fonts(language)
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" '
        f'w:eastAsia="{east}" w:cs="{complex_}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        f"{spoken_by_default(language)}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )


def _paragraph(look: Look) -> str:
    return _style("paragraph", look, f"<w:pPr>{look.paragraph}</w:pPr>" if look.paragraph else "")


def _character(look: Look) -> str:
    return _style("character", look, "")


def _style(kind: str, look: Look, inside: str) -> str:
    default = ' w:default="1"' if look.identity == "Normal" else ""
    own = ' w:customStyle="1"' if look.is_ours else ""
    based = f'<w:basedOn w:val="{look.based_on}"/>' if look.based_on else ""
    following = f'<w:next w:val="{look.next}"/>' if look.next else ""
    words = f"<w:rPr>{look.words}</w:rPr>" if look.words else ""
    return (
        f'<w:style w:type="{kind}"{default}{own} w:styleId="{look.identity}">'
        f'<w:name w:val="{look.name}"/>{based}{following}<w:uiPriority w:val="1"/><w:qFormat/>'
        f"{inside}{words}</w:style>"
    )


_NORMAL_TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
_TABLES = (
    ("GridTable1Light", "Grid Table 1 Light", "C3CED6", 9.0),
    ("TableGridLight", "Grid Table Light", "C3CED6", 10.0),
)


def _table(identity: str, name: str, colour: str, size: float) -> str:
    """Headers are told by bold letters and a line, not by colour alone."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{colour}"/>' for side in sides
    )
    under = f'<w:bottom w:val="single" w:sz="12" w:space="0" w:color="{DARK}"/>'
    return (
        f'<w:style w:type="table" w:styleId="{identity}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="46"/><w:pPr>'
        '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/></w:pPr>'
        f"<w:rPr>{_sized(size)}</w:rPr><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:rPr>{BOLD}</w:rPr><w:tcPr><w:tcBorders>{under}'
        '</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="EAF0F4"/>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
        f'<w:tblStylePr w:type="firstCol"><w:rPr>{BOLD}</w:rPr></w:tblStylePr></w:style>'
    )
