"""Public pages that nobody may keep."""

from collections.abc import Iterator

from audits.headers import hosts_of
from audits.rule import (
    Answer,
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
from audits.site import SiteView
from store.model import Outcome

_NEVER = {"Cache-Control": "no-store, no-cache, must-revalidate"}


@site_rule(
    id="perf-cache-html-private",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9111#section-5.2.2.5", "web.dev:bfcache"],
    title="Browsers may not keep public pages",
    message="Public pages are sent with `Cache-Control: no-store`.",
    why="Browsers must then load a page anew each time, also when people only go back to it.",
    fix="Ask the operator of the server whether this is meant for public pages too.",
    fix_developer="Send `no-cache` with an ETag; keep `no-store` for pages that show private data.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={"share": "share of a host's indexable pages from which it is told"},
    examples=[
        Reviews(
            {"/": Answer(html="<a href=/a>A</a>", headers=_NEVER), "/a": Answer(html="A", headers=_NEVER)}, at=["/"]
        ),
        Reviews({"/": Answer(html="<a href=/a>A</a>", headers=_NEVER), "/a": "A"}, at=["/"], note="half of them"),
        Passes({"/": Answer(html="A", headers={"Cache-Control": "no-cache, private"})}),
        Passes(
            {
                "/": "<a href=/a>A</a><a href=/b>B</a><a href=/cart>C</a>",
                "/a": "A",
                "/b": "B",
                "/cart": Answer(html="Cart", headers=_NEVER),
            },
            note="one page of four, and it is private",
        ),
        Passes(
            {"/": Answer(html="<meta name=robots content=noindex>A", headers=_NEVER)}, note="not a page for everybody"
        ),
    ],
)
def perf_cache_html_private(site: SiteView, *, share: float = 0.5) -> Iterator[Evidence]:
    """Yield each host once, by its first such page, for review."""
    public = {page.id for page in site.indexable}
    for host, pages in hosts_of(site):
        indexable = [page for page in pages if page.id in public]
        never = [page for page in indexable if "no-store" in (page.header("cache-control") or "").lower()]
        if never and len(never) >= share * len(indexable):
            message = f"{len(never):,} of {len(indexable):,} public pages of {host} are sent with `no-store`."
            facts = {"pages": len(never)}
            yield site.evidence(never[0].url, message, outcome=Outcome.REVIEW, group=host, facts=facts)
