"""Why a file is refused, in sentences that say what to do; nothing of it was stored then."""

from __future__ import annotations

from typing import Final

from nap_tracker.errors import InvalidFile
from nap_tracker.i18n import N_

MAX_BYTES: Final = 50 * 2**20
"""Of the file as it comes; the installation may allow less."""

EMPTY = N_("This file is empty. Choose another one.")
TOO_LARGE = N_("The file is larger than %(limit)s MB. Make its pictures smaller and save it again.")
NOT_WORD = N_(
    "This is no Word file (DOCX), or it is damaged. Open it in a word processor and save it as"
    " DOCX."
)
OLD_WORD = N_("This is an old Word file (DOC). Open it in Word and save it as .docx.")
LOCKED = N_(
    "This file is locked with a password. Open it, take the password off, and save it again."
)
RICH_TEXT = N_("This is a file in Rich Text Format (RTF). Open it in Word and save it as .docx.")
WEB_PAGE = N_("This is a web page. Open it in Word and save it as .docx, or paste its text.")
PDF = N_("This is a PDF. Ask for the Word file it was made from, or paste its text.")
OTHER_OFFICE = N_(
    "This is no text document. A work plan in a spreadsheet has an import of its own."
)
MACROS = N_(
    "This file holds macros, small programs. Save it as a Word document without macros (.docx) and"
    " try again."
)
UNPACKS_TOO_LARGE = N_(
    "The file is too large when unpacked. Take out what is not the plan, and try again."
)
HOSTILE = N_("The file holds declarations that no word processor writes. It was not opened.")
NO_TEXT = N_("There is no text in this file.")
TOO_LONG = N_("The file holds more text than a plan can have.")
GAVE_UP = N_(
    "Reading this file takes more time or memory than is allowed for one. Save it again under a new"
    " name in Word, or split it in two."
)


def refuse(message: str, **params: object) -> InvalidFile:
    """The refusal of a whole file, to be raised."""
    return InvalidFile(message, params)
