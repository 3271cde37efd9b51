"""Links that mail carries: where they lead, and their tokens, which are stored nowhere.

A token is a message authentication code over what it opens, so the worker can make it again when
the mail is sent. The database holds only its SHA-256: who reads the database cannot use the link.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field

PATHS = {
    "article-7": "/parties/{}/article-7",
    "calendar": "/calendar/{}.ics",
    "handover": "/parties/{}/handovers/{}",
    "history": "/plans/{}/history/entries/{}",
    "invitation": "/invitations/{}",
    "lock": "/plans/{}/locks/{}",
    "my-review": "/rounds/{}/review",
    "my-updates": "/updates",
    "party": "/parties/{}",
    "people": "/parties/{}/people",
    "password": "/passwords/{}",
    "plan": "/plans/{}",
    "progress": "/progress/{}",
    "progress-reviews": "/plans/{}/progress-reviews",
    "reminders": "/reminders",
    "review": "/reviews/{}",
    "round": "/plans/{}/rounds/{}",
    "section": "/plans/{}/sections/{}",
    "steps": "/plans/{}/steps",
}
WITH_TOKEN = frozenset({"calendar", "invitation", "password", "review"})
CODE_DIGITS = 8


@dataclass(slots=True)
class _Settings:
    base_url: str = "http://127.0.0.1:5000"
    secret: str = field(default="", repr=False)


_settings = _Settings()


def configure(base_url: str, secret: str) -> None:
    """Where this installation answers, and the secret its tokens are made from."""
    _settings.base_url, _settings.secret = base_url.rstrip("/"), secret


def token(purpose: str, subject_id: str) -> str:
    """The secret part of a link: the same every time, and not to be guessed."""
    if not _settings.secret:
        raise RuntimeError("links.configure() was not called")
    code = hmac.new(_settings.secret.encode(), f"{purpose}:{subject_id}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(code.digest()).rstrip(b"=").decode()


def fingerprint(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def code(subject_id: str, sent: str) -> str:
    """Digits for somebody to type, made from what they open and when they were sent."""
    if not _settings.secret:
        raise RuntimeError("links.configure() was not called")
    key, text = _settings.secret.encode(), f"code:{subject_id}:{sent}".encode()
    value = int.from_bytes(hmac.new(key, text, hashlib.sha256).digest())
    return str(value % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def path(purpose: str, *ids: str) -> str:
    """The address inside the installation of a page that needs no token."""
    return PATHS[purpose].format(*ids)


def address(purpose: str, subject_id: str) -> str:
    """The whole address to print in a mail."""
    last = token(purpose, subject_id) if purpose in WITH_TOKEN else subject_id
    return whole(path(purpose, last))


def whole(path: str) -> str:
    """The same page, as mail names it."""
    return _settings.base_url + path


def home() -> str:
    """The address of the installation."""
    return _settings.base_url + "/"
