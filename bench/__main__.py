"""`python -m bench [PART …]`, or all: pdf, word, word-in, pages, home, reading, progress, …"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from bench import backups, home, machine, pages, pdf, progress, reading, saves, word, word_in

PARTS: dict[str, tuple[str, Callable[[int], str]]] = {
    "pdf": ("Documents", pdf.run),
    "word": ("Word documents", word.run),
    "word-in": ("Word files brought in", word_in.run),
    "pages": ("Pages", pages.run),
    "home": ("First page", home.run),
    "reading": ("Reading", reading.run),
    "progress": ("Implementation", progress.run),
    "saves": ("Saves", saves.run),
    "backup": ("Backup", backups.run),
}
RESULTS = Path(__file__).with_name("results.md")


def main() -> int:
    """0 when everything asked for was measured, whatever it showed."""
    asked = _arguments()
    told = [f"Taken on {machine.described()}."]
    for name in asked.parts or PARTS:
        title, run = PARTS[name]
        print(f"{name} …", file=sys.stderr, flush=True)
        told.append(f"### {title}\n\n{run(asked.runs)}\n\nAt its end: {machine.busy()}.")
    text = "\n\n".join(told) + "\n"
    print(text)
    if asked.write:
        RESULTS.write_text(text, "utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measures time and memory.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--runs", type=int, default=3, help="rounds of each comparison")
    parser.add_argument("--write", action="store_true", help="also write bench/results.md")
    asked = parser.parse_args()
    unknown = [name for name in asked.parts if name not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]}; choose from {', '.join(PARTS)}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
