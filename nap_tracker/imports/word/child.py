"""The process that reads a Word file: `python -m nap_tracker.imports.word.child FOLDER`.

Started by `desk.py`, since a file that somebody uploaded can be made to take hours or gigabytes. It
reads `job.json` and `in.docx`, and leaves `document.json`, the pictures and `report.json`. A job
that says `comments` is of a file that went out from here: its text is compared, not taken in.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nap_tracker import fence
from nap_tracker.errors import InvalidFile
from nap_tracker.imports import process
from nap_tracker.imports.word import codec, commented, reader
from nap_tracker.imports.word.refusals import NOT_WORD


def main(folder: Path) -> int:
    """0 when read; 1 when refused, with the reason in the report."""
    job = json.loads((folder / "job.json").read_text("utf-8"))
    wants_comments = job.pop("comments", False)
    fence.limit(job)
    fence.fence(folder)
    report = _reported(folder, _read_comments if wants_comments else _read)
    (folder / "report.json").write_text(json.dumps(report), "utf-8")
    return 0 if "pictures" in report else 1


def _reported(folder: Path, read: Callable[[Path], list[str]]) -> dict[str, Any]:
    try:
        return {"pictures": read(folder)}
    except InvalidFile as refusal:
        return process.refusal(refusal)
    except MemoryError:
        return {}
    except Exception:  # whatever a malformed part makes the reader trip over
        return {"message": NOT_WORD, "params": {}}


def _read(folder: Path) -> list[str]:
    document, pictures = reader.read((folder / "in.docx").read_bytes())
    (folder / "document.json").write_text(codec.dumps(document), "utf-8")
    for name, data in pictures.items():
        (folder / name).write_bytes(data)
    return list(pictures)


def _read_comments(folder: Path) -> list[str]:
    found = commented.read((folder / "in.docx").read_bytes())
    (folder / "document.json").write_text(commented.dumps(found), "utf-8")
    return []


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
