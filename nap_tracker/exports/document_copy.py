"""Whose copy a document is: a reviewer's own carries their name, or the code of their seat."""

from __future__ import annotations

from dataclasses import replace

from nap_tracker.exports.document_tree import Document
from nap_tracker.exports.document_values import fixed
from nap_tracker.i18n import gettext as _


def made_for(document: Document, reader: str) -> Document:
    """The document with its reader on the cover and at the foot of every page.

    Must be called under the `use_locale` the document was built under.
    """
    told = _("Made for %(reader)s", reader=" ".join(reader.split()))
    cover = replace(document.cover, reader=fixed(told))
    return replace(document, cover=cover, foot=f"{document.foot} \u00b7 {told}")
