"""The process that turns a PDF into pictures: `python -m nap_tracker.exports.scanner FOLDER`.

Started by `press.py`, since a PDF that somebody uploaded can be made to take hours or gigabytes. It
reads `job.json` and `in.pdf` and leaves the pictures and `report.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from nap_tracker import fence
from nap_tracker.exports.annexes import NotRasterised, Scanning, page_pictures


def main(folder: Path) -> int:
    """0 when every page is a picture; 1 when refused, with the reason in the report."""
    job = json.loads((folder / "job.json").read_text("utf-8"))
    fence.end_with_parent()
    fence.limit(job["limits"])
    fence.fence(folder)
    report = _scan(folder, Scanning(**job["scanning"]))
    (folder / "report.json").write_text(json.dumps(report), "utf-8")
    return 0 if "pictures" in report else 1


def _scan(folder: Path, scanning: Scanning) -> dict[str, Any]:
    try:
        pictures = page_pictures((folder / "in.pdf").read_bytes(), scanning)
    except NotRasterised as refusal:
        return {"message": refusal.message, "params": dict(refusal.params)}
    listed = []
    for place, picture in enumerate(pictures):
        (folder / f"page-{place}").write_bytes(picture.data)
        listed.append([picture.media_type, picture.width, picture.height])
    return {"pictures": listed}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
