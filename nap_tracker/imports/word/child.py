"""The process that reads a Word file: `python -m nap_tracker.imports.word.child FOLDER`.

Started by `desk.py`, since a file that somebody uploaded can be made to take hours or gigabytes. It
reads `job.json` and `in.docx`, and leaves `document.json`, the pictures and `report.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from nap_tracker import fence
from nap_tracker.errors import InvalidFile
from nap_tracker.imports.word import codec, reader
from nap_tracker.imports.word.refusals import NOT_WORD


def main(folder: Path) -> int:
    """0 when read; 1 when refused, with the reason in the report."""
    job = json.loads((folder / "job.json").read_text("utf-8"))
    fence.limit(job)
    fence.fence(folder)
    report = _read(folder)
    (folder / "report.json").write_text(json.dumps(report), "utf-8")
    return 0 if "pictures" in report else 1


def _read(folder: Path) -> dict[str, Any]:
    try:
        document, pictures = reader.read((folder / "in.docx").read_bytes())
    except InvalidFile as refusal:
        return {"message": refusal.message, "params": dict(refusal.params)}
    except MemoryError:
        return {}
    except Exception:  # whatever a malformed part makes the reader trip over
        return {"message": NOT_WORD, "params": {}}
    (folder / "document.json").write_text(codec.dumps(document), "utf-8")
    for name, data in pictures.items():
        (folder / name).write_bytes(data)
    return {"pictures": list(pictures)}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
