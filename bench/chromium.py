"""The other printer: headless Chromium with a fresh profile and our fonts."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from nap_tracker.exports.pictures import SCHEME, Pictures
from nap_tracker.exports.press import FONTS

LONGEST = 600
"""Seconds after which it is given up."""


def program() -> str | None:
    """The browser NAP_BROWSER names, or the system's Chromium."""
    return os.environ.get("NAP_BROWSER") or shutil.which("chromium")


def print_pdf(program: str, html: str) -> bytes:
    """The PDF of a page that holds its pictures itself."""
    with tempfile.TemporaryDirectory(prefix="nap-bench-") as name:
        folder = Path(name)
        page, out = folder / "document.html", folder / "out.pdf"
        page.write_text(html, "utf-8")
        command = [
            program,
            *("--headless", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"),
            *("--disable-breakpad", "--no-first-run", "--no-pdf-header-footer"),
            *(f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={out}", page.as_uri()),
        ]
        environment = {**os.environ, "FONTCONFIG_FILE": str(FONTS), "HOME": name}
        subprocess.run(command, env=environment, capture_output=True, timeout=LONGEST, check=True)
        return out.read_bytes()


def with_pictures_inside(html: str, pictures: Pictures) -> str:
    """The same page with pictures as data, since our addresses mean nothing to a browser."""

    def inside(found: re.Match[str]) -> str:
        picture = pictures[found.group(1)]
        return f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}"

    return re.sub(rf'(?<=src="){SCHEME}:([^"]+)', inside, html)
