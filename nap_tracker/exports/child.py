"""The process that prints: `python -m nap_tracker.exports.child FOLDER`, started by `press.py`.

It reads `job.json`, `document.html` and the pictures from the folder and leaves `out.pdf` and
`report.json` there.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import Any

from nap_tracker import fence
from nap_tracker.exports import pdf
from nap_tracker.exports.pictures import ImageData

Report = dict[str, Any]


def main(folder: Path) -> int:
    """0 when printed; 1 when refused, with the reason in the report."""
    job = json.loads((folder / "job.json").read_text("utf-8"))
    fence.end_with_parent()
    fence.limit(job["limits"])
    fence.fence(folder)
    # Boxes of a document live as long as the process: looking for garbage among them every few
    # hundred allocations takes a sixth of the time and finds nothing.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    report = _print(folder, job)
    (folder / "report.json").write_text(json.dumps(report), "utf-8")
    return 0 if "pages" in report else 1


def _print(folder: Path, job: Report) -> Report:
    pictures = {
        name: ImageData(
            (folder / picture["file"]).read_bytes(),
            picture["media_type"],
            picture["width"],
            picture["height"],
        )
        for name, picture in job["pictures"].items()
    }
    try:
        printed = pdf.to_pdf((folder / "document.html").read_text("utf-8"), pictures)
    except pdf.Unprintable as refusal:
        return {"error": "unprintable", "complaints": refusal.complaints}
    except MemoryError:
        return {"error": "memory"}
    except RecursionError:
        return {"error": "unprintable", "complaints": ["nested too deeply"]}
    (folder / "out.pdf").write_bytes(printed.data)
    return {"pages": printed.pages, "missing": printed.missing}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
