"""What the report says in its chapter on speed."""

from __future__ import annotations

TEXTS: dict[str, str] = {}
