"""The few packages of the operating system: what is missing, and how it comes (Debian, Ubuntu)."""

import ctypes
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
OFFICE = {"libreoffice-calc-nogui": "libsclo.so", "libreoffice-writer-nogui": "libswlo.so"}
"""Package -> the library of its own that stands beside the program."""
LOCK_SECONDS = 600
INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")


def missing_for_documents() -> list[str]:
    """Debian's names of what WeasyPrint loads, and of what makes virtual environments."""
    libraries = LIBRARIES if sys.platform == "linux" else {}
    packages = [package for library, package in libraries.items() if not loads(library)]
    return packages if importlib.util.find_spec("ensurepip") else [venv_package(), *packages]


def venv_package() -> str:
    """python3-venv serves the system's default Python; another Python has a package of its own."""
    default = Path("/usr/bin/python3").resolve().name
    own = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return "python3-venv" if default in ("python3", own) else f"{own}-venv"


def missing_for_browser() -> list[str]:
    """Chromium, where the system has it as a package, and what Playwright's own Node loads."""
    packages = [] if has_browser() or not is_debian() else ["chromium"]
    needs_atomic = sys.platform == "linux" and not loads("libatomic.so.1")
    return [*packages, "libatomic1"] if needs_atomic else packages


def has_browser() -> bool:
    return bool(os.environ.get("NAP_BROWSER") or shutil.which("chromium"))


def missing_for_office() -> list[str]:
    """The parts of LibreOffice that open and save what the program writes; tests may skip them.

    A part comes as a package of its own: the command alone does not say which are there.
    """
    return [package for package in OFFICE if is_debian() and not has_office(package)]


def has_office(package: str) -> bool:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    return bool(program) and (Path(program).resolve().parent / OFFICE[package]).exists()


def missing_for_ci() -> list[str]:
    """What the tests skip elsewhere but must not skip in the continuous integration."""
    packages = [] if shutil.which("pg_virtualenv") else ["postgresql"]
    return packages + missing_for_browser()


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text().splitlines()


def require(packages: list[str], purpose: str) -> None:
    """Leaves with exit code 2 when they are missing and cannot be brought."""
    if not packages or install(packages):
        return
    print(f"Missing for {purpose}: {' '.join(packages)}. {advice(packages)}", file=sys.stderr)
    sys.exit(2)


def advice(packages: list[str]) -> str:
    if not shutil.which("apt-get"):
        return "Install what your system calls them, then try again."
    commands = (["sudo", "apt-get", "update"], ["sudo", *INSTALL, *packages])
    return f"An administrator runs:\n\n    {' && '.join(map(shlex.join, commands))}\n"


def install(packages: list[str]) -> bool:
    """True when the packages are there afterwards; False when we may not, or apt could not."""
    prefix = as_administrator()
    if prefix is None or not shutil.which("apt-get"):
        return False
    print(f"set-up: {' '.join(packages)} (apt)", flush=True)
    wait = ["-o", f"DPkg::Lock::Timeout={LOCK_SECONDS}"]
    command = [*prefix, *INSTALL, "-qq", *wait, *packages]
    return (has_lists() and quiet(command)) or (update(prefix) and quiet(command))


def as_administrator() -> list[str] | None:
    """How apt-get is begun: as root, or through a sudo that asks nothing; None when we may not."""
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    sudo = ["sudo", "-n"]
    if shutil.which("sudo") and quiet([*sudo, "true"], say=False):
        return [*sudo, "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def has_lists() -> bool:
    return any(Path("/var/lib/apt/lists").glob("*Packages*"))


def update(prefix: list[str]) -> bool:
    """apt waits for dpkg's lock by itself, but not for the one of its lists."""
    end = time.monotonic() + LOCK_SECONDS
    while True:
        done = subprocess.run(
            [*prefix, "apt-get", "update", "-qq"], capture_output=True, text=True, check=False
        )
        if "lock" not in done.stderr or done.returncode == 0 or time.monotonic() > end:
            sys.stderr.write(done.stderr)
            return done.returncode == 0
        time.sleep(5)


def quiet(command: list[str], say: bool = True) -> bool:
    """Runs the command; its words are shown only when it fails."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode and say:
        sys.stderr.write(done.stdout)
    return done.returncode == 0
