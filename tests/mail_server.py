"""A mail server of the tests: real SMTP on this machine, which takes, refuses or breaks off."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from ssl import SSLContext

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class Catcher:
    """Keeps what it took; answers what it is told to."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: dict[str, str] = {}
        """Address -> what RCPT TO is answered."""
        self.data = ""
        """What the end of the text is answered, instead of taking it."""
        self.breaks: int = 0
        """How many more messages it breaks the line at, before it has taken them."""
        self.breaks_after = False
        """Takes the message and breaks the line before it says so."""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.recipients.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.breaks:
            self.breaks -= 1
            self._hang_up(server)
            return "451 gone"
        if self.data:
            return self.data
        assert isinstance(envelope.content, bytes)
        taken = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(taken, EmailMessage)
        self.taken.append(taken)
        if self.breaks_after:
            self._hang_up(server)
        return "250 OK"

    @staticmethod
    def _hang_up(server: SMTP) -> None:
        assert isinstance(server.transport, asyncio.Transport)
        server.transport.abort()

    def ids(self) -> list[str]:
        """Message-IDs in the order they came."""
        return [str(mail["Message-ID"]) for mail in self.taken]

    def readers(self) -> list[str]:
        """To whom, in the order they came."""
        return [str(mail["To"]) for mail in self.taken]


@contextmanager
def mail_server(
    catcher: Catcher,
    *,
    port: int = 0,
    host: str = HOST,
    starttls: SSLContext | None = None,
) -> Iterator[int]:
    """Serves until the block ends; its port."""
    port = port or free_port(host)
    server = Controller(catcher, hostname=host, port=port, tls_context=starttls, ready_timeout=20)
    server.start()
    try:
        yield port
    finally:
        server.stop()


def free_port(host: str = HOST) -> int:
    """One that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
