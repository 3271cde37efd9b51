"""What the set-up installs is locked by hash, complete, and names no package index."""

import importlib.util
import json
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "requirements-extras.txt", "requirements-dev.txt")


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", text, flags=re.MULTILINE))


def project() -> dict[str, dict[str, list[str]] | list[str]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[=<>~; ]", one)[0].lower().replace("_", "-") for one in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_carries_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)[1:]

    assert len(entries) == len(pins(lock)) > 0
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("file", [*LOCKS, "package-lock.json", ".npmrc", "pyproject.toml"])
def test_no_file_of_the_set_up_names_a_package_index(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")

    assert not re.search(r"index-url|find-links|\"resolved\"|registry\s*=|pypi|npmjs", text)


def test_the_locks_hold_every_package_that_the_project_names() -> None:
    extras = project()["optional-dependencies"]
    needed = names(project()["dependencies"]) | names(extras["build"])

    assert needed <= pins("requirements.txt").keys()
    assert (
        needed | names(extras["s3"]) | names(extras["redis"])
        <= pins("requirements-extras.txt").keys()
    )
    assert needed | names(extras["dev"]) <= pins("requirements-dev.txt").keys()


def test_the_program_runs_on_the_versions_that_it_was_tested_with() -> None:
    tested = pins("requirements-dev.txt")

    for lock in LOCKS:
        assert pins(lock).items() <= tested.items()


def test_the_npm_lock_is_the_one_of_package_json_at_exact_versions() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    for kind in ("dependencies", "devDependencies"):
        assert locked[""][kind] == wanted[kind]
        for name, version in wanted[kind].items():
            assert locked[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in entry for path, entry in locked.items() if path)


@pytest.fixture
def system() -> ModuleType:
    """The set-up's own module, which lies in no package."""
    spec = importlib.util.spec_from_file_location("system", ROOT / ".ci" / "system.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CALC, WRITER = "libreoffice-calc-nogui", "libreoffice-writer-nogui"


@pytest.mark.parametrize(
    ("there", "missing"),
    [
        ((), [CALC, WRITER]),
        (("soffice",), [CALC, WRITER]),
        (("soffice", "libswlo.so"), [CALC]),
        (("soffice", "libsclo.so"), [WRITER]),
        (("soffice", "libsclo.so", "libswlo.so"), []),
    ],
)
def test_each_part_of_libreoffice_is_looked_for(
    there: tuple[str, ...],
    missing: list[str],
    system: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "bin").mkdir()
    for name in there:
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    if "soffice" in there:  # Debian puts a link on the path
        (tmp_path / "bin" / "soffice").symlink_to(tmp_path / "soffice")
    monkeypatch.setattr(system, "is_debian", lambda: True)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert system.missing_for_office() == missing
