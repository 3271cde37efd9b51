"""The real program, started for the journeys: server and worker on a free port, sample data in."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from nap_tracker.serve import die_with_parent
from tests.chromium import ROOT, leave

PROGRAM = str(Path(sys.executable).with_name("nap-tracker"))
PASSWORD = "sample-data-only"
RULE = "-" * 72
"""Before and after each message that is printed instead of sent."""
PEOPLE = {
    "focal point": "focal@sample.example",
    "coordinator": "coordinator@sample.example",
    "officer": "officer@sample.example",
    "colleague": "officer2@sample.example",
    "viewer": "viewer@sample.example",
    "reviewer": "reviewer@sample.example",
    "administrator": "admin@sample.example",
    "stranger": "redaction@exemple.example",
    "coordinator, elsewhere": "coordination@velmar.example",
}
SECONDS = 30
"""How long anything may take on a busy machine before it counts as broken."""
STARTING = 120
"""The same for server and worker, which each read the whole program first."""


def until(is_so: Callable[[], Any], what: str, seconds: float = SECONDS) -> Any:
    """Wait for a condition and return what it gave; the pause spares the processor."""
    limit = monotonic() + seconds
    while not (found := is_so()):
        assert monotonic() < limit, f"{what}, waited for in vain"
        threading.Event().wait(0.05)
    return found


class Site:
    """A running installation in a folder of its own, and the ways a test may look behind it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "output.txt"
        self.environ = {name: v for name, v in os.environ.items() if not name.startswith("NAP_")}
        self.environ |= {
            "NAP_MODE": "demo",
            "NAP_INSTANCE": str(folder),
            "NAP_BASE_URL": self.url,
            "NAP_WORKERS": "1",
        }

    def run(self, *command: str) -> str:
        """One command of the program, and what it printed."""
        made = subprocess.run(
            [PROGRAM, *command],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        return made.stdout

    @contextlib.contextmanager
    def running(self) -> Iterator[Site]:
        """Server and worker, from the moment the pages answer and show the sample data."""
        command = [PROGRAM, "serve", "--port", str(self.port)]
        self.run("demo", "load")
        with (
            self.log.open("wb") as log,
            subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            ) as server,
        ):
            self.server = server
            try:
                until(self._answers, f"the server on port {self.port}", STARTING)
                yield self
            finally:
                server.terminate()

    def _answers(self) -> bool:
        assert self.server.poll() is None, self.log.read_text()
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5):
                return True
        except OSError:
            return False

    def mail_to(self, address: str) -> str:
        """The newest message to somebody, as the worker printed it; '' before there is one.

        It ends with its own rule: what was mailed to others later is none of theirs.
        """
        to = re.escape(f"To: {address}\nSubject: ")
        found = re.findall(f"(?ms)^{RULE}\n{to}(.*?)^{RULE}$", self.log.read_text("utf-8"))
        return found[-1] if found else ""

    def worker(self) -> int | None:
        """The process id of the worker, by what the server process started."""
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError):
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                words = (folder / "cmdline").read_bytes().split(b"\0")
                if int(parent) == self.server.pid and b"worker" in words:
                    return int(folder.name)
        return None

    def kill_worker(self) -> int:
        """As a machine that runs out of memory does it; which process it was."""
        worker = until(self.worker, "a worker")
        os.kill(worker, signal.SIGKILL)
        return int(worker)

    def database(self, statement: str, *values: str) -> list[Any]:
        """One statement straight to the database, behind the back of the program."""
        path = self.folder / "nap-tracker.db"
        with contextlib.closing(sqlite3.connect(path, timeout=15)) as connection, connection:
            return connection.execute(statement, values).fetchall()


class Visitors:
    """People at browsers of their own; nobody signs in twice."""

    def __init__(self, chromium: Browser, site: Site, signed_in: dict[str, Any]) -> None:
        self.chromium = chromium
        self.site = site
        self.signed_in = signed_in
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(self, who: str = "", **options: Any) -> Page:
        """A page of somebody in a fresh browser; without a name, of a visitor not signed in."""
        if who and who not in self.signed_in:
            page = self._open()
            sign_in(page, PEOPLE[who], PASSWORD)
            self.signed_in[who] = page.context.storage_state()
        return self._open(storage_state=self.signed_in.get(who), **options)

    def forget(self, who: str) -> None:
        """Their sessions end, as with a new password: whoever visits next signs in again."""
        self.signed_in.pop(who, None)

    def _open(self, **options: Any) -> Page:
        context = self.chromium.new_context(base_url=self.site.url, **options)
        context.set_default_timeout(SECONDS * 1000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("response", lambda response: self._look(response.status, response.url))
        return page

    def _note(self, type: str, text: str) -> None:
        """A page that answers 404 or 409 is told of as a failed resource, and is none."""
        if type in ("error", "warning") and not text.startswith("Failed to load resource"):
            self.complaints.append(text)

    def _look(self, status: int, url: str) -> None:
        if status >= 500:
            said = self.site.log.read_text(encoding="utf-8")
            self.complaints.append(f"{status} for {url}:\n{said[-3000:]}")

    def leave(self) -> None:
        for context in self.contexts:
            leave(context)


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1, name="Plans").wait_for()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
