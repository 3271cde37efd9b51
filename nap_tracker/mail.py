"""Mail: renders one message in its own language and sends it. The only import of smtplib."""

from __future__ import annotations

import smtplib
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from nap_tracker import i18n, links
from nap_tracker.clock import now
from nap_tracker.errors import NotReady
from nap_tracker.models.message import Message

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
PORTS = {"smtp": 25, "smtps": 465}
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SECONDS = 20
"""How long a mail server may be silent."""


class NotSent(Exception):
    """The message was not sent now; it can be tried again."""


class ServerDown(NotSent):
    """Nothing can be sent: no server answers, or it does not let this installation in."""


class LineBroken(NotSent):
    """The connection broke before the server had answered for this message."""


class Refused(Exception):
    """The server will never take this message for this address."""


@dataclass(slots=True)
class _Settings:
    url: str = field(default="console:", repr=False)
    sender: str = "nap-tracker@localhost"


_settings = _Settings()


def configure(url: str, sender: str) -> None:
    """Send through `smtp://`, `smtps://` (each with `user:password@` if needed) or `console:`."""
    if url != "console:" and (urlsplit(url).scheme not in PORTS or not urlsplit(url).hostname):
        raise NotReady("NAP_MAIL_URL must be smtp://host:port, smtps://host:port or console:")
    _settings.url, _settings.sender = url, sender


def deliver(message: Message) -> None:
    """Render and send one message. Raises NotSent, ServerDown, LineBroken, Refused."""
    mail = render(message)
    if _settings.url == "console:":
        sys.stdout.write(_as_text(mail))
        sys.stdout.flush()
        return
    with _server(urlsplit(_settings.url)) as server:
        _hand_over(server, mail)


def _hand_over(server: smtplib.SMTP, mail: EmailMessage) -> None:
    """What the server answers to this one message decides about this one message only."""
    try:
        server.send_message(mail)
    except smtplib.SMTPSenderRefused as error:  # our own address: no other message fares better
        raise ServerDown(_said(error)) from error
    except smtplib.SMTPRecipientsRefused as error:
        code, _ = next(iter(error.recipients.values()))
        raise (Refused if _is_final(code) else NotSent)(f"recipient refused: {code}") from error
    except smtplib.SMTPDataError as error:
        raise (Refused if _is_final(error.smtp_code) else NotSent)(_said(error)) from error
    except smtplib.SMTPNotSupportedError as error:  # an address this server cannot write to
        raise Refused(_said(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise LineBroken(_said(error)) from error


def render(message: Message) -> EmailMessage:
    """The message in its own language; the template's first line is the subject."""
    with i18n.use_locale(message.locale):
        text = _templates.get_template(f"emails/{message.template}.txt").render(message.context)
    subject, _, body = text.strip().partition("\n")
    mail = EmailMessage()
    mail["Subject"] = " ".join(subject.split())
    mail["From"] = _settings.sender
    mail["To"] = message.to
    mail["Date"] = format_datetime(now())
    # The same each time, so that a message sent twice after a lost answer is recognised as one.
    mail["Message-ID"] = f"<{message.id}@{_settings.sender.rpartition('@')[2].strip('> ')}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body.strip() + "\n")
    mail["Content-Language"] = message.locale  # after the content, which drops such headers
    return mail


@contextmanager
def _server(url: SplitResult) -> Iterator[smtplib.SMTP]:
    """A connection that may send: encrypted where the server offers it, and signed in.

    A password never travels in the open. Raises ServerDown.
    """
    try:
        server = _connected(url)
    except (OSError, smtplib.SMTPException) as error:
        raise ServerDown(_said(error)) from error
    try:
        yield server
    finally:
        # Whatever comes of saying goodbye: the message was taken or refused before it.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _connected(url: SplitResult) -> smtplib.SMTP:
    host, port = str(url.hostname), url.port or PORTS[url.scheme]
    context = ssl.create_default_context()
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        if url.scheme == "smtp" and host not in LOOPBACK:
            _encrypt(server, context, needed=bool(url.username))
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def _encrypt(server: smtplib.SMTP, context: ssl.SSLContext, *, needed: bool) -> None:
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=context)
        server.ehlo()
    elif needed:
        raise smtplib.SMTPNotSupportedError("the server offers no encryption for the password")


def _is_final(code: int) -> bool:
    """4xx is *not now*, 5xx *never*."""
    return 500 <= code < 600


def _said(error: Exception) -> str:
    """What went wrong, for the log of the operator: no address and no words of a message."""
    code = getattr(error, "smtp_code", None)
    return type(error).__name__ if code is None else f"{type(error).__name__} {code}"


def _as_text(mail: EmailMessage) -> str:
    rule = "-" * 72
    return f"{rule}\nTo: {mail['To']}\nSubject: {mail['Subject']}\n\n{mail.get_content()}{rule}\n"


def _environment() -> Environment:
    environment: Any = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # plain text
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        _=i18n.gettext,
        ngettext=i18n.ngettext,
        address=links.address,
        code=links.code,
        home=links.home,
        sentence=i18n.sentence,
        whole=links.whole,
    )
    environment.filters.update(chosen=i18n.chosen, day=i18n.day)
    return environment


_templates = _environment()
