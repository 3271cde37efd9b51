"""Addresses given from outside: only pages of our own are ever followed."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException


def own_page(address: str | None) -> str | None:
    """The address if it is a page of ours that can be opened, else None.

    Browsers read `//host`, `/\\host` and addresses with control characters as other sites.
    """
    if not address or not address.isprintable() or "\\" in address or address.startswith("//"):
        return None
    parts = urlsplit(address)
    if not parts.path.startswith("/") or parts.scheme or parts.netloc:
        return None
    adapter = current_app.url_map.bind(request.host)
    try:
        endpoint, _ = adapter.match(parts.path, method="GET")
    except HTTPException:
        return None
    return None if endpoint == "accounts.sign_in" else address
