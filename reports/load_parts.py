"""What one load of a page in the browser consists of: where its time went, what moved, what it asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PARTS = ("ttfb_ms", "load_delay_ms", "load_ms", "render_delay_ms")
"""Of the largest paint, in their order; together they are the whole of it."""
MOST = 5


@dataclass(frozen=True, slots=True)
class LoadParts:
    """All that was seen of a load besides its figures; lists hold the dearest few, None: not measured."""

    ttfb_ms: float | None
    inp_ms: float | None
    inp_selector: str
    lcp_selector: str
    lcp_url: str  # empty: a text
    lcp_parts: tuple[tuple[str, float], ...]  # name of PARTS, milliseconds
    shifted: tuple[tuple[str, float], ...]  # selector, share of the shift
    scripts: tuple[tuple[str, float], ...]  # URL, blocking milliseconds
    types: tuple[tuple[str, int, int], ...]  # type, requests, bytes
    origins: tuple[tuple[str, int, int, float], ...]  # origin, requests, bytes, blocking milliseconds
    blocking: tuple[tuple[str, int], ...]  # URL, bytes
    long_tasks: int | None
    unused_css: int | None  # bytes, at most
    unused_js: int | None


def load_parts(data: Mapping[str, Any]) -> LoadParts:
    """Read the data of a VITALS artifact."""
    lcp, inp, unused = data.get("lcp") or {}, data.get("inp") or {}, data.get("unused")
    parts = lcp.get("subparts") or {}
    types = ((str(name), int(one["requests"]), int(one["bytes"])) for name, one in (data.get("by_type") or {}).items())
    origins = (
        (str(name), int(one["requests"]), int(one["bytes"]), float(one.get("blocking_ms") or 0))
        for name, one in (data.get("by_origin") or {}).items()
    )
    return LoadParts(
        ttfb_ms=data.get("ttfb_ms"),
        inp_ms=inp.get("ms"),
        inp_selector=str(inp.get("selector") or ""),
        lcp_selector=str(lcp.get("selector") or data.get("lcp_selector") or ""),
        lcp_url=str(lcp.get("url") or data.get("lcp_url") or ""),
        lcp_parts=tuple((name, float(parts[name])) for name in PARTS if parts.get(name) is not None),
        shifted=tuple((str(one["selector"]), float(one["value"])) for one in data.get("cls_sources") or ())[:MOST],
        scripts=tuple((str(one["url"]), float(one["ms"])) for one in data.get("tbt_scripts") or ())[:MOST],
        types=tuple(sorted(types, key=lambda one: -one[2])),
        origins=tuple(origins)[: 2 * MOST],
        blocking=tuple((str(one["url"]), int(one.get("bytes") or 0)) for one in data.get("render_blocking") or ()),
        long_tasks=data.get("long_tasks"),
        unused_css=_unused(unused, "css"),
        unused_js=_unused(unused, "js"),
    )


def _unused(found: Mapping[str, Any] | None, kind: str) -> int | None:
    return None if found is None else sum(int(one.get("unused_bytes") or 0) for one in found.get(kind) or ())
