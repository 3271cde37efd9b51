"""Addresses given from outside: only pages of our own are ever followed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException


def arguments() -> dict[str, Any]:
    """What this page was asked with, to build its address again with something changed.

    A name that `url_for` would take for itself (`endpoint`, `_scheme`, …) is nobody's of ours.
    """
    asked = request.args.items()
    given = {k: v for k, v in asked if not k.startswith("_") and k != "endpoint"}
    return {**given, **(request.view_args or {})}


def own_page(address: str | None) -> str | None:
    """The address if it is a page of ours that can be opened, else None.

    Browsers read `//host`, `/\\host` and addresses with control characters as other sites.
    """
    if not address or not address.isprintable() or "\\" in address or address.startswith("//"):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if not parts.path.startswith("/") or parts.scheme or parts.netloc:
        return None
    adapter = current_app.url_map.bind(request.host)
    try:
        endpoint, _ = adapter.match(parts.path, method="GET")
    except HTTPException:
        return None
    return None if endpoint == "accounts.sign_in" else address
