"""Canonical blocks written as light markup; what it cannot say stands as a placeholder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from nap_tracker.text.markup_inline import as_text, language_words, line
from nap_tracker.text.plain import to_text
from nap_tracker.text.tree import Block, Figure, Item, Listing, Note, Para, Style, Table
from nap_tracker.text.write import block_html

_HEADINGS = {"h3": "### ", "h4": "#### ", "h5": "##### "}
_PREVIEW = 60
INDENT = "  "


def block_markup(block: Block) -> str:
    """A block of a stored text, without the blank lines around it."""
    places = count(1)

    def name(note: Note) -> str:
        words = _preview("".join(run.text for run in note.runs))
        return f"[[note {note_name(block, next(places))}: {words}]]"

    if isinstance(block, Para):
        words = _paragraph(block, name)
        return _HEADINGS[block.kind] + words if block.kind in _HEADINGS else as_text(words)
    if isinstance(block, Listing):
        return "\n".join(_list_lines(block, "", name))
    kind = "table" if isinstance(block, Table) else "figure"
    return f"[[{kind} {block.id}: {_preview(_title(block))}]]"


def notes_of(block: Block) -> list[Note]:
    """The footnotes that markup shows one by one: not those of tables and figures."""
    if isinstance(block, Para):
        return [one for one in block.inlines if isinstance(one, Note)]
    if isinstance(block, Listing):
        parts = (part for item in block.items for part in item.segments)
        return [note for part in parts for note in notes_of(part)]
    return []


def note_name(block: Block, place: int) -> str:
    """How a placeholder names a footnote: its block and its place in it, from 1."""
    return f"{block.id}-{place}"


def _paragraph(block: Para, name: Callable[[Note], str]) -> str:
    base = Style(lang=block.lang, dir=block.dir)
    words = language_words(base, Style())
    prefix = f"[[{words}]] " if words else ""
    return prefix + line(block.inlines, base, name)


def _list_lines(block: Listing, indent: str, name: Callable[[Note], str]) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        marker = "-" if block.kind == "ul" else f"{number}."
        yield from _item_lines(item, indent, marker, name)


def _item_lines(item: Item, indent: str, marker: str, name: Callable[[Note], str]) -> Iterator[str]:
    first, *rest = item.segments
    if isinstance(first, Para):
        yield f"{indent}{marker} {_paragraph(first, name)}"
    else:
        yield f"{indent}{marker}"
        rest = [first, *rest]
    inner = indent + INDENT
    for part in rest:
        if isinstance(part, Listing):
            yield from _list_lines(part, inner, name)
        else:
            yield ""
            yield inner + as_text(_paragraph(part, name))


def _title(block: Table | Figure) -> str:
    if block.caption is not None:
        captioned = Para("p", block.caption.inlines)
        return to_text(block_html(captioned))
    return to_text(block_html(block)) if isinstance(block, Table) else block.alt


def _preview(words: str) -> str:
    words = " ".join(words.split()).replace("[", "(").replace("]", ")")
    return words if len(words) <= _PREVIEW else words[: _PREVIEW - 1].rstrip() + "…"
