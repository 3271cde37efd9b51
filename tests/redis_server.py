"""A Redis server of the tests: started where there is one on this machine, on a port of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from nap_tracker.serve import does_answer
from tests.mail_server import HOST, free_port

SECONDS = 30
PROGRAM = shutil.which("redis-server") or ""


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """For NAP_QUEUE_URL; NAP_TEST_REDIS_URL names a server that runs already."""
    if given := os.environ.get("NAP_TEST_REDIS_URL"):
        yield given
        return
    if not PROGRAM:
        what = "redis-server is not there (Debian: apt-get install redis-server)"
        is_required = "redis" in os.environ.get("NAP_TEST_REQUIRE", "").split(",")
        (pytest.fail if is_required else pytest.skip)(what)
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    with redis_server(port, folder):
        yield f"redis://{HOST}:{port}/0"


@contextmanager
def redis_server(port: int, folder: Path) -> Iterator[None]:
    """Serves until the block ends; keeps nothing on disk."""
    command = [PROGRAM, "--bind", HOST, "--port", str(port), "--save", "", "--dir", str(folder)]
    with (folder / "redis.txt").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        limit = monotonic() + SECONDS
        while not does_answer(HOST, port):
            assert process.poll() is None, (folder / "redis.txt").read_text()
            assert monotonic() < limit
            threading.Event().wait(0.02)
        yield
    finally:
        process.terminate()
        process.wait(SECONDS)
