"""Keys made from the installation's secret: what only the same person is given again.

Nothing of this is stored: the same secret and the same account give the same key every time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Settings:
    secret: str = field(default="", repr=False)


_settings = _Settings()


def configure(secret: str) -> None:
    """The secret everything here is made from."""
    _settings.secret = secret


def name_of(user_id: str) -> str:
    """What a page calls the person it was made for: provable, and of no use to anybody else."""
    return f"{user_id}.{_made('person', user_id)[:22]}"


def named(name: str) -> str | None:
    """Whose page it is; None for a name that this installation did not give."""
    user_id, _, _proof = name.partition(".")
    ours, sent = name_of(user_id).encode("utf-8", "replace"), name.encode("utf-8", "replace")
    return user_id if hmac.compare_digest(ours, sent) else None


def of_browser(user_id: str, session_key: str, mark: str) -> str:
    """Stamps the mark of a browser as that person's, until the key of their sessions changes."""
    return _made("browser", f"{user_id}:{session_key}:{mark}")


def of_page(user_id: str, mark: str) -> str:
    """What a page of theirs sends along, to prove in which browser it was made."""
    return _made("page", f"{user_id}:{mark}")


def of_devices(user_id: str) -> str:
    """The key (AES-256, base64url) that locks what a person's browsers keep for them."""
    return _made("device", user_id)


def _made(purpose: str, user_id: str) -> str:
    if not _settings.secret:
        raise RuntimeError("keys.configure() was not called")
    subject = f"{purpose}:{user_id}".encode("utf-8", "replace")
    code = hmac.new(_settings.secret.encode(), subject, hashlib.sha256)
    return base64.urlsafe_b64encode(code.digest()).rstrip(b"=").decode()
