"""What the report says of the owner's goals."""

from __future__ import annotations

TEXTS: dict[str, str] = {}
