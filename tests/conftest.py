"""No test reads or writes the secrets of the person who runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A loaded machine is slow to draw examples and to run them: that says nothing of what is tested.
settings.register_profile("marsad", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("marsad")

_VARIABLES = (
    "MARSAD_GOOGLE_ENDPOINT",
    "MARSAD_GOOGLE_KEY",
    "MARSAD_BING_KEY",
    "MARSAD_BING_TOKEN",
    "MARSAD_ARCHIVE_ENDPOINT",
)


@pytest.fixture(autouse=True)
def secrets_of_nobody(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty configuration folder for this test alone."""
    folder = tmp_path_factory.mktemp("secrets") / "marsad"
    monkeypatch.setenv("MARSAD_CONFIG_DIR", str(folder))
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return folder
