"""What Word, LibreOffice and others leave in HTML, turned into lists and footnotes or taken out."""

from __future__ import annotations

import re

from nap_tracker.text import footnotes, word_lists
from nap_tracker.text.source import Node

_GENERATOR = re.compile(
    r"""<meta\s[^<>]*content=["']?(?:Microsoft|LibreOffice|OpenOffice)""", re.IGNORECASE
)
_CLASS = re.compile(r"Mso|sdfootnote|sdendnote")
_ASIDE_STYLE = re.compile(
    r"mso-element\s*:\s*comment|mso-hide\s*:\s*all|display\s*:\s*none", re.IGNORECASE
)
_ASIDE_CLASS = re.compile(r"\b(?:MsoComment|msocom|msoDel)", re.IGNORECASE)


def clean(root: Node, source: str) -> None:
    """Rework a tree in place; `source` is the HTML it was read from."""
    if _GENERATOR.search(source) or any(_is_office(node) for node in root.walk()):
        word_lists.rebuild(root)
        for node in root.walk():
            node.children = [child for child in node.children if not _is_aside(child)]
            # The proofing language of each run; it does not say in which language a passage is.
            node.attrs.pop("lang", None)
    if "#" in source:
        footnotes.gather(root)


def _is_office(node: Node) -> bool:
    """Our own HTML has no such attributes, so its languages are safe."""
    return bool(node.attrs) and (
        "mso-" in node.get("style") or _CLASS.match(node.get("class")) is not None
    )


def _is_aside(node: Node | str) -> bool:
    """Bullets, comments, hidden text and tracked deletions are no text of the document."""
    if isinstance(node, str):
        return False
    return word_lists.is_marker(node) or bool(
        _ASIDE_STYLE.search(node.get("style")) or _ASIDE_CLASS.search(node.get("class"))
    )
