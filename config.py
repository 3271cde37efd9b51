"""Settings: each from the environment (prefix NAP_); SETTINGS holds its default and meaning."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
PREFIX = "NAP_"
MODES = ("production", "demo", "testing")
DATABASES = ("sqlite://", "postgresql://", "postgres://", "postgresql+psycopg://")
SHORTEST_SECRET = 32
LOOPBACK = ("127.0.0.1", "::1", "localhost")
# The passwords of sample accounts are published; a published secret weakens them no further.
DEMO_SECRET = "for demonstration and tests only"


class ConfigError(Exception):
    """The program cannot start like this; the message says what to set."""


@dataclass(frozen=True, slots=True)
class Setting:
    """`default` is what production gets; `{instance}` in it is the folder of NAP_INSTANCE."""

    name: str
    default: str
    meaning: str

    @property
    def variable(self) -> str:
        return PREFIX + self.name


SETTINGS = (
    Setting("MODE", "production", "`production`, `demo` (sample accounts) or `testing`"),
    Setting("SECRET_KEY", "", "signs sessions and links; production needs one"),
    Setting("INSTANCE", str(ROOT / "instance"), "folder of all that is stored locally"),
    Setting(
        "DATABASE_URL",
        "sqlite:///{instance}/nap-tracker.db",
        "or `postgresql://user:password@host/name`",
    ),
    Setting("QUEUE_URL", "sqlite:///{instance}/queue.db", "or `redis://…`, `postgresql://…`"),
    Setting("STORAGE_URL", "file://{instance}/files", "or `s3://bucket/prefix`"),
    Setting("MAIL_URL", "smtp://localhost:25", "or `smtps://…`; `console:` unless production"),
    Setting("MAIL_FROM", "nap-tracker@localhost", "sender of all mail"),
    Setting("BASE_URL", "http://127.0.0.1:{port}", "address people use, as in links in mail"),
    Setting("BIND", "127.0.0.1", "address the server listens on"),
    Setting("PORT", "5000", "port the server listens on"),
    Setting("WORKERS", "2", "server processes"),
    Setting("THREADS", "4", "threads in each server process"),
    Setting("PROXIES", "0", "reverse proxies in front whose X-Forwarded-* headers are trusted"),
    Setting("SESSION_HOURS", "12", "hours after which somebody who does nothing is signed out"),
    Setting("SHARED_MINUTES", "60", "the same in minutes, at a computer said to be shared"),
    Setting("INVITATION_DAYS", "7", "days an invitation can be accepted"),
    Setting("RESET_HOURS", "2", "hours a link to set a new password works"),
    Setting("UPLOAD_MEGABYTES", "50", "largest request, and so the largest file"),
    Setting("PDF_SECONDS", "600", "time after which the making of one PDF is given up"),
    Setting("PDF_MEGABYTES", "3072", "memory each process that makes a PDF may take"),
    Setting("DEBUG", "0", "`1` shows errors in the page; refused in production"),
)


def load(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The configuration of the Flask application; raises ConfigError where it must not start."""
    text = read(os.environ if environ is None else environ)
    refuse_unsafe(text)
    return {
        "MODE": text["MODE"],
        "TESTING": text["MODE"] == "testing",
        "DEBUG": is_on(text["DEBUG"]),
        "SECRET_KEY": text["SECRET_KEY"] or DEMO_SECRET,
        "INSTANCE": Path(text["INSTANCE"]),
        "SQLALCHEMY_DATABASE_URI": with_driver(text["DATABASE_URL"]),
        # Errors of the database are logged: what people wrote must not stand in them.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "QUEUE_URL": text["QUEUE_URL"],
        "STORAGE_URL": text["STORAGE_URL"],
        "MAIL_URL": text["MAIL_URL"],
        "MAIL_FROM": text["MAIL_FROM"],
        "BASE_URL": text["BASE_URL"].rstrip("/"),
        "BIND": text["BIND"],
        "PORT": whole(text, "PORT"),
        "WORKERS": whole(text, "WORKERS", least=1),
        "THREADS": whole(text, "THREADS", least=1),
        "PROXIES": whole(text, "PROXIES"),
        "INVITATION_LIFETIME": timedelta(days=whole(text, "INVITATION_DAYS", least=1)),
        "RESET_LIFETIME": timedelta(hours=whole(text, "RESET_HOURS", least=1)),
        "PDF_SECONDS": whole(text, "PDF_SECONDS", least=1),
        "PDF_MEGABYTES": whole(text, "PDF_MEGABYTES", least=256),
        **session(text),
        **requests(text),
    }


