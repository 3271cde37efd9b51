"""What is wrong or slow in WeasyPrint 70.0, put right: the one place where a library is patched.

Pinned to that version, since every patch must be looked at again with the next one. Each has its
test in tests/exports/test_weasyprint_fixes.py; the fast ways must print what the slow ways print.

- `sequel.py`: a part of a document takes up the running head of the one before.
- `structure.py`: the tags of PDF/UA-1, and what is no content at all (artifacts).
- `styles.py`: computed styles worked out once instead of once a box.
- `text.py`: lines shaped once for layout and drawing; glyphs written without a call for each.
"""

from __future__ import annotations

import weasyprint

from nap_tracker.exports.weasyprint_fixes import sequel, structure, styles, text

PINNED = "70.0"


def install() -> None:
    """Patch the library; a second call changes nothing. Refuses any other version."""
    if weasyprint.__version__ != PINNED:
        raise RuntimeError(f"WeasyPrint {weasyprint.__version__} is not {PINNED}")
    sequel.install()
    structure.install()
    styles.install()
    text.install()


def forget() -> None:
    """Drop what was remembered of one document."""
    sequel.forget()
    structure.forget()
    text.forget()
