"""What fewer bytes would save in time, as an estimate for a stated connection, and how it is said."""

from __future__ import annotations

SLOW_4G_KBPS = 1_474.56
"""Kilobits a second of Lighthouse's slow 4G, as browsers are held back to it ("applied"). One connection, one file:
the estimate is the bare time of the bytes, without the latency of a further request."""
SLOW_4G_LATENCY_MS = 562.5
"""Milliseconds of one round trip under the same emulation."""
SLOW_4G_WORDS = "a slow 4G connection (1.47 Mbit/s)"
_MEGABYTE = 1_000_000


def transfer_ms(size_bytes: float) -> float:
    """Milliseconds that so many bytes take on slow 4G.

    >>> round(transfer_ms(184_320))
    1000
    """
    return size_bytes * 8 / SLOW_4G_KBPS


def size_words(size_bytes: float) -> str:
    """A size for people.

    >>> size_words(1_840_000), size_words(23_400), size_words(900)
    ('1.8 MB', '23 KB', '900 bytes')
    """
    if size_bytes >= _MEGABYTE:
        return f"{size_bytes / _MEGABYTE:.1f} MB"
    return f"{size_bytes / 1000:,.0f} KB" if size_bytes >= 1000 else f"{size_bytes:.0f} bytes"


def time_words(ms: float) -> str:
    """A time for people.

    >>> time_words(1_130), time_words(86)
    ('1.1 s', '86 ms')
    """
    return f"{ms / 1000:.1f} s" if ms >= 995 else f"{ms:.0f} ms"


def saving_words(size_bytes: float) -> str:
    """Bytes and the time that they take, marked as an estimate.

    >>> saving_words(900_000)
    '900 KB, about 4.9 s on a slow 4G connection (1.47 Mbit/s)'
    """
    ms = transfer_ms(size_bytes)
    return f"{size_words(size_bytes)}, about {time_words(ms)} on {SLOW_4G_WORDS}"


def saving_facts(
    file: str, saved_bytes: float, pages: int | None = None, saved_ms: float | None = None
) -> dict[str, object]:
    """The facts of a saving under the names that the report's list of files reads."""
    facts: dict[str, object] = {
        "file": file,
        "saved_bytes": round(saved_bytes),
        "saved_ms": round(transfer_ms(saved_bytes) if saved_ms is None else saved_ms),
    }
    return facts if pages is None else {**facts, "pages": pages}
