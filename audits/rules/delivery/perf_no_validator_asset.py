"""Static files of which browsers cannot ask whether they changed."""

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

_PAGE = {"/": "<script src=/a.js></script>"}


def _read(size: int = 1_401, **headers: str) -> tuple[dict[str, object], ...]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = {"type": "text/javascript", "bytes": size, "headers": named}
    return ({"kind": "asset", "url": "/a.js", "status": 200, "data": data},)


@site_rule(
    id="perf-no-validator-asset",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9110#section-8.8", "rfc:9111"],
    title="Static files cannot be asked whether they changed",
    message="Static files carry neither an ETag nor a date of their last change.",
    why="When their time in the browser is over, they are loaded in full again, although nothing changed.",
    fix="Ask the operator of the server to send `ETag` or `Last-Modified` with static files.",
    fix_developer="Send `ETag` or `Last-Modified` with every file that may be cached, and answer 304.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={
        "minimum_bytes": "bytes of a file above which loading it again costs more than asking",
        "for_ever": "seconds of cache lifetime from which nobody asks again",
    },
    examples=[
        Fails(_PAGE, at=["/a.js"], probes=_read(cache_control="max-age=60")),
        Fails(_PAGE, at=["/a.js"], probes=_read(cache_control="max-age=31535999")),
        Passes(_PAGE, probes=_read(etag='"1"')),
        Passes(_PAGE, probes=_read(last_modified="Thu, 01 Jan 2026 00:00:00 GMT")),
        Passes(_PAGE, probes=_read(cache_control="no-store"), note="it is not kept at all"),
        Passes(_PAGE, probes=_read(cache_control="max-age=31536000"), note="nobody asks again"),
        Passes(_PAGE, probes=_read(1_400, cache_control="max-age=60"), note="one packet"),
    ],
)
def perf_no_validator_asset(
    site: SiteView, *, minimum_bytes: int = 1_400, for_ever: int = 31_536_000
) -> Iterator[Evidence]:
    """Yield each such file; the files of a host are one cause."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for one in own_files(site):
        if one.header("etag") or one.header("last-modified") or one.bytes <= minimum_bytes:
            continue
        seconds = kept_seconds(one.data.get("headers") or {})
        if seconds is not None and seconds < for_ever:
            by_host[split(one.url).netloc].append(one.url)
    for host, files in by_host.items():
        count = "1 static file" if len(files) == 1 else f"{len(files):,} static files"
        message = f"{host} sends {count} without `ETag` and `Last-Modified`."
        for url in files:
            yield site.evidence(url, message, group=host, facts={"file": url, "pages": pages_with(site, url)})
