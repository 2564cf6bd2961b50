"""What the report says in its chapter on accessibility."""

from __future__ import annotations

TEXTS: dict[str, str] = {}
