"""Sitemaps in which Google counts other numbers of addresses than there are, and robots.txt that names others."""

from collections.abc import Iterator

from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.searching.queries import search_of
from audits.searching.views import SUBMITTED
from audits.site import SiteView
from store.model import Outcome
from store.urls import normal_form

_SITE = {"/": '<a href="/a">A</a>', **{f"/{name}": "<p>A</p>" for name in "abcdefghij"}}
_URLS = [f"/{name}" for name in "abcdefghij"]
_PATH = "https://example.com/sitemap.xml"


def _listed(path: str = _PATH, urls: int | None = 10) -> dict[str, object]:
    return {"sitemaps": [{"path": path, "is_index": False, "submitted": {"web": urls}}]}


@site_rule(
    id="sitemap-gsc-differs",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://support.google.com/webmasters/answer/7451001", "google:build-sitemap"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Google knows a sitemap otherwise than it is",
    message="Google knows this sitemap with another number of addresses, or it is gone.",
    why="Google works by what it has, and a sitemap that is gone is asked for in vain.",
    fix="Submit the sitemap again if its pages have changed much, and remove in Search Console what is gone.",
    needs_source=SUBMITTED,
    settings={"part": "part by which the numbers must differ", "urls": "addresses by which they must differ"},
    examples=[
        Reviews(_SITE, at=[_PATH], sitemap=_URLS, search=_listed(urls=40)),
        Passes(_SITE, sitemap=_URLS, search=_listed(urls=None), note="Google names no number"),
        Passes(_SITE, sitemap=_URLS, search=_listed(urls=10)),
        Passes(_SITE, sitemap=_URLS, search=_listed(urls=18), note="a few more"),
        Passes(
            _SITE,
            sitemap=_URLS,
            search=_listed(urls=1_000_010),
            settings={"part": 1e9},
            note="a setting",
        ),
        Reviews(
            _SITE,
            at=["https://example.com/old.xml"],
            search=_listed("https://example.com/old.xml"),
            probes=[{"kind": "sitemap", "url": "/old.xml", "status": 404, "data": {}}],
        ),
        Passes(_SITE, search=_listed("https://example.com/other.xml"), note="it was not asked for"),
    ],
)
def sitemap_gsc_differs(site: SiteView, *, part: float = 0.2, urls: int = 10) -> Iterator[Evidence]:
    """Yield each such sitemap."""
    probes = {probe.url: probe for probe in site.probes_of("sitemap")}
    for one in search_of(site).sitemaps or ():
        path = normal_form(str(one["path"])) or str(one["path"])
        probe = probes.get(path)
        if probe is None:
            continue
        web = (one.get("submitted") or {}).get("web")
        counted = probe.data.get("urls")
        if probe.status in (404, 410):
            message = f"Search Console still lists {path}, which answers {probe.status}."
        elif probe.status == 200 and not one.get("is_index") and web is not None and isinstance(counted, int):
            if abs(web - counted) < max(urls, part * max(web, counted)):
                continue
            message = f"Google counts {web:,} addresses in {path}, and there are {counted:,}."
        else:
            continue
        facts = {"google": web, "counted": counted}
        yield site.evidence(site.start_url, message, target=path, facts=facts, outcome=Outcome.REVIEW)
