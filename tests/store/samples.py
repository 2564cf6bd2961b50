"""Pages, links and findings to put into a store."""

from __future__ import annotations

from store.database import Batch, Fetched, NewUrl
from store.model import (
    Canonical,
    Category,
    Cause,
    CauseState,
    Certainty,
    Deduction,
    Effort,
    Evidence,
    Facts,
    Finding,
    Hreflang,
    Link,
    LinkFlag,
    LinkKind,
    LinkState,
    Outcome,
    Owner,
    Page,
    Place,
    Probe,
    RobotsDirective,
    RuleCount,
    Score,
    Severity,
    SitemapEntry,
    Source,
    Target,
    Template,
    Verdict,
)

SITE = "https://example.test"


def url_of(number: int) -> str:
    """The URL of the page with a number."""
    return f"{SITE}/page/{number}"


def facts_of(number: int) -> Facts:
    """Facts with something in every kind of field."""
    return Facts(
        title=f"Page {number} – žába",
        title_count=2,
        title_in_head=False,
        canonicals=(Canonical(url_of(number), f"/page/{number}", "head"), Canonical("", "ftp:x", "body", "media")),
        robots=(RobotsDirective("robots", ("noindex", "nofollow"), "meta"),),
        hreflang=(Hreflang("ar", url_of(number + 1), "/ar", "head"),),
        lang="en",
        h1=("One", "Two"),
        refresh_delay_s=0.5,
        schema_types=("Product",),
        open_graph=(("og:title", "T"), ("og:type", "website")),
        word_count=321,
        text_digest="0123456789abcdef",
        has_base=True,
    )


def page_of(number: int) -> Page:
    """A fetched HTML page."""
    return Page(
        url=url_of(number),
        status=200,
        content_type="text/html",
        charset="utf-8",
        headers=(("server", "nginx"), ("set-cookie", "a; Path=/"), ("set-cookie", "b; Path=/")),
        fetched_at=1_000.0 + number,
        ttfb_ms=12.5,
        download_ms=3.25,
        wire_bytes=5_000_000_000,
        body_bytes=64_000,
        body_digest=f"{number:032x}",
        depth=1,
        tries=2,
        fingerprint=bytes(range(128)),
        facts=facts_of(number),
    )


def links_of(number: int) -> tuple[Link, ...]:
    """Links to the next two pages, to an image and out of the site."""
    return (
        Link(url_of(number + 1), LinkKind.A, f"Page {number + 1}", Place.NAV, LinkFlag(0), 10, 2),
        Link(url_of(number + 2), LinkKind.A, "", Place.MAIN, LinkFlag.NOFOLLOW | LinkFlag.BLANK, 7),
        Link(f"{SITE}/logo.png", LinkKind.IMAGE, "Logo", Place.HEADER, LinkFlag(0), 3),
        Link("https://elsewhere.test/", LinkKind.A, "Logo", Place.FOOTER, LinkFlag.SPONSORED, 99_999),
    )


def fetched(number: int) -> Fetched:
    """A page with its body and links."""
    return Fetched(page_of(number), f"<!doctype html><title>{number}</title>".encode() * 20, links_of(number))


def batch_of(*numbers: int) -> Batch:
    """What a crawl hands over after fetching some pages."""
    found = [NewUrl(url_of(number + step), 2) for number in numbers for step in (1, 2)]
    return Batch(
        fetched=[fetched(number) for number in numbers],
        discovered=[*found, NewUrl("https://elsewhere.test/", 2, Source.EXTERNAL, priority=100)],
    )


def extras() -> Batch:
    """What is asked beside pages."""
    return Batch(
        targets=[
            Target("https://elsewhere.test/", LinkState.REDIRECT, 301, None, "https://elsewhere.test/new", "text/html"),
            Target(f"{SITE}/logo.png", LinkState.OK, 200, size_bytes=12, headers=(("cache-control", "no-store"),)),
        ],
        probes=[
            Probe("robots", f"{SITE}/robots.txt", 200, data={"text": "User-agent: *\n", "hops": 0}, asked_at=1.0),
            Probe("host-variant", "http://example.test/", 301, data={"hops": [["a", 301]]}, asked_at=2.0),
        ],
        sitemap=[
            SitemapEntry(url_of(5), url_of(5), f"{SITE}/sitemap.xml", "2026-01-01"),
            SitemapEntry("", "not a url", f"{SITE}/sitemap.xml", faults=("not-absolute",)),
            SitemapEntry(url_of(5), url_of(5), f"{SITE}/sitemap.xml"),
            SitemapEntry(
                url_of(1), "/page/1", f"{SITE}/b.xml", hreflang=(Hreflang("en", url_of(1), "/page/1", "sitemap"),)
            ),
        ],
    )


def finding_of(number: int, cause: str = "c1") -> Finding:
    """A finding with full evidence."""
    evidence = Evidence(
        message="Alt text is missing",
        selector=f"body > img:nth-of-type({number})",
        place="body > img",
        line=number,
        snippet="<img>",
        target=f"{SITE}/logo.png",
        facts={"width": 10, "list": ["a", "b"]},
        severity=Severity.LOW,
        certainty=Certainty.CHECK,
        outcome=Outcome.REVIEW,
        group="g",
    )
    return Finding(
        rule="image-alt-missing",
        url=url_of(number),
        outcome=Outcome.REVIEW,
        severity=Severity.HIGH,
        certainty=Certainty.DEFECT,
        message="Alt text is missing",
        evidence=evidence,
        page_id=number,
        fingerprint=f"f{number}",
        inferred=bool(number % 2),
        cause=cause,
    )


def cause_of(name: str, state: CauseState = CauseState.NEW, pages: int = 3) -> Cause:
    """A cause with samples."""
    return Cause(
        id=name,
        rule="image-alt-missing",
        outcome=Outcome.FAIL,
        severity=Severity.HIGH,
        certainty=Certainty.DEFECT,
        owner=Owner.TEMPLATE,
        effort=Effort.TEMPLATE,
        category=Category.ACCESSIBILITY,
        message="3 images have no alternative text",
        pages=pages,
        occurrences=7,
        template_id=1,
        place="body > img",
        group="g",
        page_ids=tuple(range(1, pages + 1)),
        samples=tuple(finding_of(number, name) for number in range(1, min(pages, 25) + 1)),
        priority=12.5,
        priority_parts={"reach": 2.0, "severity": 6.25},
        state=state,
        first_seen=5.0,
        last_seen=6.0,
        inferred=True,
    )


def verdict_of(*causes: Cause) -> Verdict:
    """A verdict with counts and scores."""
    return Verdict(
        causes=causes,
        counts=(RuleCount("image-alt-missing", 3, 1, 90, detail="x"), RuleCount("axe/region", not_run=9)),
        scores=(
            Score(Category.ACCESSIBILITY, 81.5, 90, (Deduction("c1", 18.5),)),
            Score(Category.SPEED, None, 0),
            Score(None, 81.5, 90),
        ),
        templates=(Template(1, "/page/{n}", 3, url_of(1)),),
        notes=("No browser.",),
    )
