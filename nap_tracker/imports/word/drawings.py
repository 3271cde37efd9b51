"""Pictures, text boxes, charts and diagrams of a file, in either of Word's two ways to draw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from nap_tracker.imports.word.names import local, r
from nap_tracker.imports.word.shelf import Shelf
from nap_tracker.imports.word.tree import DRAWING, LINKED, PICTURE

_SHOWN: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
"""How pictures begin that can be shown."""
_SAYING: Final = frozenset({"blip", "imagedata", "t", "txbxContent"})
"""What a form of a drawing needs in it to be worth reading."""
_LARGEST: Final = 25 * 2**20
MAX_PICTURES: Final = 500


def chosen(alternate: Any) -> list[Any]:
    """One of the forms in which a drawing is kept: the first with words or a picture."""
    forms = [list(form) for form in alternate if local(form) in ("Choice", "Fallback")]
    for form in forms:
        if any(local(part) in _SAYING for each in form for part in each.iter()):
            return form
    return forms[0] if forms else []


def read(element: Any, shelf: Shelf, part: str) -> tuple[list[tuple[str, str]], list[Any]]:
    """Pictures with their alternative texts, and the contents of text boxes."""
    alt = _alternative(element)
    boxes: list[Any] = []
    pictures: list[tuple[str, str]] = []
    charts = False
    for found in _outside_boxes(element, boxes):
        name = local(found)
        if name == "blip":
            pictures += _picture(found.get(r("embed")), found.get(r("link")), alt, shelf, part)
        elif name == "imagedata":
            alt = alt or found.get("{urn:schemas-microsoft-com:office:office}title", "")
            pictures += _picture(found.get(r("id")), found.get(r("href")), alt, shelf, part)
        charts = charts or name == "chart"
        if name == "relIds":
            _diagram(found, shelf, part, alt)
    if charts:
        shelf.aside(DRAWING, alt)
    return pictures, boxes


def program(element: Any) -> str:
    """The program an embedded object belongs to."""
    for found in element.iter():
        if local(found) == "OLEObject":
            return str(found.get("ProgID", ""))
    return ""


def _outside_boxes(element: Any, boxes: list[Any]) -> Iterator[Any]:
    """What is drawn, text boxes set apart and forms of the same thing taken once."""
    for child in element:
        name = local(child)
        if name == "txbxContent":
            boxes.append(child)
        elif name == "AlternateContent":
            for form in chosen(child):
                yield form
                yield from _outside_boxes(form, boxes)
        else:
            yield child
            yield from _outside_boxes(child, boxes)


def _alternative(element: Any) -> str:
    for found in element.iter():
        if local(found) in ("docPr", "cNvPr"):
            said = found.get("descr", "") or found.get("title", "")
        elif local(found) in ("shape", "rect"):
            said = found.get("alt", "")
        elif local(found) == "txbxContent":
            break
        else:
            continue
        if said:
            return " ".join(said.split())
    return ""


def _picture(
    embedded: str | None, linked: str | None, alt: str, shelf: Shelf, part: str
) -> list[tuple[str, str]]:
    relation = shelf.package.relations(part).get(embedded or linked or "")
    if relation is None:
        return []
    if relation.is_outside:
        shelf.aside(LINKED, alt or relation.target)
        return []
    name = _kept(relation.target, shelf)
    if not name:
        shelf.aside(PICTURE, alt or relation.target.rpartition("/")[2])
        return []
    return [(name, alt)]


def _kept(target: str, shelf: Shelf) -> str:
    """The name of a picture that can be shown."""
    if target in shelf.pictures:
        return shelf.pictures[target]
    if target not in shelf.package or len(shelf.pictures) >= MAX_PICTURES:
        return ""
    data = shelf.package.read(target)
    if not data.startswith(_SHOWN) or len(data) > _LARGEST:
        return ""
    shelf.pictures[target] = f"picture-{len(shelf.pictures) + 1}"
    return shelf.pictures[target]


def _diagram(element: Any, shelf: Shelf, part: str, alt: str) -> None:
    """The words of a diagram are listed; its shapes cannot be kept."""
    relation = shelf.package.relations(part).get(element.get(r("dm"), ""))
    root = shelf.package.xml(relation.target) if relation and not relation.is_outside else None
    words = [] if root is None else [t.text for t in root.iter() if local(t) == "t" and t.text]
    shelf.aside(DRAWING, "; ".join(filter(None, (alt, *words))))
