"""What is running: versions of Marsad and of what it stands on, and whether the rooms it imported are its own."""

from __future__ import annotations

import importlib
import importlib.metadata
import platform
from pathlib import Path

from marsad import __version__
from store.errors import ConfigError

ROOMS = ("crawler", "audits", "integrations", "reports", "store")
PACKAGES = ("scrapy", "selenium", "axe-selenium-python", "turbohtml", "beautifulsoup4", "jinja2", "sqlalchemy")


def tool_versions() -> dict[str, str]:
    """Versions that a run records: Marsad, Python and the packages that shape its results."""
    versions = {"marsad": __version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions


def check_rooms() -> None:
    """Make sure that the rooms with common names are Marsad's own.

    Raises ConfigError where another package of the same name hides one of them.
    """
    home = Path(__file__).resolve().parent.parent
    for name in ROOMS:
        module = importlib.import_module(name)
        place = Path(module.__file__ or "").resolve()
        if home not in place.parents:
            raise ConfigError(
                f"another package named {name!r} at {place.parent} hides Marsad's own; "
                "install Marsad in an environment of its own (uv tool install, pipx)"
            )
