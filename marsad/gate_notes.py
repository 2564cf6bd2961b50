"""Which build service is told how the gate went."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Notes:
    """What is written beside the messages on the screen."""

    annotate: str = "none"  # "auto", "github" or "none"
    code_quality: Path | None = None  # where GitLab's code quality report is written
