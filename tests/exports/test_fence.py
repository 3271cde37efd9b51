"""What the printing process may open of the machine it runs on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nap_tracker.exports import press


@pytest.mark.parametrize("beside", ["README.md", "instance/nap-tracker.db", "config.py"])
def test_no_file_beside_the_program_can_be_opened(tmp_path: Path, beside: str) -> None:
    words = (
        "import sys; from pathlib import Path; from nap_tracker.exports import fence;"
        "fence.fence(Path(sys.argv[1])); open(sys.argv[2])"
    )
    command = [sys.executable, "-c", words, str(tmp_path), str(press.ROOT / beside)]
    tried = subprocess.run(command, cwd=press.ROOT, capture_output=True, text=True, check=False)
    assert "PermissionError: a document may not open" in tried.stderr
