"""What is wrong in WeasyPrint 70.0, put right: the one place where a library is patched.

Pinned to that version; each patch has its test in tests/exports/test_weasyprint_fixes.py.
"""

from __future__ import annotations

import weasyprint

PINNED = "70.0"


def install() -> None:
    """Patch once; refuses any other version, since each patch must be looked at again then."""
    if weasyprint.__version__ != PINNED:
        raise RuntimeError(f"WeasyPrint {weasyprint.__version__} is not {PINNED}")


def forget() -> None:
    """Drop what was remembered of one document."""
