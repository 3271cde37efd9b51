"""Both commands in clean Debian roots, as root and as an ordinary user: shows missing installs.

Needs root. The roots are kept in BARE_CACHE and copied for each try; what was committed is cloned
into the copy. This machine's settings of apt, pip and npm go along, so that its sources work there.
SUITES, ROUTES and BARE_CACHE change the defaults.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import system

ROOT = Path(__file__).resolve().parents[1]
CACHE = Path(os.environ.get("BARE_CACHE", "/var/tmp/nap-tracker-bare"))
SUITES = os.environ.get("SUITES", "bookworm trixie").split()
ROUTES = os.environ.get("ROUTES", "root user").split()
INCLUDED = "python3,git,make,ca-certificates"
CHECKOUT = "srv/nap-tracker"

VARIABLES = re.compile(
    r"(PIP_|NPM_CONFIG_|npm_config_|SSL_CERT_|REQUESTS_CA|CURL_CA|NODE_EXTRA_CA|GIT_SSL_).*"
    r"|.*_(proxy|PROXY)"
)
SYSTEM_FILES = (
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/pip.conf",
    "/etc/npmrc",
    "/etc/apt/auth.conf",
)
HOME_FILES = (".config/pip/pip.conf", ".pip/pip.conf", ".npmrc")
BUNDLE = "/etc/ssl/certs/ca-certificates.crt"

# Mounts and processes end with their namespaces, whatever happens inside.
ENTER = """
set -eu
cd "$1"
mount -t proc proc proc
mount -t sysfs sysfs sys
mount --rbind /dev dev
exec chroot . /usr/bin/env -i "${@:2}"
"""


def main() -> int:
    if os.geteuid() != 0:
        print("Clean roots are made as root: sudo make bare", file=sys.stderr)
        return 2
    tools = ("debootstrap",) if shutil.which("debootstrap") is None else ()
    system.require(list(tools), "the clean roots")
    results = {f"{suite}, {route}": attempt(suite, route) for suite in SUITES for route in ROUTES}
    for name, code in results.items():
        print(f"{name}: {'fine' if code == 0 else f'FAILED ({code})'}")
    return max(min(code, 1) for code in results.values())


def attempt(suite: str, route: str) -> int:
    """The exit code of the try; its root is removed when it went well, kept when it did not."""
    base = clean_root(suite)
    root = Path(tempfile.mkdtemp(prefix=f"{suite}-{route}-", dir=CACHE))
    subprocess.run(["cp", "-a", f"{base}/.", root], check=True)
    lend_settings(root)
    subprocess.run(["git", "clone", "-q", "--no-local", ROOT, root / CHECKOUT], check=True)
    print(f"=== {suite}, as {route}, in {root}", flush=True)
    begun = time.monotonic()
    command = ["sh", f"/{CHECKOUT}/.ci/bare-inside.sh", route]
    code = enter(root, command)
    print(
        f"=== {suite}, as {route}: exit code {code}, {time.monotonic() - begun:.0f} s", flush=True
    )
    if code == 0:
        shutil.rmtree(root)
    return code


def clean_root(suite: str) -> Path:
    root = CACHE / suite
    if not (root / ".complete").exists():
        shutil.rmtree(root, ignore_errors=True)
        CACHE.mkdir(parents=True, exist_ok=True)
        options = ["--variant=minbase", f"--include={INCLUDED}"]
        subprocess.run(["debootstrap", *options, suite, root, *mirror()], check=True)
        (root / ".complete").touch()
    return root


def mirror() -> list[str]:
    """The Debian archive this machine itself uses; none named means debootstrap's own."""
    command = ["apt-get", "indextargets", "--format", "$(ORIGIN) $(LABEL) $(REPO_URI)"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = [line.split()[-1] for line in listed.splitlines() if line.startswith("Debian Debian ")]
    return found[:1]


def lend_settings(root: Path) -> None:
    """Certificates, name resolution and package sources as here; no setting of the program."""
    homes = [root / "root", root / "etc" / "skel"]
    for name in (*SYSTEM_FILES, BUNDLE, *lent_paths()):
        lend(Path(name), root / name.lstrip("/"))
    for home in homes:
        for name in HOME_FILES:
            lend(Path.home() / name, home / name)
    lend(Path("/usr/local/share/ca-certificates"), root / "usr/local/share/ca-certificates")
    apt = subprocess.run(
        ["apt-config", "dump", "Acquire"], capture_output=True, text=True, check=True
    )
    (root / "etc/apt/apt.conf.d/90machine").write_text(apt.stdout)


def lend(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        shutil.copy(source, target)


def lent_variables() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if VARIABLES.fullmatch(name)}


def lent_paths() -> list[str]:
    """Folders and files that a lent variable names; the system's own certificates are there."""
    paths = (value for value in lent_variables().values() if value.startswith("/"))
    return [path for path in paths if not path.startswith("/etc/ssl/")]


def enter(root: Path, command: list[str]) -> int:
    basic = {"HOME": "/root", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
    environment = [f"{name}={value}" for name, value in (basic | lent_variables()).items()]
    spaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
    shell = ["bash", "-c", ENTER, "enter", str(root), *environment, *command]
    return subprocess.run([*spaces, *shell], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
