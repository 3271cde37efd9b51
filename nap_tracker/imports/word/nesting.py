"""Items one after the other, each with its depth, as lists inside lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nap_tracker.imports.word.tree import Paragraph


def nested(items: Sequence[Paragraph], said: Callable[[Paragraph], str]) -> str:
    """HTML of the lists; a paragraph without a mark of its own goes on with the item before it."""
    parts: list[str] = []
    around: list[tuple[str, int]] = []
    for item in items:
        if not item.listing:
            parts.append(said(item))
            continue
        while around and around[-1][1] > item.depth and len(around) > 1:
            parts.append(f"</li></{around.pop()[0]}>")
        if around and around[-1][1] >= item.depth:
            if around[-1][0] == item.listing:
                parts.append("</li>")
            else:
                parts.append(f"</li></{around.pop()[0]}>")
                parts += _begun(item, around)
        else:
            parts += _begun(item, around)
        around[-1] = (around[-1][0], min(around[-1][1], item.depth))
        parts += ["<li>", said(item)]
    while around:
        parts.append(f"</li></{around.pop()[0]}>")
    return "".join(parts)


def _begun(item: Paragraph, around: list[tuple[str, int]]) -> list[str]:
    around.append((item.listing, item.depth))
    return [f"<{item.listing}>"]
