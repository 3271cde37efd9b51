"""Certificates of the tests, made by openssl: of a mail server at an address of this machine."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl is not there (Debian: apt-get install openssl)"
)


@dataclass(frozen=True)
class Certificate:
    """Signed by itself: whoever trusts the file trusts the server, and nobody else does."""

    file: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        """For the server."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


def certificate(folder: Path, address: str) -> Certificate:
    """Of a server at this address."""
    made = Certificate(folder / f"{address}.pem", folder / f"{address}.key")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "1", "-subj", "/CN=mail of the tests"]
    command += ["-addext", f"subjectAltName=IP:{address}"]
    command += ["-keyout", str(made.key), "-out", str(made.file)]
    subprocess.run(command, check=True, capture_output=True)
    return made
