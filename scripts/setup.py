"""Set Marsad up in this folder: virtual environment, npm assets, Chromium, PostgreSQL. Standard library only.

Usage: setup.py [--force] STEP... with STEP one of app, dev, assets, browser, postgresql, constraints.
Each finished step leaves a stamp in .setup/, so that make runs it once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = ROOT / ".setup"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# Package names by package manager.
PACKAGES: dict[str, dict[str, list[str]]] = {
    "venv": {"apt-get": ["python3-venv"], "dnf": [], "apk": [], "pacman": [], "zypper": [], "brew": []},
    "browser": {
        "apt-get": ["chromium", "chromium-driver", "fonts-noto-core"],
        "dnf": ["chromium", "chromedriver"],
        "apk": ["chromium", "chromium-chromedriver"],
        "pacman": ["chromium"],
        "zypper": ["chromium", "chromedriver"],
        "brew": ["--cask", "chromium", "chromedriver"],
    },
    "postgresql": {
        "apt-get": ["postgresql"],
        "dnf": ["postgresql-server"],
        "apk": ["postgresql"],
        "pacman": ["postgresql"],
        "zypper": ["postgresql-server"],
        "brew": ["postgresql"],
    },
}
INSTALL: dict[str, list[str]] = {
    "apt-get": ["apt-get", "install", "-y", "--no-install-recommends"],
    "dnf": ["dnf", "install", "-y"],
    "apk": ["apk", "add"],
    "pacman": ["pacman", "-S", "--noconfirm", "--needed"],
    "zypper": ["zypper", "--non-interactive", "install"],
    "brew": ["brew", "install"],
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def say(text: str) -> None:
    print(f"setup: {text}", file=sys.stderr, flush=True)


def run(command: Sequence[str | Path], *, quiet: bool = True) -> None:
    """Run a command; on failure show the end of what it printed and stop."""
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=quiet,
        text=True,
        cwd=ROOT,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        tail = "\n".join(((done.stdout or "") + (done.stderr or "")).strip().splitlines()[-15:])
        raise SystemExit(f"setup: this failed: {' '.join(str(part) for part in command)}\n{tail}")


def root_prefix() -> list[str] | None:
    """What to put before a command that needs root; None where there is no way to be root without a password."""
    if os.name == "nt":
        return None
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def install_from_system(what: str) -> str:
    """Install from the system's packages. Returns "" or, in one sentence, why that was impossible."""
    manager = next((name for name in INSTALL if shutil.which(name)), None)
    if manager is None:
        return "no known package manager was found"
    packages = PACKAGES[what][manager]
    if not packages:
        return f"{manager} has no package for it"
    by_hand = " ".join([*INSTALL[manager], *packages])
    prefix = [] if manager == "brew" else root_prefix()
    if prefix is None:
        return f"installing it needs root; run: sudo {by_hand}"
    say(f"installing {', '.join(packages)} with {manager}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if manager == "apt-get":
        subprocess.run([*prefix, "apt-get", "update"], capture_output=True, check=False, env=environment)
    command = [*prefix, *INSTALL[manager], *packages]
    if manager == "apt-get":
        command[len(prefix) + 1 : len(prefix) + 1] = ["-o", "DPkg::Lock::Timeout=300"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        return f"{manager} failed ({last}); run: {by_hand}"
    return ""


def make_environment() -> None:
    """Create the virtual environment where it is missing."""
    if PYTHON.exists():
        return
    say(f"creating {VENV.name} with Python {sys.version.split()[0]}")
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        why = install_from_system("venv")
        if why:
            raise SystemExit(f"setup: Python's venv module is incomplete and {why}") from None
    run([sys.executable, "-m", "venv", VENV])


def install(extra: str) -> None:
    """Install Marsad and what it needs into the virtual environment, in the tested versions."""
    make_environment()
    say("installing Python packages" + (f" for {extra}" if extra else ""))
    target = f".[{extra}]" if extra else "."
    run([PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", "constraints.txt", "-e", target])


def install_app() -> None:
    install("")


def install_dev() -> None:
    install("dev,postgresql")
    (STAMPS / "app").touch()


def install_assets() -> None:
    """Fetch the pinned npm assets (axe-core)."""
    done = subprocess.run([str(PYTHON), "scripts/assets.py"], cwd=ROOT, check=False)
    if done.returncode:
        say("the browser part of the audit will not run, and the report will say so")


def install_browser() -> None:
    """Install Chromium and its driver, unless both are there."""
    if any(shutil.which(name) for name in BROWSERS) and shutil.which("chromedriver"):
        return
    why = install_from_system("browser")
    if why:
        say(f"Chromium and its driver are missing and {why}")
        say("the audit goes on without a browser, and the report will say what was therefore not run")


def install_postgresql() -> None:
    """Install the PostgreSQL server that the tests start."""
    if shutil.which("postgres") or any(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        return
    why = install_from_system("postgresql")
    if why:
        say(f"no PostgreSQL server: {why}; its tests will be skipped, and say so")


def write_constraints() -> None:
    """Write the versions that are installed now, names only, to constraints.txt."""
    done = subprocess.run(
        [str(PYTHON), "-m", "pip", "list", "--format", "freeze", "--exclude-editable"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    keep = [
        line for line in done.stdout.splitlines() if line.split("==")[0] not in ("pip", "setuptools", "wheel", "marsad")
    ]
    text = "# The versions that were tested together. Written by `make constraints`.\n" + "\n".join(sorted(keep)) + "\n"
    (ROOT / "constraints.txt").write_text(text, encoding="utf-8")


STEPS: dict[str, Callable[[], None]] = {
    "app": install_app,
    "dev": install_dev,
    "assets": install_assets,
    "browser": install_browser,
    "postgresql": install_postgresql,
    "constraints": write_constraints,
}


def main(arguments: list[str]) -> None:
    """Do the steps that were asked for."""
    if sys.version_info < (3, 11):  # noqa: UP036 - make may find an older Python only
        raise SystemExit(f"setup: Marsad needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    steps = [name for name in arguments if name != "--force"]
    if not steps or any(name not in STEPS for name in steps):
        raise SystemExit(__doc__)
    STAMPS.mkdir(exist_ok=True)
    for name in steps:
        STEPS[name]()
        if name != "constraints":
            (STAMPS / name).touch()


if __name__ == "__main__":
    main(sys.argv[1:])
