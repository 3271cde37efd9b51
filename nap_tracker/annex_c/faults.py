"""The one error of the treaty files: which file, which id, what is wrong."""

from __future__ import annotations


class SchemaFault(Exception):
    """A treaty file is faulty; raised at start, so that a typo never reaches a form."""

    def __init__(self, file: str, id: str, reason: str) -> None:
        super().__init__(f"{file}: {id}: {reason}" if id else f"{file}: {reason}")
        self.file = file
        self.id = id
        self.reason = reason