def read(environ: Mapping[str, str]) -> dict[str, str]:
    """Every setting as text, by its name without the prefix; an empty variable is not a set one."""
    given = {s.name: environ.get(s.variable) or s.default for s in SETTINGS}
    given["INSTANCE"] = str(Path(given["INSTANCE"]).absolute())
    if given["MODE"] != "production" and not environ.get("NAP_MAIL_URL"):
        given["MAIL_URL"] = "console:"
    if environ.get("FLASK_DEBUG"):
        given["DEBUG"] = environ["FLASK_DEBUG"]
    places = {"{instance}": given["INSTANCE"], "{port}": given["PORT"]}
    for place, value in places.items():
        given = {name: text.replace(place, value) for name, text in given.items()}
    return given


def refuse_unsafe(text: Mapping[str, str]) -> None:
    """What would endanger people's drafts stops the start, and the message says how to mend it."""
    if text["MODE"] not in MODES:
        raise ConfigError(f"NAP_MODE is {text['MODE']!r}; set it to one of {', '.join(MODES)}.")
    address = urlsplit(text["BASE_URL"])
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ConfigError("NAP_BASE_URL must be a whole address such as https://nap.example.org.")
    if not text["DATABASE_URL"].startswith(DATABASES):
        raise ConfigError("NAP_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    if text["MODE"] != "production":
        return
    if is_on(text["DEBUG"]):
        raise ConfigError("Debug is on in production; unset NAP_DEBUG and FLASK_DEBUG.")
    if len(text["SECRET_KEY"]) < SHORTEST_SECRET or text["SECRET_KEY"] == DEMO_SECRET:
        raise ConfigError(
            f"NAP_SECRET_KEY must hold a secret of at least {SHORTEST_SECRET} characters; "
            "make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))' "
            "(to try the program with sample data, use `make run` or set NAP_MODE=demo)."
        )
    if address.scheme == "http" and address.hostname not in LOOPBACK:
        raise ConfigError("NAP_BASE_URL must begin with https:// in production; sessions need it.")


def session(text: Mapping[str, str]) -> dict[str, Any]:
    """Cookies are sent over TLS only, save where the address is plainly this machine's own."""
    secure = text["BASE_URL"].startswith("https://")
    return {
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=whole(text, "SESSION_HOURS", least=1)),
        "SHARED_LIFETIME": timedelta(minutes=whole(text, "SHARED_MINUTES", least=1)),
        # Browsers take a cookie of this name from our own host over TLS and from nobody else.
        "SESSION_COOKIE_NAME": "__Host-nap_session" if secure else "nap_session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "WTF_CSRF_TIME_LIMIT": None,  # a long edit must not fail; the session ends anyway
    }


def requests(text: Mapping[str, str]) -> dict[str, Any]:
    """Werkzeug's own limits (500 kB, 1,000 parts) are too small for a section with long tables."""
    return {
        "MAX_CONTENT_LENGTH": whole(text, "UPLOAD_MEGABYTES", least=1) * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 16 * 1024 * 1024,
        "MAX_FORM_PARTS": 20_000,
    }


def whole(text: Mapping[str, str], name: str, least: int = 0) -> int:
    """The setting as a whole number; ConfigError when it is none or below `least`."""
    if not text[name].isascii() or not text[name].isdigit() or int(text[name]) < least:
        raise ConfigError(f"{PREFIX}{name} is {text[name]!r}; give a whole number from {least}.")
    return int(text[name])


def is_on(value: str) -> bool:
    return value.lower() not in ("", "0", "no", "off", "false")


def with_driver(url: str) -> str:
    """`postgresql://` and `postgres://` mean psycopg 3 here; SQLAlchemy would look for psycopg2."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def settings_table() -> str:
    """The settings as a Markdown table, for the README (a test keeps the two the same)."""
    rows = (
        f"| `{s.variable}` | {f'`{shown(s)}`' if s.default else 'none'} | {s.meaning} |"
        for s in SETTINGS
    )
    return "\n".join(("| Variable | Default | Meaning |", "|---|---|---|", *rows)) + "\n"


def shown(setting: Setting) -> str:
    """The default as documented: without the folder in which this checkout happens to lie."""
    text = setting.default.replace(f"{ROOT}{os.sep}", "")
    return text.replace("{instance}", "instance").replace("{port}", "5000")
