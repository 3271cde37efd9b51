"""The worker and a real mail server: taken, refused, put off, broken off, away for days.

The server is aiosmtpd on this machine; nothing of smtplib is replaced.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import update

from nap_tracker import jobs, mail
from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import Invitation, Membership, User
from nap_tracker.models.message import Message
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import invitations, locks, notices, plans
from tests.browser_client import Browser
from tests.cast import Cast, give, make_user
from tests.certificates import Certificate, certificate, needs_openssl
from tests.doors import Clock
from tests.mail_server import HOST, Catcher, free_port, mail_server

ELSEWHERE = "127.0.0.2"
"""Of this machine too, and yet none of the names under which encryption is not asked for."""
BEN, ZOE = "ben@example.org", "zoe@example.org"


@pytest.fixture
def catcher(app: Flask, clock: Clock) -> Iterator[Catcher]:
    """A server that takes everything until told otherwise; mail goes there."""
    catcher = Catcher()
    with mail_server(catcher) as port:
        mail.configure(f"smtp://{HOST}:{port}", "nap@x.example")
        yield catcher
    mail.configure(app.config["MAIL_URL"], app.config["MAIL_FROM"])


@pytest.fixture
def away(app: Flask, clock: Clock) -> Iterator[int]:
    """Nobody listens; the port where somebody may begin to."""
    port = free_port()
    mail.configure(f"smtp://{HOST}:{port}", "nap@x.example")
    yield port
    mail.configure(app.config["MAIL_URL"], app.config["MAIL_FROM"])


@pytest.fixture
def messages(database: None, clock: Clock) -> list[Message]:
    """Two that wait, for Ben and then for Zoe."""
    for name in ("Ben Known", "Zoe Later"):
        notices.password_changed(make_user(name))
        db.session.commit()
        clock.pass_by(seconds=1)
    return list(db.session.query(Message).order_by(Message.created_at))


def test_what_waits_is_sent_in_the_order_it_was_written(
    catcher: Catcher, messages: list[Message]
) -> None:
    assert jobs.send_messages() == 2
    assert catcher.readers() == [BEN, ZOE]
    assert catcher.ids() == [f"<{message.id}@x.example>" for message in messages]
    assert all(message.sent_at for message in messages)
    assert jobs.send_messages() == 0


def test_a_message_in_french_arrives_in_french(
    catcher: Catcher, clock: Clock, database: None
) -> None:
    notices.password_changed(make_user("Éloïse Known", locale="fr"))
    db.session.commit()
    jobs.send_messages()
    (taken,) = catcher.taken
    assert "mot de passe" in taken["Subject"]
    assert "Éloïse" in taken.get_content()
    assert taken["Content-Language"] == "fr"


def test_an_address_refused_for_good_is_given_up_and_the_next_is_sent(
    catcher: Catcher, messages: list[Message]
) -> None:
    catcher.recipients[BEN] = "550 5.1.1 no such mailbox"
    assert jobs.send_messages() == 2
    assert catcher.readers() == [ZOE]
    assert messages[0].failed_at == now()
    assert messages[0].sent_at is None


def test_an_address_refused_for_now_is_tried_again(
    catcher: Catcher, messages: list[Message], clock: Clock
) -> None:
    catcher.recipients[BEN] = "450 4.2.1 try again later"
    jobs.send_messages()
    assert catcher.readers() == [ZOE]
    assert messages[0].failed_at is None
    del catcher.recipients[BEN]
    assert jobs.send_messages() == 0, "not at once"
    clock.pass_by(minutes=2)
    assert jobs.send_messages() == 1
    assert catcher.readers() == [ZOE, BEN]


@pytest.mark.parametrize(("answer", "is_final"), [("552 too long", True), ("451 busy", False)])
def test_a_text_may_be_refused_for_good_or_for_now(
    catcher: Catcher, messages: list[Message], answer: str, is_final: bool
) -> None:
    catcher.data = answer
    assert jobs.send_messages() == 2
    assert [message.failed_at is not None for message in messages] == [is_final, is_final]
    assert catcher.taken == []


def test_a_line_that_breaks_before_the_answer_costs_nothing_but_time(
    catcher: Catcher, messages: list[Message], clock: Clock
) -> None:
    catcher.breaks = 1
    jobs.send_messages()
    assert catcher.readers() == [ZOE]
    clock.pass_by(minutes=2)
    jobs.send_messages()
    assert catcher.readers() == [ZOE, BEN]


def test_a_line_that_breaks_after_the_text_was_taken_repeats_it_under_the_same_id(
    catcher: Catcher, messages: list[Message], clock: Clock
) -> None:
    catcher.breaks_after = True
    jobs.send_messages()
    catcher.breaks_after = False
    clock.pass_by(minutes=2)
    jobs.send_messages()
    assert sorted(set(catcher.ids())) == sorted(f"<{m.id}@x.example>" for m in messages)
    assert all(message.sent_at for message in messages)


def test_a_server_that_breaks_every_line_does_not_hold_the_worker_up(
    catcher: Catcher, clock: Clock, database: None
) -> None:
    for number in range(6):
        notices.password_changed(make_user(f"Person{number} Known"))
        db.session.commit()
        clock.pass_by(seconds=1)
    catcher.breaks = 100
    assert jobs.send_messages() == jobs.MOST_BROKEN


def test_while_no_server_answers_messages_only_wait(
    away: int, messages: list[Message], clock: Clock
) -> None:
    for _ in range(8):
        assert jobs.send_messages() == 1, "one try tells enough"
        clock.pass_by(hours=6)
    assert [(m.attempts, m.failed_at) for m in messages] == [(0, None), (0, None)]
    catcher = Catcher()
    with mail_server(catcher, port=away):
        assert jobs.send_messages() == 2
    assert catcher.readers() == [BEN, ZOE]


def test_a_week_without_a_server_gives_a_message_up(
    away: int, messages: list[Message], clock: Clock
) -> None:
    clock.pass_by(days=6, hours=23)
    jobs.send_messages()
    assert messages[0].failed_at is None
    clock.pass_by(hours=2)
    assert jobs.send_messages() == 0
    assert messages[0].failed_at == now()


def test_a_server_whose_encryption_fails_is_no_server(app: Flask, messages: list[Message]) -> None:
    """It offers STARTTLS and then has no certificate: nothing is sent in the open instead."""
    catcher = Catcher()
    broken = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with mail_server(catcher, host=ELSEWHERE, starttls=broken) as port:
        mail.configure(f"smtp://{ELSEWHERE}:{port}", "nap@x.example")
        assert jobs.send_messages() == 1
    assert catcher.taken == []
    assert [(m.attempts, m.failed_at) for m in messages] == [(0, None), (0, None)]
    mail.configure(app.config["MAIL_URL"], app.config["MAIL_FROM"])


@pytest.fixture
def encrypted(app: Flask, tmp_path: Path) -> Iterator[tuple[EncryptedCatcher, Certificate, int]]:
    """A mail server elsewhere, as far as mail goes, with a certificate of its own making."""
    catcher, own = EncryptedCatcher(), certificate(tmp_path, ELSEWHERE)
    with mail_server(catcher, host=ELSEWHERE, starttls=own.context) as port:
        mail.configure(f"smtp://{ELSEWHERE}:{port}", "nap@x.example")
        yield catcher, own, port
    mail.configure(app.config["MAIL_URL"], app.config["MAIL_FROM"])


class EncryptedCatcher(Catcher):
    """Notes of each message whether it came encrypted."""

    def __init__(self) -> None:
        super().__init__()
        self.were_encrypted: list[bool] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.were_encrypted.append(session.ssl is not None)
        return await super().handle_DATA(server, session, envelope)


Encrypted = tuple[EncryptedCatcher, Certificate, int]


@needs_openssl
def test_a_certificate_that_nobody_vouches_for_is_no_server_and_the_message_stays(
    encrypted: Encrypted,
    messages: list[Message],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    catcher, own, _ = encrypted
    assert jobs.send_messages() == 1
    assert catcher.taken == []
    assert [(m.attempts, m.sent_at, m.failed_at) for m in messages] == [(0, None, None)] * 2
    assert "No mail server takes messages: SSLCertVerificationError" in caplog.text
    monkeypatch.setenv("SSL_CERT_FILE", str(own.file))  # the operator lets the machine trust it
    assert jobs.send_messages() == 2
    assert catcher.readers() == [BEN, ZOE]
    assert catcher.were_encrypted == [True, True]


@needs_openssl
def test_a_trusted_certificate_of_another_address_is_refused_too(
    app: Flask, tmp_path: Path, messages: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    catcher, other = Catcher(), certificate(tmp_path, "127.0.0.9")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.file))
    with mail_server(catcher, host=ELSEWHERE, starttls=other.context) as port:
        mail.configure(f"smtp://{ELSEWHERE}:{port}", "nap@x.example")
        assert jobs.send_messages() == 1
    assert catcher.taken == []
    assert [m.failed_at for m in messages] == [None, None]
    mail.configure(app.config["MAIL_URL"], app.config["MAIL_FROM"])


def test_a_server_that_speaks_no_encryption_is_not_spoken_to_as_smtps(
    catcher: Catcher, messages: list[Message]
) -> None:
    mail.configure(mail._settings.url.replace("smtp:", "smtps:"), "nap@x.example")
    assert jobs.send_messages() == 1
    assert catcher.taken == []
    assert messages[0].attempts == 0


def test_a_password_that_the_server_does_not_ask_for_is_no_reason_to_send(
    catcher: Catcher, messages: list[Message]
) -> None:
    mail.configure(mail._settings.url.replace("//", "//user:secret@"), "nap@x.example")
    assert jobs.send_messages() == 1
    assert catcher.taken == []
    assert messages[0].failed_at is None


def test_the_log_names_no_address(
    catcher: Catcher, messages: list[Message], caplog: pytest.LogCaptureFixture
) -> None:
    catcher.recipients = {BEN: f"550 {BEN} unknown", ZOE: f"450 {ZOE} later"}
    jobs.send_messages()
    assert "cannot be delivered" in caplog.text
    assert "@" not in caplog.text


def test_a_message_that_cannot_be_written_holds_up_no_other(
    catcher: Catcher, messages: list[Message], caplog: pytest.LogCaptureFixture
) -> None:
    messages[0].context = {}
    db.session.commit()
    assert jobs.send_messages() == 2
    assert catcher.readers() == [ZOE]
    assert messages[0].wait_until is not None
    assert "UndefinedError" in caplog.text


def ask_for_the_section(cast: Cast) -> None:
    """Somebody asks the officer, who holds a section."""
    version = plans.newest(OPERATOR, cast.plan.id)
    lock = locks.take(cast.actor("officer"), version, "objectives", reason="Quiet", hours=2)
    locks.ask(cast.actor("colleague"), version, lock)
    db.session.commit()


def end_role_of(user: User) -> None:
    query = update(Membership).where(Membership.user_id == user.id)
    db.session.execute(query.values(ends_at=now() - timedelta(seconds=1)))
    db.session.commit()


def test_who_still_has_a_role_is_told(catcher: Catcher, cast: Cast) -> None:
    ask_for_the_section(cast)
    jobs.send_messages()
    assert catcher.readers() == ["chen@example.org"]


def test_who_drafts_one_section_is_told_of_it(catcher: Catcher, cast: Cast) -> None:
    end_role_of(cast.officer)
    give(cast.officer, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "objectives")
    db.session.commit()
    ask_for_the_section(cast)
    jobs.send_messages()
    assert catcher.readers() == ["chen@example.org"]


def test_who_has_no_role_any_more_when_it_is_sent_is_told_nothing(
    catcher: Catcher, cast: Cast
) -> None:
    ask_for_the_section(cast)
    end_role_of(cast.officer)
    jobs.send_messages()
    assert catcher.taken == []
    assert db.session.query(Message).count() == 0


def test_a_stopped_account_is_told_nothing(catcher: Catcher, messages: list[Message]) -> None:
    db.session.query(User).filter_by(email=BEN).one().disabled_at = now()
    db.session.commit()
    jobs.send_messages()
    assert catcher.readers() == [ZOE]


@pytest.mark.parametrize("party_allows", [False, True])
def test_what_somebody_wrote_travels_only_where_the_party_lets_it(
    catcher: Catcher, cast: Cast, party_allows: bool
) -> None:
    cast.amberland.mail_has_words = party_allows
    version = plans.newest(OPERATOR, cast.plan.id)
    lock = locks.take(cast.actor("officer"), version, "objectives", reason="Quiet", hours=2)
    locks.take_over(cast.actor("coordinator"), version, lock, reason="The deadline", hours=1)
    db.session.commit()
    jobs.send_messages()
    assert len(catcher.taken) == 2
    assert all(("The deadline" in m.get_content()) is party_allows for m in catcher.taken)


def invited(cast: Cast) -> Invitation:
    """Amina invites somebody whose address she has got wrong."""
    invitation = invitations.invite(
        cast.actor("focal_point"),
        cast.amberland,
        email="mistyped@example.org",
        role=Role.OFFICER,
        locale="fr",
        lifetime=timedelta(days=14),
    )
    db.session.commit()
    return invitation


def test_who_invited_is_told_that_it_could_not_be_delivered(
    catcher: Catcher, cast: Cast, browser: Browser
) -> None:
    invitation = invited(cast)
    catcher.recipients["mistyped@example.org"] = "550 no such mailbox"
    assert jobs.send_messages() == 2
    (told,) = catcher.taken
    assert told["To"] == cast.focal_point.email
    assert told["Subject"] == "Your invitation to mistyped@example.org could not be delivered"
    assert f"/parties/{cast.amberland.id}/people" in told.get_content()
    assert "accept" not in told.get_content()
    assert invitation.undelivered_at == now()
    page = browser.sign_in(cast.focal_point).get(f"/parties/{cast.amberland.id}/people")
    assert "Could not be delivered" in page.text


def test_who_invited_is_told_after_a_week_without_a_server_too(
    away: int, cast: Cast, clock: Clock
) -> None:
    invitation = invited(cast)
    clock.pass_by(days=8)
    jobs.send_messages()
    waiting = db.session.query(Message).filter_by(template="invitation_undelivered").one()
    assert waiting.to == cast.focal_point.email
    assert invitation.undelivered_at == now()


@pytest.mark.parametrize("end", ["accepted_at", "withdrawn_at"])
def test_nobody_is_told_of_an_invitation_that_is_over(
    catcher: Catcher, cast: Cast, end: str
) -> None:
    setattr(invited(cast), end, now())
    db.session.commit()
    catcher.recipients["mistyped@example.org"] = "550 no such mailbox"
    assert jobs.send_messages() == 1
    assert catcher.taken == []


def test_an_invitation_that_waits_for_its_server_worries_nobody(
    catcher: Catcher, cast: Cast
) -> None:
    invitation = invited(cast)
    catcher.recipients["mistyped@example.org"] = "451 later"
    assert jobs.send_messages() == 1
    assert invitation.undelivered_at is None
    assert catcher.taken == []
