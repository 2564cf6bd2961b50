"""Files that never change under their name and may not be kept for a year."""

import re
from collections import defaultdict
from collections.abc import Iterator

from audits.keeping import kept_seconds
from audits.measured import own_files, pages_with
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.urls import split

_DIGEST = re.compile(r"(?:^|[._-])(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{8,64}(?=[._-])", re.IGNORECASE)


def _read(url: str, control: str) -> tuple[dict[str, object], ...]:
    data = {"type": "text/javascript", "bytes": 9_000, "headers": {"cache-control": control}}
    return ({"kind": "asset", "url": url, "status": 200, "data": data},)


_PAGE = {"/": "<script src=/app.3f2a91bc.js></script>"}


@site_rule(
    id="perf-cache-fingerprinted",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:8246", "web.dev:http-cache"],
    title="Files with a digest in their name may not be kept for a year",
    message="A file whose name changes with its content may be kept for less than a year.",
    why="Its content never changes under this name, so asking for it again is always in vain.",
    fix="Ask the operator of the server to let browsers keep these files for a year.",
    fix_developer="Send `Cache-Control: public, max-age=31536000, immutable` for files with a digest in the name.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={
        "minimum_seconds": "seconds for which such a file should be kept at least",
        "short_seconds": "seconds below which perf-cache-static-short speaks instead",
    },
    examples=[
        Fails(_PAGE, at=["/app.3f2a91bc.js"], probes=_read("/app.3f2a91bc.js", "max-age=2592000")),
        Passes(_PAGE, probes=_read("/app.3f2a91bc.js", "max-age=31536000")),
        Passes(_PAGE, probes=_read("/app.3f2a91bc.js", "max-age=2592000, immutable")),
        Passes(_PAGE, probes=_read("/app.3f2a91bc.js", "max-age=60"), note="told as short"),
        Passes(
            {"/": "<script src=/report-20240101.js></script>"},
            probes=_read("/report-20240101.js", "max-age=2592000"),
            note="a date is no digest",
        ),
    ],
)
def perf_cache_fingerprinted(
    site: SiteView, *, minimum_seconds: int = 31_536_000, short_seconds: int = 2_592_000
) -> Iterator[Evidence]:
    """Yield each such file; the files of a host are one cause."""
    by_host: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in own_files(site):
        parts = split(one.url)
        if not _DIGEST.search(parts.path.rpartition("/")[2]):
            continue
        seconds = kept_seconds(one.data.get("headers") or {})
        if seconds is not None and short_seconds <= seconds < minimum_seconds:
            by_host[parts.netloc].append((one.url, seconds))
    for host, files in by_host.items():
        count = "1 file" if len(files) == 1 else f"{len(files):,} files"
        message = f"{host} lets browsers keep {count} with a digest in the name for less than a year."
        for url, seconds in files:
            facts = {"file": url, "seconds": seconds, "pages": pages_with(site, url)}
            yield site.evidence(url, message, group=host, facts=facts)
