"""What of a file of comments is too long to be kept as it is, told before anything is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nap_tracker.content.matrix import LONGEST_SAID, beginning
from nap_tracker.imports.brought import Bringing, Brought, Fault, Origin
from nap_tracker.imports.comment_rows import TOO_LONG
from nap_tracker.text.anchors import LONGEST_QUOTE, as_read
from nap_tracker.text.normalise import RefusedCharacter, paragraph


def within(found: Bringing) -> Bringing:
    """The same with a fault for each thing that would be refused, and no words chosen that are too
    many: such a comment stands at the place as a whole."""
    faults = (fault for item in found.items for fault in _faults(item))
    items = tuple(map(_hung, found.items))
    return replace(found, items=items, faults=(*found.faults, *faults))


def _faults(item: Brought) -> Iterator[Fault]:
    for words in (item.body, item.proposed, item.reason):
        try:
            typed = paragraph(words)
        except RefusedCharacter as refused:
            yield Fault(refused.message, item.line or None, refused.params)
            continue
        if len(typed) > LONGEST_SAID:
            yield Fault(TOO_LONG, item.line or None, {"limit": LONGEST_SAID})


def _hung(item: Brought) -> Brought:
    words = as_read(item.quote)
    if len(words) <= LONGEST_QUOTE:
        return item
    is_wording = item.origin in (Origin.TRACKED, Origin.EDIT)
    body = f"{item.body}\n“{beginning(words)}”" if is_wording else item.body
    return replace(item, quote="", before="", after="", body=body)
