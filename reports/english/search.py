"""What the report says of searches and visits."""

from __future__ import annotations

TEXTS: dict[str, str] = {}
