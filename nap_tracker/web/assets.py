"""The built front-end files, compressed when they were built; nothing else is served as a file."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory
from flask.typing import ResponseReturnValue

bp = Blueprint("assets", __name__)

DIST = Path(__file__).resolve().parent.parent / "static" / "dist"
FOR_EVER = "public, max-age=31536000, immutable"
"""The name holds the hash of the content: a changed file has another name."""


@bp.get("/assets/<path:filename>")
def show(filename: str) -> ResponseReturnValue:
    """One file; the compressed twin where there is one and the reader takes it."""
    twin = DIST / f"{filename}.br"
    packed = "br" in request.accept_encodings and not filename.endswith(".br") and twin.is_file()
    response = send_from_directory(DIST, f"{filename}.br" if packed else filename)
    if packed:
        _unpacked_type(response, filename)
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _unpacked_type(response: Response, filename: str) -> None:
    """The reader gets the file it asked for, only packed."""
    types = {".css": "text/css", ".js": "text/javascript"}
    response.mimetype = types.get(Path(filename).suffix, "application/octet-stream")
    response.headers["Content-Encoding"] = "br"
