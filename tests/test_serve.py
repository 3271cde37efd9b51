"""One server and one worker: never a shared port, both stopped together, a dead worker replaced."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import nap_tracker.serve
from nap_tracker.serve import PortInUse, port_claimed, server_command

# The server prints its process id and stays; the worker prints its own and stays as well.
# Each says its line in one write: with PYTHONUNBUFFERED `print` writes word by word, and the words
# of the two would mix.
CHILD = "import os, signal; os.write(1, b'%s %d\\n' % ({name!r}, os.getpid())); signal.pause()"
# The package's own module would load the whole application, for seconds; an empty one will do.
SUPERVISE = """
import os, sys, types
sys.modules["nap_tracker"] = types.ModuleType("nap_tracker")
sys.modules["nap_tracker"].__path__ = [{package!r}]
from nap_tracker.serve import supervise
child = lambda name: [sys.executable, "-c", {child!r}.replace("NAME", name)]
sys.exit(supervise({server}, child("worker"), lambda: True, lambda: os.write(1, b"ready\\n")))
"""


@contextmanager
def supervised(server: str = 'child("server")') -> Iterator[subprocess.Popen[str]]:
    package = str(Path(nap_tracker.serve.__file__).parent)
    code = SUPERVISE.format(child=CHILD.format(name=b"NAME"), server=server, package=package)
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def lines(process: subprocess.Popen[str], count: int) -> dict[str, str]:
    assert process.stdout is not None
    said = [process.stdout.readline().split() for _ in range(count)]
    return {words[0]: words[-1] for words in said}


def is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def listening(**options: bool) -> Iterator[int]:
    with socket.socket() as other:
        if options.get("shared"):
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("shared", [False, True])
def test_a_port_in_use_is_said_and_never_shared(shared: bool) -> None:
    with (
        listening(shared=shared) as port,
        pytest.raises(PortInUse, match=f"Port {port} is in use.*PORT={port + 1}"),
        port_claimed("127.0.0.1", port),
    ):
        pass


def test_of_two_starts_at_the_same_moment_one_is_refused() -> None:
    with listening() as port:
        pass  # it is free again

    with (
        port_claimed("127.0.0.1", port),
        pytest.raises(PortInUse, match="is in use"),
        port_claimed("127.0.0.1", port),
    ):
        pass


@pytest.mark.parametrize("port", [0, 65536, -1])
def test_a_port_that_does_not_exist_is_refused(port: int) -> None:
    with pytest.raises(PortInUse, match="from 1 to 65535"), port_claimed("127.0.0.1", port):
        pass


def test_an_address_of_version_6_is_written_in_brackets() -> None:
    assert "[::1]:5000" in server_command(5000, "::1", workers=2, threads=4)
    assert "127.0.0.1:5000" in server_command(5000, "127.0.0.1", workers=2, threads=4)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_server_and_worker(number: signal.Signals) -> None:
    with supervised() as process:
        said = lines(process, 3)
        process.send_signal(number)

        assert process.wait(timeout=30) == 0
        assert "ready" in said
        assert not is_running(said["server"])
        assert not is_running(said["worker"])


def test_a_worker_that_dies_is_replaced() -> None:
    with supervised() as process:
        first = lines(process, 3)["worker"]
        os.kill(int(first), signal.SIGKILL)
        second = lines(process, 1)["worker"]

        assert second != first
        assert process.poll() is None


def test_the_end_of_the_server_ends_everything_with_its_exit_code() -> None:
    with supervised(server='[sys.executable, "-c", "raise SystemExit(3)"]') as process:
        said = lines(process, 1)

        assert process.wait(timeout=30) == 3
        assert not is_running(said["worker"])
