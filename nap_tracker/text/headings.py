"""Headings of foreign text lowered to ours: the highest becomes h3, the steps below it stay."""

from __future__ import annotations

import re
from typing import Final

from nap_tracker.text.read import block_id
from nap_tracker.text.source import Node

_TOP: Final = 3
_LOWEST: Final = 5
_HEADING = re.compile(r"h[1-6]")


def lower(root: Node) -> None:
    """Shift headings that carry no block id, so that h1 or h2 becomes h3; ours stay as they are."""
    headings = [node for node in root.walk() if _HEADING.fullmatch(node.tag) and not block_id(node)]
    if headings:
        shift = max(0, _TOP - min(int(node.tag[1]) for node in headings))
        for node in headings:
            node.tag = f"h{min(int(node.tag[1]) + shift, _LOWEST)}"
