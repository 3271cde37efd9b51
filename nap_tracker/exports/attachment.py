"""A file inside a finished PDF: the plan's own data travels with what people read."""

from __future__ import annotations

import io

import pikepdf

FIXED = "D:20000101000000Z"
"""Attachments carry no time of their own: the same document is the same bytes."""


def attach(pdf: bytes, *, name: str, data: bytes, media_type: str, description: str) -> bytes:
    """The PDF with the file in it, marked as the data it was made from (PDF 2.0, AFRelationship).

    Nothing that is printed changes; tags and bookmarks stay.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.attachments[name] = pikepdf.AttachedFileSpec(
            document,
            data,
            filename=name,
            description=description,
            mime_type=media_type,
            creation_date=FIXED,
            mod_date=FIXED,
            relationship=pikepdf.Name("/Source"),
        )
        document.Root.AF = pikepdf.Array([document.attachments[name].obj])
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()
