"""Footnotes of foreign HTML, two links that point at each other, put where they are referred to."""

from __future__ import annotations

import re
from itertools import pairwise

from nap_tracker.text.elements import BLOCKS
from nap_tracker.text.source import Node

_OWN_DIV = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote|fn|footnote)[-_:]?\d+$", re.IGNORECASE)


def gather(root: Node) -> None:
    """Replace each reference by a span.fn with the words of its footnote, in place."""
    links = [node for node in root.walk() if node.tag == "a" and node.get("href")[:1] == "#"]
    if links:
        page = _Page(root, links)
        for place, link in enumerate(links):
            page.move_note_to(link, place)


class _Page:
    """Who is around whom, and which links point where."""

    def __init__(self, root: Node, links: list[Node]) -> None:
        self.around = {id(child): node for node in root.walk() for child in node.nodes()}
        self.pointing: dict[str, list[tuple[int, Node]]] = {}
        for place, link in enumerate(links):
            self.pointing.setdefault(_target(link), []).append((place, link))

    def move_note_to(self, link: Node, place: int) -> None:
        if id(link) not in self.around:  # The link back of a footnote that is in its place now.
            return
        for name in self._names(link):
            for later, back in self.pointing.get(name, ()):
                body = self._body(back, _target(link)) if later > place else None
                if body is not None and body not in self._ancestors(link):
                    self._swap(back, None)
                    note = Node("span", {"class": "fn", "dir": body.get("dir")})
                    note.children = body.children
                    for child in note.nodes():
                        self.around[id(child)] = note
                    self._swap(body, None)
                    self._swap(link, note)
                    return

    def _names(self, link: Node) -> list[str]:
        """What the reference, or the sup around it, can be pointed at by."""
        outer = self.around[id(link)]
        holders = [link, outer] if outer.tag == "sup" else [link]
        return [each.get(name) for each in holders for name in ("id", "name") if each.get(name)]

    def _body(self, back: Node, target: str) -> Node | None:
        """What holds the footnote's words; None where `back` belongs to something else."""
        holders = self._ancestors(back)
        named = next((node for node in holders if node.get("id") == target), None)
        if named is not None and named.tag in BLOCKS:
            return named
        if named is None and target not in (back.get("id"), back.get("name")):
            return None
        for node, outer in pairwise(holders):
            if node.tag in BLOCKS:
                return outer if _OWN_DIV.match(outer.get("id")) else node
        return None

    def _ancestors(self, node: Node) -> list[Node]:
        found = []
        while id(node) in self.around:
            node = self.around[id(node)]
            found.append(node)
        return found

    def _swap(self, old: Node, new: Node | None) -> None:
        outer = self.around.pop(id(old))
        place = next(i for i, each in enumerate(outer.children) if each is old)
        outer.children[place : place + 1] = [] if new is None else [new]
        if new is not None:
            self.around[id(new)] = outer


def _target(link: Node) -> str:
    return link.get("href")[1:]
