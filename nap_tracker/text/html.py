"""Sanitised long text: whatever comes in, one narrow subset of HTML in one byte form comes out."""

from __future__ import annotations

from collections.abc import Sequence

from nap_tracker.text import headings, office
from nap_tracker.text.blocks import split
from nap_tracker.text.identity import Known, NewId, matches, random_id
from nap_tracker.text.plain import to_text
from nap_tracker.text.read import blocks
from nap_tracker.text.source import foreign
from nap_tracker.text.tree import Block
from nap_tracker.text.write import block_html, write


def sanitise(html: str, *, keep_blocks_of: str | None = None, new_id: NewId = random_id) -> str:
    """Canonical HTML: h3-h5, p, ul, ol, table, figure; a, strong, em, sub, sup, span.fn, lang, dir.

    Text of anything else stays, scripts and styles go with their content. Each block at the top
    keeps its `data-block` if it is well formed and first of its name, else it gets a new one;
    with `keep_blocks_of` (an earlier canonical text) a block without one gets back the id it had
    there. Doing it twice changes nothing. Raises RefusedCharacter.
    """
    root = foreign(html)
    office.clean(root, html)
    headings.lower(root)
    found = _first_of_each_id(blocks(root))
    if keep_blocks_of:
        found = _with_old_ids(found, keep_blocks_of)
    return write(_with_new_ids(found, new_id))


def _first_of_each_id(found: Sequence[Block]) -> list[Block]:
    seen: set[str | None] = {None}
    unique = []
    for block in found:
        unique.append(block._replace(id=None) if block.id in seen else block)
        seen.add(block.id)
    return unique


def _with_old_ids(found: Sequence[Block], earlier: str) -> list[Block]:
    present = {block.id for block in found}
    old = [block for block in split(earlier) if block.id not in present]
    lost = [place for place, block in enumerate(found) if block.id is None]
    bodies = [block_html(found[place]) for place in lost]
    pairs = matches(
        [Known(block.body, block.text) for block in old],
        [Known(body, to_text(body)) for body in bodies],
    )
    restored = list(found)
    for new, was in pairs.items():
        restored[lost[new]] = found[lost[new]]._replace(id=old[was].id)
    return restored


def _with_new_ids(found: Sequence[Block], new_id: NewId) -> list[Block]:
    taken = {block.id for block in found}
    complete = []
    for block in found:
        fresh = block.id
        while fresh is None:
            candidate = new_id()
            fresh = None if candidate in taken else candidate
        taken.add(fresh)
        complete.append(block if block.id else block._replace(id=fresh))
    return complete
