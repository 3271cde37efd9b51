"""An installation as it runs: its server and its worker are processes that can be killed."""

from __future__ import annotations

import contextlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import Engine, create_engine, text

import config
from nap_tracker import serve
from tests.chromium import ROOT

PROGRAM = str(Path(sys.executable).with_name("nap-tracker"))
SECONDS = 60


@dataclass
class Installation:
    """A real one, on SQLite or on NAP_TEST_DATABASE_URL, and its server."""

    folder: Path
    url: str
    port: int
    settings: dict[str, str] = field(default_factory=dict)
    """More of the environment."""

    @property
    def environ(self) -> dict[str, str]:
        others = {name: v for name, v in os.environ.items() if not name.startswith("NAP_")}
        return others | {
            "NAP_MODE": "demo",
            "NAP_INSTANCE": str(self.folder),
            "NAP_DATABASE_URL": self.url,
            **self.settings,
        }

    def run(self, *command: str) -> None:
        made = subprocess.run(
            [PROGRAM, *command],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr

    @contextlib.contextmanager
    def server(self) -> Iterator[subprocess.Popen[bytes]]:
        """In a process group of its own, which dies as a whole."""
        while serve.does_answer("127.0.0.1", self.port):
            threading.Event().wait(0.05)  # those killed a moment ago are still going
        log = (self.folder / "log.txt").open("ab")
        command = serve.server_command(self.port, "127.0.0.1", 2, 4)
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environ, stdout=log, stderr=log, start_new_session=True
        )
        try:
            limit = monotonic() + SECONDS
            while not self._answers():
                assert process.poll() is None
                assert monotonic() < limit, (self.folder / "log.txt").read_text()
                threading.Event().wait(0.05)
            yield process
        finally:
            kill(process)
            log.close()

    @contextlib.contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        """In a process group of its own, too."""
        log = (self.folder / "worker.txt").open("ab")
        process = subprocess.Popen(
            [PROGRAM, "worker"],
            cwd=ROOT,
            env=self.environ,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            kill(process)
            log.close()

    @contextlib.contextmanager
    def engine(self) -> Iterator[Engine]:
        """Its database, from outside."""
        engine = create_engine(config.with_driver(self.url))
        try:
            yield engine
        finally:
            engine.dispose()

    def _answers(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            return serve.does_answer("127.0.0.1", self.port)
        return False

    def revisions(self) -> str:
        """Everything that was ever stored."""
        with self.engine() as engine, engine.connect() as connection:
            found = connection.execute(text("SELECT content FROM revision"))
            return "\n".join(content for (content,) in found)


def kill(process: subprocess.Popen[bytes]) -> None:
    """As a power cut does it: nobody is asked."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(SECONDS)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    url = os.environ.get("NAP_TEST_DATABASE_URL", "")
    if not url:
        yield Installation(tmp_path, f"sqlite:///{tmp_path}/killed.db", port)
        return
    schema = f"killed_{secrets.token_hex(3)}"
    engine = create_engine(config.with_driver(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE SCHEMA "{schema}"'))
        yield Installation(tmp_path, f"{url}?options=-csearch_path%3D{schema}", port)
        connection.execute(text(f'DROP SCHEMA "{schema}" CASCADE'))
    engine.dispose()
