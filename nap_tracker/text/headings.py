"""Headings of foreign text lowered to ours, and those of a text that is shown set in steps."""

from __future__ import annotations

import re
from typing import Final

from nap_tracker.text.read import block_id
from nap_tracker.text.source import Node

_TOP: Final = 3
_LOWEST: Final = 5
_HEADING = re.compile(r"h[1-6]")
_OPENED = re.compile(r"<h([3-5])(.*?)</h\1>", re.DOTALL)


def lower(root: Node) -> None:
    """Shift headings that carry no block id, so that h1 or h2 becomes h3; ours stay as they are."""
    headings = [node for node in root.walk() if _HEADING.fullmatch(node.tag) and not block_id(node)]
    if headings:
        shift = max(0, _TOP - min(int(node.tag[1]) for node in headings))
        for node in headings:
            node.tag = f"h{min(int(node.tag[1]) + shift, _LOWEST)}"


def in_steps(html: str) -> str:
    """Canonical HTML to be shown: the first heading is an h3, and no level below one is left out.

    Somebody who listens to the page takes a level that is left out for a heading that was missed.
    """
    open_levels: list[str] = []

    def stepped(found: re.Match[str]) -> str:
        while open_levels and open_levels[-1] >= found[1]:
            open_levels.pop()
        open_levels.append(found[1])
        level = _TOP + len(open_levels) - 1
        return f"<h{level}{found[2]}</h{level}>"

    return _OPENED.sub(stepped, html)
