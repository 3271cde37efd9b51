"""The web server and the worker beside it: started, watched and stopped by one small process."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from nap_tracker.errors import NotReady

APPLICATION = "nap_tracker:create_app()"
POLL_SECONDS = 0.2
GRACE_SECONDS = 10
LONGEST_PAUSE_SECONDS = 30
STEADY_SECONDS = 60
PR_SET_PDEATHSIG = 1
log = logging.getLogger(__name__)


class PortInUse(NotReady):
    """Nothing was started; the message says what to do."""


def serve(
    port: int,
    bind: str = "127.0.0.1",
    workers: int = 2,
    threads: int = 4,
    on_ready: Callable[[], None] = lambda: None,
) -> int:
    """Runs until SIGINT or SIGTERM and returns the exit code; `on_ready` when the port answers."""
    with port_claimed(bind, port):
        return supervise(
            server=server_command(port, bind, workers, threads),
            worker=[str(Path(sys.executable).with_name("nap-tracker")), "worker"],
            answers=lambda: does_answer(bind, port),
            on_ready=on_ready,
        )


def server_command(port: int, bind: str, workers: int, threads: int) -> list[str]:
    """Without --reuse-port one process takes all kept connections, and the others stand idle.

    The control socket is off, since it lies in the home folder, which may be read-only.
    """
    return [
        *(sys.executable, "-m", "gunicorn"),
        *("--bind", f"[{bind}]:{port}" if ":" in bind else f"{bind}:{port}"),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)),
        *("--reuse-port", "--no-control-socket", "--log-level", "warning"),
        *("--timeout", "60", "--graceful-timeout", str(GRACE_SECONDS - 2)),
        APPLICATION,
    ]


@contextlib.contextmanager
def port_claimed(bind: str, port: int) -> Iterator[None]:
    """The port is ours alone: --reuse-port would let a second start share it without a word."""
    if not 0 < port < 65536:
        raise PortInUse(f"There is no port {port}; choose one from 1 to 65535.")
    with socket.socket(socket.AF_UNIX) as claim:
        if sys.platform == "linux":  # two starts at the same moment both find the port free
            try:
                claim.bind(f"\0nap-tracker port {port}")
            except OSError:
                raise PortInUse(in_use(port)) from None
        refuse_taken(bind, port)
        yield


def refuse_taken(bind: str, port: int) -> None:
    family, kind, _, _, address = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen()
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            raise PortInUse(
                in_use(port) if taken else f"Cannot listen on {bind}:{port}: {error.strerror}."
            ) from error


def in_use(port: int) -> str:
    return (
        f"Port {port} is in use. Stop the program that uses it, or choose another port "
        f"(make run PORT={port + 1}, or NAP_PORT={port + 1})."
    )


def does_answer(bind: str, port: int) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bind, bind)
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def supervise(
    server: Sequence[str],
    worker: Sequence[str],
    answers: Callable[[], bool],
    on_ready: Callable[[], None],
) -> int:
    """Keeps both children running. The end of the server is the end; a dead worker is replaced."""
    stop = stop_event()
    helper = Worker(worker)
    web = start(server)
    waiting = True
    try:
        while not stop.wait(POLL_SECONDS):
            if web.poll() is not None:
                log.error("The server ended by itself (exit code %s).", web.returncode)
                return web.returncode or 1
            helper.revive()
            if waiting and answers():
                waiting = False
                on_ready()
        return 0
    finally:
        end([web, helper.process])


class Worker:
    """The process that runs the queue; one that dies at once is tried again ever more slowly."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self.failures = 0
        self.begun = time.monotonic()
        self.due: float | None = None
        self.process = start(command)

    def revive(self) -> None:
        if self.process.poll() is None:
            return
        now = time.monotonic()
        if self.due is None:
            self.failures = 0 if now - self.begun > STEADY_SECONDS else self.failures
            pause = min(2**self.failures, LONGEST_PAUSE_SECONDS)
            self.failures += 1
            self.due = now + pause
            code = self.process.returncode
            log.warning("The worker ended (exit code %s); again in %s s.", code, pause)
        elif now >= self.due:
            self.process, self.begun, self.due = start(self.command), now, None


def stop_event() -> threading.Event:
    """Set by SIGINT or SIGTERM; our children are in sessions of their own and do not get Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, start_new_session=True, preexec_fn=die_with_parent)


def die_with_parent() -> None:
    """Linux: the kernel ends the child when we are killed, so that no port stays taken."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Asks each to finish, and kills it only when it does not."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    limit = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.0, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
