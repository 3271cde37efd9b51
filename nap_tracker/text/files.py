"""The pictures in a long text, by the uid of their file."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Collection, Iterable, Iterator

from nap_tracker.text.read import read
from nap_tracker.text.tree import Block, Cell, Figure, Row, Segment, Table
from nap_tracker.text.write import write

_IMAGE = re.compile(r'<img data-file="([^"]*)"')


def files_in(html: str) -> tuple[str, ...]:
    """The uids of the pictures of canonical HTML in their order, each once."""
    return tuple(dict.fromkeys(_IMAGE.findall(html)))


def drop_files(html: str, uids: Collection[str]) -> str:
    """Canonical HTML without the figures of these files, their words included."""
    if not any(uid in uids for uid in files_in(html)):
        return html
    kept = (_without(block, uids) for block in read(html))
    return write(block for block in kept if block is not None)


def words_of_pictures(html: str) -> dict[str, str]:
    """Picture -> the words that stand with it (its description, its caption), as canonical HTML."""
    found: dict[str, str] = {}
    for figure in _figures(read(html)) if "data-file" in html else ():
        words = f"<p>{entities.escape(figure.alt)}</p>{write((figure,))}"
        found[figure.file] = found.get(figure.file, "") + words
    return found


def _figures(blocks: Iterable[Block]) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Table):
            for row in (*block.head, *block.body):
                for cell in row:
                    yield from (each for each in cell.segments if isinstance(each, Figure))


def replace_files(html: str, new: Callable[[str], str]) -> str:
    """Canonical HTML with its pictures under other uids, as after an import."""
    return _IMAGE.sub(lambda found: f'<img data-file="{new(found[1])}"', html)


def with_sources(html: str, source: Callable[[str], str]) -> str:
    """HTML to be shown, no longer canonical: each picture with the address it is loaded from."""

    def shown(found: re.Match[str]) -> str:
        return f'<img src="{entities.escape(source(found[1]))}" data-file="{found[1]}"'

    return _IMAGE.sub(shown, html)


def _without(block: Block, uids: Collection[str]) -> Block | None:
    if isinstance(block, Figure):
        return None if block.file in uids else block
    if isinstance(block, Table):
        return block._replace(head=_rows(block.head, uids), body=_rows(block.body, uids))
    return block


def _rows(rows: Iterable[Row], uids: Collection[str]) -> tuple[Row, ...]:
    return tuple(tuple(_cell(cell, uids) for cell in row) for row in rows)


def _cell(cell: Cell, uids: Collection[str]) -> Cell:
    segments: tuple[Segment, ...] = tuple(
        each for each in cell.segments if not (isinstance(each, Figure) and each.file in uids)
    )
    return cell._replace(segments=segments)
