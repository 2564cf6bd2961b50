"""What the report says beside its drawings."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "chart.values": "The values",
    "chart.when": "Run",
    "chart.share": "Share",
}
