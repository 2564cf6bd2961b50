"""Kinds of pages for which the server takes long to begin."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from audits.hosts import is_public_host
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.server_speed import (
    MINIMUM_PAGES,
    POOR_TTFB_MS,
    SLOW_TTFB_MS,
    pages_by_template,
    slow_templates,
    times_at_rest,
)
from audits.site import SiteView
from store.model import Outcome
from store.urls import split

MOST_KINDS = 3  # slow kinds of pages from which it is the server's own slowness


@site_rule(
    id="perf-ttfb",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:ttfb"],
    title="Server takes long to begin its answer",
    message="The server may take too long before the first byte of these pages.",
    why="Nothing can appear before the first byte; the crawl may itself have slowed the server, so measure again.",
    fix="Tell the operator of the server which pages are slow.",
    fix_developer="Cache the finished page, and look for slow database queries behind this template.",
    owner=Owner.SERVER,
    settings={
        "slow_ms": "milliseconds to the first byte above which a page is slow",
        "minimum_pages": "pages of a template whose median is taken",
    },
    examples=[
        Reviews(
            {
                "/": Answer(html="".join(f"<a href=/c/{n}>{n}</a>" for n in "abcd"), ttfb_ms=100.0),
                **{f"/c/{n}": Answer(html=f"<main><h1>Cat {n}</h1></main>", ttfb_ms=601.0) for n in "abcd"},
            },
            at=["/c/a", "/c/b", "/c/c", "/c/d"],
        ),
        Passes(
            {
                "/": Answer(html="".join(f"<a href=/c/{n}>{n}</a>" for n in "abcd"), ttfb_ms=100.0),
                **{f"/c/{n}": Answer(html=f"<main><h1>Cat {n}</h1></main>", ttfb_ms=600.0) for n in "abcd"},
            }
        ),
        Fails(
            {"/": Answer(html="<p>Cats</p>", ttfb_ms=100.0)},
            at=["/"],
            probes=({"kind": "first-byte", "url": "/", "status": 200, "data": {"ttfb_ms": [90.0, 601.0, 700.0]}},),
            note="measured at rest",
        ),
        Reviews(
            {"http://127.0.0.1:8000/": Answer(html="<p>Cats</p>", ttfb_ms=100.0)},
            at=["http://127.0.0.1:8000/"],
            site_options={"start_url": "http://127.0.0.1:8000/"},
            probes=(
                {
                    "kind": "first-byte",
                    "url": "http://127.0.0.1:8000/",
                    "status": 200,
                    "data": {"ttfb_ms": [601.0] * 3},
                },
            ),
            note="the auditor may have kept the server's machine busy",
        ),
        Passes(
            {
                "/": Answer(html="".join(f"<a href=/c/{n}>{n}</a>" for n in "abcd"), ttfb_ms=100.0),
                **{f"/c/{n}": Answer(html=f"<main><h1>Cat {n}</h1></main>", ttfb_ms=900.0) for n in "abcd"},
            },
            probes=({"kind": "first-byte", "url": "/c/a", "status": 200, "data": {"ttfb_ms": [90.0, 600.0, 700.0]}},),
            note="slow only while it was crawled",
        ),
        Fails(
            {path: Answer(html=f"<p>Cats of {path}</p>", ttfb_ms=900.0) for path in ("/", "/a", "/b")},
            at=["/", "/a", "/b"],
            probes=tuple(
                {"kind": "first-byte", "url": path, "status": 200, "data": {"ttfb_ms": [900.0] * 3}}
                for path in ("/", "/a", "/b")
            ),
            note="all of the server is slow: one cause",
        ),
        Passes({"/": Answer(html="<p>Cats</p>", ttfb_ms=5000.0)}, note="one slow answer proves nothing"),
        Passes(
            {
                "/": Answer(html="".join(f"<a href=/c/{n}>{n}</a>" for n in "abcd"), ttfb_ms=100.0),
                **{f"/c/{n}": Answer(html=f"<main><h1>Cat {n}</h1></main>", ttfb_ms=90.0) for n in "abc"},
                "/c/d": Answer(html="<main><h1>Cat d</h1></main>", ttfb_ms=2000.0),
            },
            note="most of its siblings are quick",
        ),
    ],
)
def perf_ttfb(
    site: SiteView, *, slow_ms: float = SLOW_TTFB_MS, minimum_pages: int = MINIMUM_PAGES
) -> Iterator[Evidence]:
    """Yield the slow pages of each template whose median is slow; a template is one cause.

    Where a page was fetched again at rest, that decides, and it is certain; else it may be the crawl that was felt.
    """
    rest = times_at_rest(site)
    told: set[int | None] = set()
    everywhere = _slow_hosts(rest, slow_ms)
    for probe in site.probes_of("first-byte"):
        page = site.page(probe.url)
        if page is None or not site.view(page).is_content:
            continue
        told.add(page.template_id)
        middle = rest.get(probe.url, 0.0)
        if middle > slow_ms:
            said = str(probe.data.get("server_timing") or "")
            count = len(probe.data["ttfb_ms"])
            host = split(page.url).netloc
            message = f"First byte after {middle:.0f} ms, the median of {count} fetches at rest."
            message = everywhere.get(host, message)
            message += f" The server says of it: {said[:200]}." if said else ""
            severity = Severity.HIGH if middle > POOR_TTFB_MS else None
            facts = {"median_ms": round(middle), "server_timing": said}
            # A server on this machine or in a private network may share its rest with the auditor's own work.
            is_sure = is_public_host(split(page.url).host)
            yield site.evidence(
                page.url,
                message,
                group=host if host in everywhere else _name(site, page.template_id),
                facts=facts,
                severity=severity,
                outcome=Outcome.FAIL if is_sure else Outcome.REVIEW,
            )
    yield from _felt_in_the_crawl(site, slow_ms, minimum_pages, told)


def _slow_hosts(rest: Mapping[str, float], slow_ms: float) -> dict[str, str]:
    """Hosts that are slow for most kinds of pages, with what is said of them: that is one cause, not one a kind."""
    by_host: dict[str, list[float]] = defaultdict(list)
    for url, middle in rest.items():
        by_host[split(url).netloc].append(middle)
    said = {}
    for host, middles in by_host.items():
        slow = [middle for middle in middles if middle > slow_ms]
        if len(slow) >= MOST_KINDS and 2 * len(slow) > len(middles):
            said[host] = (
                f"{host} takes long for {len(slow)} of {len(middles)} kinds of pages: the first byte comes after "
                f"{min(slow):.0f} to {max(slow):.0f} ms, measured at rest."
            )
    return said


def _felt_in_the_crawl(
    site: SiteView, slow_ms: float, minimum_pages: int, told: Collection[int | None]
) -> Iterator[Evidence]:
    groups = pages_by_template(site)
    for number, middle in slow_templates(site, slow_ms, minimum_pages).items():
        if number in told:
            continue
        pages = groups[number]
        for page in pages:
            if (page.ttfb_ms or 0.0) > slow_ms:
                message = (
                    f"First byte after {page.ttfb_ms:.0f} ms; the median of {len(pages)} such pages is {middle:.0f} ms."
                )
                facts = {"ttfb_ms": round(page.ttfb_ms or 0.0), "median_ms": round(middle)}
                yield site.evidence(page.url, message, outcome=Outcome.REVIEW, group=_name(site, number), facts=facts)


def _name(site: SiteView, number: int | None) -> str:
    template = site.template(number)
    return template.name if template else str(number)
