"""The process that reads a file of outlines: `python -m nap_tracker.imports.outlines.child FOLDER`.

It reads `job.json` and `in.geojson`, and leaves `outlines.json` and `report.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from nap_tracker import fence
from nap_tracker.charts.outlines import to_data
from nap_tracker.errors import InvalidFile
from nap_tracker.imports import process
from nap_tracker.imports.outlines import reader


def main(folder: Path) -> int:
    """0 when read; 1 when refused, with the reason in the report."""
    job = json.loads((folder / "job.json").read_text("utf-8"))
    fence.end_with_parent()
    fence.limit(job)
    fence.fence(folder)
    try:
        report = _read(folder)
    except InvalidFile as refusal:
        report = process.refusal(refusal)
    except MemoryError:
        return 1
    (folder / "report.json").write_text(json.dumps(report), "utf-8")
    return 0 if "is_read" in report else 1


def _read(folder: Path) -> dict[str, Any]:
    found = reader.read((folder / "in.geojson").read_bytes())
    said = {"outlines": to_data(found.outlines), "properties": found.properties}
    (folder / "outlines.json").write_text(json.dumps(said), "utf-8")
    return {"is_read": True}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
