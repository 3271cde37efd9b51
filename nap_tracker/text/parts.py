"""Canonical HTML as what can be compared: elements that hold parts, and atoms with their marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nap_tracker.text import atoms

_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_NAME = re.compile(r"</?([a-z0-9]+)")
_MARKS = frozenset({"a", "em", "span", "strong", "sub", "sup"})
_NOTE = '<span class="fn"'
_ID = re.compile(r' data-block="[a-z0-9]{8}"')


class Atom(NamedTuple):
    """The smallest thing that can change: a word, a syllable, a space, a picture."""

    text: str
    """As it stands in the HTML."""
    marks: tuple[str, ...] = ()
    """The start tags of emphasis, links and passages around it, outermost first."""

    @property
    def is_blank(self) -> bool:
        return self.text.isspace()


class Node(NamedTuple):
    """A paragraph, list, item, table, row, cell, figure, caption or footnote."""

    start: str
    parts: tuple[Part, ...]

    @property
    def tag(self) -> str:
        return name(self.start)

    @property
    def form(self) -> str:
        """The start tag without the permanent id: how the block looks and in which language."""
        return _ID.sub("", self.start)


Part = Atom | Node


def read(html: str) -> tuple[Part, ...]:
    """The parts of canonical HTML; `written` gives the same HTML back."""
    stack: list[tuple[str, list[Part]]] = [("", [])]
    marks: list[str] = []
    for token in _TOKEN.findall(html):
        if not token.startswith("<"):
            stack[-1][1].extend(Atom(atom, tuple(marks)) for atom in atoms.split(token))
        elif token.startswith("<img"):
            stack[-1][1].append(Atom(token, tuple(marks)))
        elif token.startswith("</"):
            if marks and name(marks[-1]) == name(token):
                marks.pop()
            else:
                start, parts = stack.pop()
                stack[-1][1].append(Node(start, tuple(parts)))
        elif name(token) in _MARKS and not token.startswith(_NOTE):
            marks.append(token)
        else:
            stack.append((token, []))
    return tuple(stack[0][1])


def written(parts: Iterable[Part]) -> str:
    """Canonical HTML of parts: marks that go on from one atom to the next are not repeated."""
    out: list[str] = []
    open_marks: tuple[str, ...] = ()
    for part in parts:
        marks = part.marks if isinstance(part, Atom) else ()
        if marks != open_marks:
            out += _between(open_marks, marks)
            open_marks = marks
        out.append(part.text if isinstance(part, Atom) else element(part, written(part.parts)))
    return "".join([*out, *_between(open_marks, ())])


def element(node: Node, inside: str) -> str:
    """The element around what is in it."""
    return f"{node.start}{inside}</{node.tag}>"


def words(part: Part) -> str:
    """What is said, without any form."""
    if isinstance(part, Atom):
        return "" if part.text.startswith("<") else part.text
    return " ".join(_stretches(part.parts))


def name(tag: str) -> str:
    """The name of a start or end tag."""
    found = _NAME.match(tag)
    return found[1] if found else ""


def _stretches(parts: Sequence[Part]) -> list[str]:
    said = [""]
    for part in parts:
        if isinstance(part, Node):
            said += [words(part), ""]
        else:
            said[-1] += words(part)
    return [stretch for stretch in said if stretch]


def _between(left: tuple[str, ...], right: tuple[str, ...]) -> list[str]:
    """End and start tags that lead from one set of marks to another."""
    kept = 0
    while kept < min(len(left), len(right)) and left[kept] == right[kept]:
        kept += 1
    ends = [f"</{name(start)}>" for start in reversed(left[kept:])]
    return [*ends, *right[kept:]]
