"""Pages that lack a language which most pages of their kind have."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from audits.alternates import alternates_of
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
from store.model import Outcome, Page


def _links(number: int, *codes: str) -> str:
    return "".join(f'<link rel="alternate" hreflang="{code}" href="/{code}/c{number}">' for code in codes)


def _site(count: int, odd: str) -> dict[str, str]:
    menu = "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(count))
    pages = {
        f"/cats/c{n}": f"{_links(n, 'en', 'de')}<main><h1>Cat</h1><p>Text {n}</p></main>" for n in range(count - 1)
    }
    return {"/": menu, **pages, f"/cats/c{count - 1}": f"{odd}<main><h1>Cat</h1><p>Text</p></main>"}


@site_rule(
    id="hreflang-partial-set",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:localized-versions"],
    title="Page lacks a language that its siblings have",
    message="The page names no version in a language that nearly all pages of its kind have.",
    why="A translation may be missing, or be there and not be named: its readers then get another language.",
    fix="See whether the page has been translated.",
    fix_developer="Check under which condition the template leaves the version out.",
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    settings={
        "share": "share of a template's pages that have the language, from which the others are told",
        "least_pages": "pages of a template from which siblings are compared",
    },
    examples=[
        Reviews(_site(20, _links(19, "en")), at=["/cats/c19"]),
        Passes(_site(20, _links(19, "en", "de"))),
        Passes(_site(8, _links(7, "en")), settings={"share": 0.8}, note="too few to compare"),
        Passes(
            {f"/cats/c{n}": f"{_links(n, *('en', 'de')[: 1 + n % 2])}<main><h1>Cat</h1></main>" for n in range(20)},
            note="half of them have it",
        ),
        Passes({"/": "<p>A</p>"}),
    ],
)
def hreflang_partial_set(site: SiteView, *, share: float = 0.9, least_pages: int = 10) -> Iterator[Evidence]:
    """Yield each indexable page that lacks a usual language; those of one template and language are one cause."""
    groups: dict[int, list[Page]] = defaultdict(list)
    for page in site.indexable:
        if page.template_id is not None:
            groups[page.template_id].append(page)
    for pages in groups.values():
        if len(pages) < least_pages:
            continue
        codes = {page.url: {one.code for one in alternates_of(site, page)} - {"x-default"} for page in pages}
        counts = Counter(code for given in codes.values() for code in given)
        usual = sorted(code for code, count in counts.items() if share * len(pages) <= count < len(pages))
        for page in pages:
            missing = [code for code in usual if code not in codes[page.url]]
            if missing:
                names = ", ".join(f"`{code}`" for code in missing)
                message = f"{counts[missing[0]]} of {len(pages)} pages of this kind have a version in {names}."
                facts = {"missing": missing}
                yield site.evidence(page.url, message, group=f"partial {names}", outcome=Outcome.REVIEW, facts=facts)
