"""OpenDocument texts for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)
MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


def odt(body: str, parts: Mapping[str, bytes | str] | None = None, kind: str = MEDIA_TYPE) -> bytes:
    """A file with this body; `parts` are further members by name."""
    content = (
        f'<office:document-content {SPACES} office:version="1.3"><office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", kind)
        members = {"content.xml": content, "META-INF/manifest.xml": manifest, **(parts or {})}
        for name, data in members.items():
            made.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
