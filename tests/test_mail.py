"""One message, rendered in its language, goes to the server or to the console."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any, ClassVar

import pytest
from flask import Flask

from nap_tracker import mail
from nap_tracker.errors import NotReady
from nap_tracker.models.message import Message

TEMPLATES = sorted(p.stem for p in (mail.TEMPLATES / "emails").glob("*.txt"))
PARTY = {"en": "Amberland", "fr": "Ambrie"}
PLAN = {"plan_id": "p", "plan": {"en": "Plan of Amberland"}}
SEAT = {"plan": PARTY, "seat_id": "s", "name": "Rosa", "path": ""}
CONTEXTS: dict[str, dict[str, Any]] = {
    "asked_for": {**PLAN, "asked": "Send for endorsement", "who": "Bruno"},
    "calendar_closed": {"who": "Amina", "party": PARTY},
    "section_assigned": {
        **PLAN,
        "who": "Bruno",
        "section_id": "trade",
        "section": "Trade",
        "due_on": "2026-05",
    },
    "comments_said": {
        "plan": PARTY,
        "plan_id": "p",
        "lines": [
            {"id": "c1", "number": 1, "what": "said", "section": "Foreword", "words": "Why?"},
            {"id": "c1", "number": 1, "what": "replied", "section": "Foreword", "words": ""},
            {"id": "c2", "number": 2, "what": "answered", "section": "", "words": ""},
        ],
    },
    "consent_given": {"giver": "A", "party": PARTY, "reason": "A fault", "until": "2026-05-01"},
    "daily": {
        "groups": [
            {
                "name": {"en": "Plan of Amberland"},
                "lines": [
                    {
                        "words": "Complete the section “%(section)s”",
                        "params": {"section": {"en": "Foreword", "fr": "Avant-propos"}},
                        "on": "2026-05",
                        "days": days,
                        "is_nudge": False,
                        "is_handed_on": days < 0,
                        "path": "/plans/p/sections/foreword",
                    }
                    for days in (-1, 0, 1, 2)
                ],
            }
        ],
        "own_page": "/reminders",
    },
    "delegation_ended": {
        "ender": "Amina",
        "holder": "Bruno",
        "delegate": "Chen",
        "party": PARTY,
        "role": "Coordinator",
    },
    "delegation_given": {
        "holder": "Bruno",
        "party": PARTY,
        "party_id": "p",
        "role": "Coordinator",
        "since": "2026-05-01",
        "until": "2026-05-14",
    },
    "draft_brought_back": {
        "who": "Bruno",
        "point": "",
        "plan_id": "p",
        "section": "Objectives",
    },
    "handover_answered": {"giver": "Bruno", "receiver": "Chen", "party": PARTY, "accepted": True},
    "handover_offered": {
        "giver": "Bruno",
        "receiver": "Chen",
        "is_receiver": True,
        "party": PARTY,
        "party_id": "p",
        "id": "h",
        "until": "2026-05-15",
    },
    "invitation": {
        "id": "i",
        "inviter": "Amina",
        "party": PARTY,
        "role": "Officer",
        "until": "2026-05-01",
    },
    "invitation_accepted": {
        "name": "Ben",
        "email": "b@x.example",
        "party": PARTY,
        "party_id": "p",
        "role": "Officer",
    },
    "invitation_undelivered": {
        "email": "b@x.example",
        "party": PARTY,
        "party_id": "p",
        "role": "Officer",
    },
    "invited_from_outside": {"invited": "b@x.example", "party": PARTY, "party_id": "p"},
    "lock_asked": {
        "asker": "Dina",
        "plan_id": "p",
        "section_id": "objectives",
        "section": "Objectives",
    },
    "lock_ended": {
        "ender": "Bruno",
        "reason": "",
        "plan_id": "p",
        "section_id": "objectives",
        "section": "Objectives",
    },
    "lock_taken_over": {
        "taker": "Bruno",
        "holder": "Chen",
        "reason": "The deadline",
        "plan_id": "p",
        "section_id": "objectives",
        "section": "Objectives",
    },
    "password_changed": {"name": "Ben"},
    "password_reset": {"id": "r", "name": "Ben", "hours": 2},
    "plan_moved": {**PLAN, "done": "The internal review is open", "who": "Bruno"},
    "progress_published": {**PLAN, "who": "Amina", "name": "How it stands in 2026"},
    "review_answers": {**SEAT},
    "review_closed": {**SEAT, "has_replied": True},
    "review_code": {**SEAT, "sent": "2026-05-01T12:00:00+00:00"},
    "review_declined": {
        "plan": PARTY,
        "path": "/plans/p/rounds/r",
        "name": "Rosa",
        "has_suggested": True,
        "suggested": "",
    },
    "review_handed_in": {"plan": PARTY, "path": "/plans/p/rounds/r", "name": ""},
    "review_replied": {**SEAT},
    "review_invited": {
        **SEAT,
        "who": "Amina",
        "party": PARTY,
        "round": "",
        "note": "",
        "due_on": "2026-05-20",
        "sections": [{"en": "Foreword", "fr": "Avant-propos"}],
        "questions": 2,
    },
    "review_reminder": {**SEAT, "due_on": "2026-05-20"},
    "role_changed": {"party": PARTY, "role": "Officer", "ended": False, "until": "2026-05-01"},
    "submission_recorded": {
        "number": "XAA-1",
        "version": 2,
        "party": PARTY,
        "sent_on": "2026-05-01",
        "received_on": "2026-05",
        "reference": "Note 12",
        "snapshot_sha256": "0" * 64,
        "redacted_sha256": ["3" * 64],
        "files": [{"name": "plan.pdf", "sha256": "1" * 64}],
        "duties": [["1 May 2029", "Review of progress number 1"]],
        "chain_number": 12,
        "chain_hash": "2" * 64,
        "plan_id": "p",
        "id": "s",
    },
    "turn_answered": {**PLAN, "who": "Bruno"},
    "value_sent_back": {"plan": PARTY},
    "values_waiting": {"plan": PARTY},
}


class Server:
    """A mail server that keeps what it is told."""

    offers_encryption: ClassVar[bool] = True
    heard: ClassVar[list[Any]] = []

    def __init__(self, host: str, port: int, **_: Any) -> None:
        self.heard.append((type(self).__name__, host, port))

    def quit(self) -> None:
        self.heard.append("quit")

    def close(self) -> None:
        pass

    def ehlo(self) -> None:
        pass

    def ehlo_or_helo_if_needed(self) -> None:
        pass

    def has_extn(self, name: str) -> bool:
        return name == "starttls" and self.offers_encryption

    def starttls(self, **_: Any) -> None:
        self.heard.append("starttls")

    def login(self, user: str, password: str) -> None:
        self.heard.append(("login", user, password))

    def send_message(self, message: EmailMessage) -> None:
        self.heard.append(("sent", message["To"], message["Subject"]))


class TLSServer(Server):
    """The same, encrypted from the start."""


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Server]]:
    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setattr(smtplib, "SMTP_SSL", TLSServer)
    monkeypatch.setattr(Server, "heard", [])
    yield Server
    mail.configure(app.config["MAIL_URL"], app.config["MAIL_FROM"])


def message(template: str = "password_changed", locale: str = "en", **changes: Any) -> Message:
    values = {"id": "m1", "to": "ben@x.example", "template": template, "locale": locale}
    return Message(**{"context": CONTEXTS[template], **values, **changes})


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_has_a_subject_and_a_text(template: str) -> None:
    rendered = mail.render(message(template))
    assert rendered["Subject"]
    assert "\n" not in rendered["Subject"]
    assert len(rendered.get_content().strip()) > 20
    assert "%(" not in rendered.get_content() + rendered["Subject"]


def test_every_template_is_tried_here() -> None:
    assert sorted(CONTEXTS) == TEMPLATES


@pytest.mark.usefixtures("app")
def test_a_message_speaks_its_own_language() -> None:
    assert "1er mai 2026" in mail.render(message("consent_given", "fr")).get_content()
    assert "Amberland" in mail.render(message("consent_given"))["Subject"]
    assert "Ambrie" in mail.render(message("consent_given", "fr"))["Subject"]


@pytest.mark.usefixtures("app")
def test_the_same_message_has_the_same_id_each_time() -> None:
    assert mail.render(message())["Message-ID"] == "<m1@localhost>"
    assert mail.render(message())["Auto-Submitted"] == "auto-generated"


@pytest.mark.usefixtures("app")
def test_a_name_cannot_smuggle_a_header_in() -> None:
    party = {"en": "Amber\nBcc: all@x.example"}
    context = CONTEXTS["consent_given"] | {"party": party}
    rendered = mail.render(message("consent_given", context=context))
    assert rendered["Bcc"] is None


def test_the_console_gets_it_in_demonstrations(
    server: type[Server], capsys: pytest.CaptureFixture[str]
) -> None:
    mail.configure("console:", "nap@x.example")
    mail.deliver(message())
    printed = capsys.readouterr().out
    assert "To: ben@x.example" in printed
    assert "forgotten-password" in printed
    assert server.heard == []


def test_a_server_elsewhere_is_spoken_to_encrypted(server: type[Server]) -> None:
    mail.configure("smtp://nap%40x:p%3Ass@mail.example:587", "nap@x.example")
    mail.deliver(message())
    assert server.heard[:3] == [
        ("Server", "mail.example", 587),
        "starttls",
        ("login", "nap@x", "p:ss"),
    ]
    assert server.heard[3][0] == "sent"


def test_a_password_never_travels_in_the_open(
    server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Server, "offers_encryption", False)
    mail.configure("smtp://user:pass@mail.example", "nap@x.example")
    with pytest.raises(mail.NotSent):
        mail.deliver(message())
    assert not any(h[0] == "login" for h in server.heard if isinstance(h, tuple))


def test_smtps_is_encrypted_from_the_start(server: type[Server]) -> None:
    mail.configure("smtps://mail.example", "nap@x.example")
    mail.deliver(message())
    assert server.heard[0] == ("TLSServer", "mail.example", 465)
    assert "starttls" not in server.heard


def test_a_server_on_this_machine_needs_no_encryption(server: type[Server]) -> None:
    mail.configure("smtp://localhost:25", "nap@x.example")
    mail.deliver(message())
    assert "starttls" not in server.heard


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("url", ["", "mail.example:25", "http://mail.example", "smtp://"])
def test_an_address_of_no_mail_server_stops_the_start(url: str) -> None:
    with pytest.raises(NotReady):
        mail.configure(url, "nap@x.example")
