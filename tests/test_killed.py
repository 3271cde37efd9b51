"""Claims about a server that is killed while people save: what it acknowledged is there."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import re
import subprocess
import threading
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.chromium import ROOT
from tests.running import SECONDS, Installation, installation, kill

__all__ = ["installation"]

SAVES, KILLS = 200, 4
SESSION = "nap_session"
SAMPLE = ROOT / "nap_tracker" / "samples" / "xaa.json"


def ask(
    port: int,
    method: str,
    url: str,
    cookie: str = "",
    data: dict[str, str] | None = None,
    accept: str = "application/json",
) -> tuple[int, bytes, str]:
    """Status, body and the session cookie after it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    headers = {"Accept": accept, "Cookie": cookie}
    if data is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, url, urlencode(data) if data is not None else None, headers)
        response = connection.getresponse()
        sent = SimpleCookie("; ".join(response.headers.get_all("Set-Cookie", [])))
        after = f"{SESSION}={sent[SESSION].value}" if SESSION in sent else cookie
        return response.status, response.read(), after
    finally:
        connection.close()


@dataclass
class Officer:
    """A page that saves by itself, over HTTP; what is not acknowledged is sent again."""

    port: int
    cookie: str = ""
    form: dict[str, str] = field(default_factory=dict)
    url: str = ""
    turn: int = 0
    acknowledged: list[str] = field(default_factory=list)
    page: str = field(default_factory=lambda: str(uuid4()))

    def sign_in(self) -> None:
        sent = {
            "csrf_token": value(self._ask("/sign-in"), "csrf_token"),
            "email": "officer@sample.example",
            "password": "sample-data-only",
        }
        self._ask("/sign-in", sent)

    def _ask(self, url: str, data: dict[str, str] | None = None) -> str:
        """A page, as a browser asks for it; the session goes on."""
        method = "GET" if data is None else "POST"
        _, body, self.cookie = ask(self.port, method, url, self.cookie, data, accept="text/html")
        return body.decode()

    def open(self, plan: str) -> None:
        html = self._ask(f"/plans/{plan}/sections/objectives")
        self.url = f"/plans/{plan}/sections/objectives/autosave"
        self.form = {
            "csrf_token": value(html, "csrf_token"),
            "_version": value(html, "_version"),
            "_seen": value(html, "_seen"),
            "_person": value(html, "_person"),
            "_window": self.page,
            "_fields": "goal",
        }

    def save(self, words: str) -> None:
        """One request; OSError where no answer comes. The next try is the very same request."""
        sent = {**self.form, "_request": f"{self.page}:{self.turn + 1}", "goal": words}
        status, body, _ = ask(self.port, "POST", self.url, self.cookie, sent)
        answer = json.loads(body)
        assert (status, answer["code"]) == (200, "ok"), body
        self.turn += 1
        self.form["_seen-goal"] = str(answer["seen"])
        self.acknowledged.append(words)


def value(html: str, name: str) -> str:
    """Of a hidden input."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


@pytest.mark.database
def test_every_acknowledged_save_survives_a_server_that_is_killed(
    installation: Installation,
) -> None:
    installation.run("db", "upgrade")
    installation.run("demo", "load")
    plan = json.loads(SAMPLE.read_bytes())["plan"]["id"]
    chance = random.Random(20261126)
    officer = Officer(installation.port)
    for round_ in range(KILLS + 1):
        with installation.server() as server:
            if round_ == 0:
                officer.sign_in()
                officer.open(plan)
            until_killed(officer, server, chance, is_last=round_ == KILLS)
    assert len(officer.acknowledged) == SAVES
    stored = installation.revisions()
    assert [words for words in officer.acknowledged if f'"{words}"' not in stored] == []


def until_killed(
    officer: Officer, server: subprocess.Popen[bytes], chance: random.Random, *, is_last: bool
) -> None:
    """Saves one after the other; somewhere in the middle of one the server is killed."""
    goal = len(officer.acknowledged) + SAVES // (KILLS + 1)
    strike, pause, moment = threading.Event(), threading.Event(), chance.uniform(0, 0.05)
    knife = threading.Thread(
        target=lambda: (strike.wait(), pause.wait(moment), kill(server)), daemon=True
    )
    if not is_last:
        knife.start()
    broken = () if is_last else (OSError, http.client.HTTPException)
    with contextlib.suppress(*broken):
        while len(officer.acknowledged) < SAVES:
            if not is_last and len(officer.acknowledged) >= goal:
                strike.set()
            officer.save(f"save {len(officer.acknowledged)} of {SAVES}")
    strike.set()
    if not is_last:
        knife.join(SECONDS)
