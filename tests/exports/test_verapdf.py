"""PDF/UA-1 by the validator veraPDF, where Java and Maven are there to bring and run it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chromium import REQUIRED
from tests.exports.conftest import Printed
from tests.exports.words_of import SENTENCES

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion>
<groupId>none</groupId><artifactId>none</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency>
<groupId>org.verapdf.apps</groupId><artifactId>greenfield-apps</artifactId><version>1.28.2</version>
</dependency></dependencies></project>
"""
MAIN = "org.verapdf.apps.GreenfieldCliWrapper"


@pytest.fixture(scope="session")
def classpath(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where veraPDF lies; from Maven's store, or brought by it once."""
    if not (shutil.which("java") and shutil.which("mvn")):
        return _absent("Java and Maven are not there")
    folder = tmp_path_factory.mktemp("verapdf")
    (folder / "pom.xml").write_text(POM)
    resolve = ["mvn", "-q", "-B", "dependency:build-classpath", "-Dmdep.outputFile=classpath"]
    for more in (["-o"], []):
        done = subprocess.run([*resolve, *more], cwd=folder, capture_output=True, check=False)
        if done.returncode == 0:
            return (folder / "classpath").read_text()
    return _absent("Maven cannot bring org.verapdf.apps:greenfield-apps")


def _absent(reason: str) -> str:
    if "verapdf" in REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)


def test_printed_plans_pass_verapdf(
    printed: Callable[..., Printed], classpath: str, tmp_path: Path
) -> None:
    """All languages in one run, since Java takes longer to start than to look."""
    files = [tmp_path / f"{language}.pdf" for language in sorted(SENTENCES)]
    for file in files:
        file.write_bytes(printed(file.stem).pdf)
    command = ["java", "-cp", classpath, MAIN, "-f", "ua1", "--format", "text", "-v"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    verdicts = [line.split()[0] for line in done.stdout.splitlines() if ".pdf" in line]
    assert verdicts == ["PASS"] * len(files), done.stdout + done.stderr
