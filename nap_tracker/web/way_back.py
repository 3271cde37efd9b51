"""Where a form leads once it is sent: back to the list it was reached from, else as always."""

from __future__ import annotations

from flask import request, url_for

FROM, UPDATES = "from", "updates"


def is_asked() -> bool:
    """Whether somebody came from their list of what is due from them."""
    return request.args.get(FROM) == UPDATES


def here() -> str:
    """The address this page's form is sent to; it remembers where one came from."""
    return f"{request.path}?{FROM}={UPDATES}" if is_asked() else request.path


def after(otherwise: str) -> str:
    """Where to go when it is done."""
    return url_for("my_updates.index") if is_asked() else otherwise
