"""What the printing process may open of the machine it runs on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nap_tracker.exports import press


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent")
def test_the_process_ends_with_the_one_that_started_it() -> None:
    child = (
        "import os, signal; from nap_tracker import fence;"
        "fence.end_with_parent(); print(os.getpid(), flush=True); signal.pause()"
    )
    worker = (
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c', sys.argv[1]]);"
        "import signal; signal.pause()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", worker, child], cwd=press.ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        printing = int(process.stdout.readline())
        os.kill(printing, 0)
        process.kill()
        assert process.stdout.read() == "", "the pipe ends when nobody holds it any more"


@pytest.mark.parametrize("beside", ["README.md", "instance/nap-tracker.db", "config.py"])
def test_no_file_beside_the_program_can_be_opened(tmp_path: Path, beside: str) -> None:
    words = (
        "import sys; from pathlib import Path; from nap_tracker import fence;"
        "fence.fence(Path(sys.argv[1])); open(sys.argv[2])"
    )
    command = [sys.executable, "-c", words, str(tmp_path), str(press.ROOT / beside)]
    tried = subprocess.run(command, cwd=press.ROOT, capture_output=True, text=True, check=False)
    assert "PermissionError: a document may not open" in tried.stderr
