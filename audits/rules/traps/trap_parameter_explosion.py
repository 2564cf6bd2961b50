"""Pages with endless combinations of parameters."""

from collections import Counter, defaultdict
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
from audits.site import SiteView
from store.model import Outcome


@site_rule(
    id="trap-parameter-explosion",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:url-structure", "google:large-site-managing-crawl-budget"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="One page under endless combinations of parameters",
    message="One path is known with very many queries that answer with few different pages.",
    why="Crawlers spend their visits on the same content again and again and come late to new pages.",
    fix="Ask for filters and sorting that make no new addresses for search engines.",
    fix_developer="Build filters with fragments or POST, drop empty and default parameters, name the plain address as "
    "canonical, and forbid the rest in robots.txt.",
    settings={
        "min_queries": "queries of one path above which it is told",
        "max_bodies": "different answers up to which these queries count as copies",
    },
    examples=[
        Reviews(
            {"/": "".join(f'<a href="/l?f={n}">F</a>' for n in range(201))}
            | {f"/l?f={n}": "<p>L</p>" for n in range(9)},
            at=["/l"],
        ),
        Passes(
            {"/": "".join(f'<a href="/l?f={n}">F</a>' for n in range(200))}
            | {f"/l?f={n}": "<p>L</p>" for n in range(9)},
            note="200 queries",
        ),
        Passes(
            {"/": "".join(f'<a href="/l?id={n}">F</a>' for n in range(201))}
            | {f"/l?id={n}": f"<p>Product {n % 21}</p>" for n in range(60)},
            note="different pages",
        ),
        Passes({"/": "".join(f'<a href="/l?f={n}">F</a>' for n in range(201))}, note="none was fetched"),
    ],
)
def trap_parameter_explosion(site: SiteView, *, min_queries: int = 200, max_bodies: int = 20) -> Iterator[Evidence]:
    """Yield each path once."""
    queries: Counter[str] = Counter()
    for url in site.urls.values():
        path, mark, _ = url.partition("?")
        if mark and site.is_internal(url):
            queries[path] += 1
    wanted = {path for path, count in queries.items() if count > min_queries}
    bodies: dict[str, list[str]] = defaultdict(list)
    for page in site.content:
        path, mark, _ = page.url.partition("?")
        if mark and path in wanted:
            bodies[path].append((page.facts.text_digest if page.facts else "") or page.body_digest)
    for path, digests in bodies.items():
        # A sample of two or three tells nothing: most of what was fetched has to be a copy.
        different = len(set(digests))
        if different <= max_bodies and len(digests) >= 5 and different <= len(digests) / 2:
            message = f"{path} is known with {queries[path]} queries; {len(digests)} of them answered with "
            message += f"{different} different pages." if different > 1 else "one and the same page."
            facts = {"queries": queries[path], "fetched": len(digests), "different": different}
            yield site.evidence(path, message, target=path, facts=facts, outcome=Outcome.REVIEW)
