"""Static files that set cookies."""

from collections import defaultdict
from collections.abc import Iterator

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

_PAGE = {"/": "<img src=/a.png alt=A>"}


def _read(cookies: int, kind: str = "image/png", encoding: str = "") -> tuple[dict[str, object], ...]:
    data = {"type": kind, "bytes": 900, "cookies": cookies, "headers": {"content-encoding": encoding}}
    return ({"kind": "asset", "url": "/a.png", "status": 200, "data": data},)


@site_rule(
    id="perf-cookie-static",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:6265", "rfc:9111"],
    title="Static files set cookies",
    message="Pictures, scripts or styles set a cookie.",
    why="Caches between server and visitor mostly keep no answer with a cookie, so every file comes from far away.",
    fix="Ask the operator of the server to send static files without cookies.",
    fix_developer="Serve static files past the application, without a session, and drop `Set-Cookie` from them.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails(_PAGE, at=["/a.png"], probes=_read(1)),
        Passes(_PAGE, probes=_read(0)),
        Passes(_PAGE, probes=_read(1, "application/json"), note="made for one visitor"),
    ],
)
def perf_cookie_static(site: SiteView) -> Iterator[Evidence]:
    """Yield each such file; the files of a host are one cause."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for one in own_files(site):
        is_static = one.type.startswith(("image/", "font/")) or one.is_script or one.is_style
        if is_static and one.data.get("cookies"):
            by_host[split(one.url).netloc].append(one.url)
    for host, files in by_host.items():
        message = f"{host} sets cookies with {'a static file' if len(files) == 1 else f'{len(files):,} static files'}."
        for url in files:
            yield site.evidence(url, message, group=host, facts={"file": url, "pages": pages_with(site, url)})
