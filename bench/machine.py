"""The machine the figures were taken on, and how busy it was."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

from nap_tracker.clock import now


def described() -> str:
    """One line of Markdown."""
    kilobytes = int(_found(r"MemTotal:\s*(\d+)", "/proc/meminfo") or 0)
    system = _found(r'PRETTY_NAME="(.+)"', "/etc/os-release")
    facts = (
        _found(r"model name\s*: (.+)", "/proc/cpuinfo") or platform.processor() or "CPU not known",
        f"{os.cpu_count()} cores",
        f"{kilobytes / 1_000_000:.0f} GB of memory",
        system or platform.system(),
        f"Linux {platform.release()}",
        f"Python {platform.python_version()}",
        f"{now():%Y-%m-%d %H:%M} UTC",
        busy(),
    )
    return ", ".join(facts)


def busy() -> str:
    """Processes that wanted to run in the last minute; above the cores, times are too long."""
    return f"load {os.getloadavg()[0]:.1f}"


def _found(pattern: str, path: str) -> str:
    file = Path(path)
    found = re.search(pattern, file.read_text("utf-8")) if file.exists() else None
    return found.group(1).strip() if found else ""
