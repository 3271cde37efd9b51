"""What the worker does: each job looks for rows that wait and deals with them one by one.

Every job is safe to run twice and at any time: the row is the truth and is claimed with a lease.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask, current_app
from huey import crontab

from nap_tracker import mail
from nap_tracker.clock import now
from nap_tracker.database import read_only, reading
from nap_tracker.errors import DomainError
from nap_tracker.extensions import db
from nap_tracker.models.message import Message
from nap_tracker.queue import queue
from nap_tracker.roles import WORKER
from nap_tracker.services import (
    autosaves,
    erasures,
    exporting,
    exports,
    held_forms,
    locks,
    outbox,
    presence,
    reminders,
    reminders_sent,
    round_dues,
    sign_ins,
    thinning,
    uploads,
)

log = logging.getLogger(__name__)

KEEP_CONTENT = timedelta(days=1)
MOST_BROKEN = 3
"""Connections that may break in one round of mail: a server that hangs would hold the worker up."""


def render_exports() -> int:
    """Make every document that waits; how many were made or given up."""
    done = 0
    while (export := exports.claim()) is not None:
        db.session.commit()  # the lease, before minutes of work
        try:
            # Minutes of work that hold up nobody who saves.
            with reading(), _leased(export.id):
                made = exporting.make(export)
                db.session.commit()
            exporting.store(export, made)
        except DomainError as error:
            db.session.rollback()
            exports.failed(export, str(error), final=True)
        except Exception as error:  # a fault of ours: tried again, then said
            log.exception("Export %s failed.", export.id)
            db.session.rollback()
            exports.failed(export, type(error).__name__, final=False)
        db.session.commit()
        done += 1
    return done


@contextmanager
def _leased(export_id: str) -> Iterator[None]:
    """Renews the lease as long as this process lives, so that a killed one is replaced soon."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    over = threading.Event()

    def beat() -> None:
        read_only(False)  # whatever this thread may have inherited
        while not over.wait(exports.BEAT.total_seconds()):
            try:
                with app.app_context():
                    exports.renew(export_id)
                    db.session.commit()
            except Exception:  # the database may answer again at the next beat
                log.warning("The lease of export %s was not renewed.", export_id, exc_info=True)

    thread = threading.Thread(target=beat, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def send_messages() -> int:
    """Send every message that waits; how many were tried.

    Where no server answers, nothing else is tried either: the sweep asks again in a minute.
    """
    done = broken = 0
    outbox.give_up(now())
    db.session.commit()
    while broken < MOST_BROKEN and (message := outbox.claim(now())) is not None:
        db.session.commit()
        done += 1
        try:
            _send(message)
        except mail.ServerDown as error:
            db.session.rollback()
            log.warning("No mail server takes messages: %s", error)
            outbox.put_back(message)
            db.session.commit()
            break
        except mail.Refused as error:
            db.session.rollback()
            log.warning("Message %s cannot be delivered: %s", message.id, error)
            outbox.refused(message, now())
        except Exception as error:  # the server's no for now, or a fault of ours
            db.session.rollback()
            broken += isinstance(error, mail.LineBroken)
            is_ours = not isinstance(error, mail.NotSent)
            log.warning("Message %s was not sent: %s", message.id, error, exc_info=is_ours)
            outbox.put_off(message, now())
        db.session.commit()
    return done


def _send(message: Message) -> None:
    """Unless it concerns its reader no longer: then it is withdrawn."""
    if not outbox.still_concerns_its_reader(message):
        outbox.withdraw(message)
        return
    if message.template == reminders.TEMPLATE:
        wait = reminders.refresh(message)
        if wait is None:
            outbox.withdraw(message)
            return
        if wait:
            outbox.hold(message, now() + wait)
            return
    db.session.commit()
    with reading():
        mail.deliver(message)
        db.session.commit()
    outbox.sent(message, now())


def prune() -> int:
    """Forget what is no longer needed: kept contents, unapplied uploads, bytes without a row.

    Old mail and old tries at signing in go too.
    """
    done = exports.prune(now() - KEEP_CONTENT) + uploads.prune(now())
    done += outbox.prune(now()) + sign_ins.prune(now()) + autosaves.prune(now())
    done += presence.prune(now()) + held_forms.prune(now()) + reminders_sent.prune(now())
    db.session.commit()
    return done


def erase() -> int:
    """Erase what was removed to protect people, where a killed process left it."""
    done, removals = erasures.erase(), erasures.unwiped()
    db.session.commit()
    if removals:
        erasures.wipe()
        erasures.wiped(removals)
        db.session.commit()
    return done + len(removals)


def remind() -> int:
    """Write to everybody whose working day it is what is due from them; how many messages."""
    done = reminders.remind(WORKER) + round_dues.remind_by_link(now())
    db.session.commit()
    if done:
        queue.wake("messages")
    return done


def release_locks() -> int:
    """Write down which requests for quiet are over; they hold nobody back any more anyway."""
    done = locks.sweep(now())
    db.session.commit()
    return done


def thin_history() -> int:
    """Forget autosaves of old sittings that nobody can miss."""
    done = thinning.thin(now())
    db.session.commit()
    return done


JOBS: dict[str, Callable[[], int]] = {
    "erasures": erase,
    "exports": render_exports,
    "locks": release_locks,
    "messages": send_messages,
    "prune": prune,
    "reminders": remind,
    "thinning": thin_history,
}
"""By the name that `queue.wake` uses."""

SWEEPS = {
    "erasures": crontab(minute="*/5"),
    "exports": crontab(),
    "locks": crontab(minute="*/10"),
    "messages": crontab(),
    "prune": crontab(minute="17"),
    "reminders": crontab(minute="5,35"),
    "thinning": crontab(hour="1", minute="47"),
}
"""When the worker looks by itself, for what a lost wake or a killed worker left behind."""


def consume(app: Flask) -> None:
    """Run the worker until it is told to stop."""
    for name, job in JOBS.items():
        queue.lookers[name] = _inside(app, job)
    for name, when in SWEEPS.items():
        queue.huey.periodic_task(when, name=f"sweep_{name}")(queue.lookers[name])
    for name in JOBS:
        queue.look(name)
    queue.huey.create_consumer(workers=1, max_delay=2.0).run()


def _inside(app: Flask, job: Callable[[], int]) -> Callable[[], int]:
    def look() -> int:
        with app.app_context():
            try:
                return job()
            finally:
                db.session.remove()

    return look
