"""Starts the processes that read an uploaded document: ours, and LibreOffice for OpenDocument.

Both have a folder of their own, limits of time and memory, and nothing of the server's environment.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from nap_tracker.i18n import N_
from nap_tracker.imports import process
from nap_tracker.imports.process import ROOT, Limits
from nap_tracker.imports.word import codec, commented, opendocument
from nap_tracker.imports.word.commented import Commented
from nap_tracker.imports.word.package import archive_of
from nap_tracker.imports.word.refusals import GAVE_UP, refuse
from nap_tracker.imports.word.tree import Document

__all__ = ["ROOT", "Limits", "converter", "read", "read_comments"]

LIMITED = """
import os, resource, sys
seconds, memory = map(int, sys.argv[1:3])
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_FSIZE, (2**29, 2**29))
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Becomes another program that cannot take more than this."""
READER = "nap_tracker.imports.word.child"
CONVERTERS = ("soffice", "libreoffice")

NO_CONVERTER = N_(
    "OpenDocument files cannot be read on this installation. Open yours in your word processor,"
    " save it as a Word document (DOCX), and upload that."
)
NOT_CONVERTED = N_(
    "The OpenDocument file could not be read. Open it in your word processor, save it as a Word"
    " document (DOCX), and upload that."
)


CONVERTING = Limits(memory=6 * 1024**3, cpu=90)


def read(data: bytes, limits: Limits | None = None) -> tuple[Document, dict[str, bytes]]:
    """A DOCX or ODT, read in a process of its own. Raises InvalidFile with what to do."""
    if opendocument.is_one(data):
        clean, left_out = opendocument.harmless(data)
        document, pictures = _read(_converted(clean), limits or Limits())
        document = document._replace(asides=(*document.asides, *left_out))
    else:
        archive_of(data)  # the cheap refusals, before a process is started
        document, pictures = _read(data, limits or Limits())
    return document, pictures


def read_comments(data: bytes, limits: Limits | None = None) -> Commented:
    """A DOCX with comments, read in the same way. Raises InvalidFile with what to do."""
    archive_of(data)
    return commented.loads(_in_a_child(data, limits or Limits(), wants_comments=True)[0])


def converter() -> str:
    """The program that converts OpenDocument; '' where there is none."""
    return next((found for name in CONVERTERS if (found := shutil.which(name))), "")


def _read(data: bytes, limits: Limits) -> tuple[Document, dict[str, bytes]]:
    said, pictures = _in_a_child(data, limits)
    return codec.loads(said), pictures


def _in_a_child(
    data: bytes, limits: Limits, *, wants_comments: bool = False
) -> tuple[str, dict[str, bytes]]:
    """What the process left: a document as JSON, and pictures by name."""
    with tempfile.TemporaryDirectory(prefix="nap-word-") as name:
        folder = Path(name)
        (folder / "in.docx").write_bytes(data)
        job = {"comments": True} if wants_comments else {}
        report = process.read(READER, folder, limits, gave_up=GAVE_UP, job=job)
        said = (folder / "document.json").read_text("utf-8")
        return said, {each: (folder / each).read_bytes() for each in report["pictures"]}


def _converted(data: bytes) -> bytes:
    """The DOCX that LibreOffice makes of an OpenDocument text."""
    program = converter()
    if not program:
        raise refuse(NO_CONVERTER)
    with tempfile.TemporaryDirectory(prefix="nap-office-") as name:
        folder = Path(name)
        (folder / "in.odt").write_bytes(data)
        limits = [str(CONVERTING.cpu), str(CONVERTING.memory)]
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        words = ["--headless", "--norestore", "--convert-to", "docx", "--outdir", name]
        command = [sys.executable, "-c", LIMITED, *limits, program, profile, *words]
        # A home of its own, and no proxy to reach the network by.
        process.run([*command, str(folder / "in.odt")], folder, {"PATH": "/usr/bin:/bin"}, 120)
        made = folder / "in.docx"
        if not made.exists():
            raise refuse(NOT_CONVERTED)
        return made.read_bytes()
