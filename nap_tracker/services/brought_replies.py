"""What somebody else said in a file under a comment that is here.

Under a comment stands what people say here themselves, under their own names. Whoever brings in a
file of others gives their words no name of their own: they become a comment at the same place.
"""

from __future__ import annotations

from dataclasses import replace

from nap_tracker.content.matrix import Spot
from nap_tracker.i18n import N_, gettext, use_locale
from nap_tracker.imports.brought import Brought, Fate
from nap_tracker.services.comment_files import Reading
from nap_tracker.workflow.resolution import CommentKind

ON_COMMENT = N_("On comment %(number)s: %(words)s")


def as_comment(reading: Reading, item: Brought) -> Brought:
    """A reply as a comment that says to which one it was made."""
    with use_locale(reading.plan.language):
        body = gettext(ON_COMMENT, number=item.number, words=item.body)
    made = replace(item, fate=Fate.NEW, kind=CommentKind.NOTE.value, body=body, comment_id="")
    above = next((one for one in reading.threads if one.id == item.comment_id), None)
    if above is None:
        return made
    if above.is_lost:
        spot = Spot(above.where.section or "")
        return replace(made, fate=Fate.TRAY, spot=spot, place=above.row_name)
    return replace(made, quote=above.quote, block=above.block or "")
