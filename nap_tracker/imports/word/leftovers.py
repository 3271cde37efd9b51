"""What of a file has no place in the plan, as a plain text that can be kept and worked off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from nap_tracker.i18n import N_, gettext
from nap_tracker.imports.word import tree
from nap_tracker.imports.word.placement import Placement
from nap_tracker.text import normalise
from nap_tracker.text.plain import to_text

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        tree.COMMENT: N_("Comment in the file"),
        tree.HEADER: N_("Page header"),
        tree.FOOTER: N_("Page footer"),
        tree.HIDDEN: N_("Hidden text"),
        tree.CONTENTS: N_("Table of contents: the plan makes its own"),
        tree.PICTURE: N_("Picture that cannot be shown; save it as PNG or JPEG"),
        tree.LINKED: N_("Picture outside the file; it was not fetched"),
        tree.DRAWING: N_("Chart, diagram or shape; its picture cannot be kept"),
        tree.EMBEDDED: N_("Document or program inside the file; it was not opened"),
        tree.LINK: N_("Address of a link that was left out"),
        tree.TEMPLATE: N_("Template of the file; it was not fetched"),
        tree.FORMULA: N_("Formula kept as plain signs"),
    }
)
"""What stands beside the running text, as people are told of it."""
WORDS: Final = frozenset({tree.COMMENT, tree.HEADER, tree.FOOTER, tree.HIDDEN, tree.DRAWING})
"""Kinds that hold words somebody wrote and may want to keep."""


def told(placement: Placement, asides: Iterable[tree.Aside]) -> str:
    """Parts without a place, then comments, headers and the like; '' where there is nothing."""
    pieces = [to_text(placement.html_of(placed)) for placed in placement.unplaced]
    pieces += [_aside(aside) for aside in asides if aside.kind in WORDS and aside.text]
    text = "\n\n".join(piece for piece in pieces if piece)
    return f"{normalise.paragraph(text)}\n" if text else ""


def file_name(name: str) -> str:
    """What the file of unplaced text is called."""
    stem = name.rpartition(".")[0] or name
    return gettext("%(name)s – not placed", name=stem[:150]) + ".txt"


def _aside(aside: tree.Aside) -> str:
    return "\n".join(_lines(aside))


def _lines(aside: tree.Aside) -> Iterator[str]:
    who = ", ".join(filter(None, (aside.author, aside.date)))
    yield gettext(KINDS[aside.kind]) + (f" ({who})" if who else "")
    if aside.about:
        yield f"“{aside.about}”"
    yield "".join(c for c in aside.text if not normalise.is_refused(c))
