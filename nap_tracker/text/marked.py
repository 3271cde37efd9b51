"""A difference as HTML to read: what went and what came marked by element, sign, words and place.

It is for the screen only. Nothing here is canonical, and nothing here is ever stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from nap_tracker.text.parts import Atom, Node, Part, element, written
from nap_tracker.text.steps import (
    Added,
    Altered,
    Arrived,
    Change,
    Difference,
    Kept,
    Left,
    Removed,
    Step,
)

NEARBY = 1
"""Unchanged blocks shown on each side of a change."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the interface, escaped for HTML."""

    added: str
    removed: str
    form_changed: str
    moved_here: str
    moved_away: str
    unchanged: Callable[[int], str]
    """A sentence for so many unchanged blocks that are left out."""


@dataclass(frozen=True, slots=True)
class _Mark:
    tag: str
    sign: str
    label: str

    def around(self, html: str) -> str:
        """The words for who listens, the sign for who cannot tell the colours apart."""
        heard = f'<span class="govuk-visually-hidden">[{self.label}: </span>'
        seen = f'<span class="app-sign" aria-hidden="true">{self.sign}</span>'
        end = '<span class="govuk-visually-hidden">]</span>'
        return f"<{self.tag}>{heard}{seen}{html}{end}</{self.tag}>"


def marked(difference: Difference, labels: Labels, *, whole: bool = False) -> str:
    """A long text with its changes; blocks far from any change only counted, unless `whole`."""
    writer = _Writer(labels)
    shown = set(range(len(difference))) if whole else _near_changes(difference)
    out: list[str] = []
    for is_shown, group in groupby(range(len(difference)), key=shown.__contains__):
        places = list(group)
        if is_shown:
            out += [writer.block(difference[place]) for place in places]
        else:
            out.append(f'<p class="app-muted">{labels.unchanged(len(places))}</p>')
    return "".join(out)


def marked_words(difference: Difference, labels: Labels) -> str:
    """Plain text with its changes, line breaks kept."""
    changes = [step for step in difference if isinstance(step, Kept | Removed | Added)]
    return _Writer(labels).flow(changes).replace("\n", "<br>")


def _near_changes(difference: Difference) -> set[int]:
    near: set[int] = set()
    for place, step in enumerate(difference):
        if not isinstance(step, Kept) and not (isinstance(step, Altered) and step.is_same):
            near |= set(range(place - NEARBY, place + NEARBY + 1))
    return near & set(range(len(difference)))


class _Writer:
    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.removed = _Mark("del", "\u2212", labels.removed)
        self.added = _Mark("ins", "+", labels.added)

    def block(self, step: Step) -> str:
        """A block at the top of a text; one that changed as a whole says so above it."""
        if isinstance(step, Kept):
            return _plain(step.part)
        if isinstance(step, Removed):
            return _framed("removed", self.labels.removed, self.whole(step.part, self.removed))
        if isinstance(step, Added):
            return _framed("added", self.labels.added, self.whole(step.part, self.added))
        if isinstance(step, Left):
            return _framed("removed", self.labels.moved_away, _plain(step.part))
        if isinstance(step, Arrived):
            inside = self.block(step.change)
            return _framed("added", self.labels.moved_here, inside)
        label = self.labels.form_changed if step.has_new_form else ""
        return self.altered(step) if step.is_same else _framed("changed", label, self.altered(step))

    def altered(self, step: Altered) -> str:
        node = Node(Node(step.new, ()).form, ())
        return element(node, self.flow(step.changes))

    def flow(self, changes: Sequence[Change]) -> str:
        """Parts side by side: words that went or came together are marked together."""
        out: list[str] = []
        for kind, group in groupby(changes, key=_kind):
            run = list(group)
            if kind == "altered":
                out += [self.altered(one) for one in run if isinstance(one, Altered)]
                continue
            parts = [one.part for one in run if isinstance(one, Kept | Removed | Added)]
            if kind == "kept":
                out.append(written(parts))
            else:
                out.append(self.all(parts, self.removed if kind == "removed" else self.added))
        return "".join(out)

    def whole(self, part: Part, mark: _Mark) -> str:
        """An element that went or came with everything in it."""
        if isinstance(part, Atom):
            return mark.around(written([part]))
        return element(Node(part.form, ()), self.all(part.parts, mark))

    def all(self, parts: Iterable[Part], mark: _Mark) -> str:
        out: list[str] = []
        for is_atom, group in groupby(parts, key=lambda part: isinstance(part, Atom)):
            run = list(group)
            if is_atom:
                out.append(mark.around(written(run)))
            else:
                out += [self.whole(part, mark) for part in run]
        return "".join(out)


def _kind(change: Change) -> str:
    kinds = {Kept: "kept", Removed: "removed", Added: "added", Altered: "altered"}
    return kinds[type(change)]


def _plain(part: Part) -> str:
    """Without the permanent id: a block may stand twice on the page."""
    if isinstance(part, Atom):
        return written([part])
    return element(Node(part.form, ()), written(part.parts))


def _framed(kind: str, label: str, inside: str) -> str:
    said = f'<p class="app-change__label">{label}</p>' if label else ""
    return f'<div class="app-change app-change--{kind}">{said}{inside}</div>'
