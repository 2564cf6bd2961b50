"""Pages whose text is almost the same."""

from collections import defaultdict
from collections.abc import Iterator

from audits.copies import cause_of, is_habit
from audits.duplicates import near_groups
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
from audits.site import Signature, SiteView
from store.model import Outcome


@site_rule(
    id="content-near-duplicate",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:consolidate-duplicate-urls"],
    title="Pages have almost the same text",
    message="Several pages have almost the same text.",
    why="Search engines may show only one of pages that hardly differ, and visitors cannot tell which one they need.",
    fix="Put the pages together into one, or say on each what makes it different.",
    fix_developer="Redirect the lesser page with 301, or name the better one as canonical on it.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "likeness": "share of common word triples from which texts are almost the same",
        "minimum_words": "words of main text from which pages are compared",
    },
    examples=[
        Reviews(
            {
                "/": '<a href="/a">A</a><a href="/b">B</a>',
                "/a": f"<main><p>{' '.join(f'w{n}' for n in range(400))} black</p></main>",
                "/b": f"<main><p>{' '.join(f'w{n}' for n in range(400))} white</p></main>",
            },
            at=["/a", "/b"],
        ),
        Passes(
            {
                "/": '<a href="/a">A</a><a href="/b">B</a>',
                "/a": f"<main><p>{' '.join(f'w{n}' for n in range(400))}</p></main>",
                "/b": f"<main><p>{' '.join(f'w{n}' for n in range(44, 444))}</p></main>",
            },
            note="eight tenths of it are the same",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a><a href="/b">B</a>',
                "/a": f"<main><p>{' '.join(f'w{n}' for n in range(90))} black</p></main>",
                "/b": f"<main><p>{' '.join(f'w{n}' for n in range(90))} white</p></main>",
            },
            note="too short to compare",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a><a href="/b">B</a>',
                "/a": f"<html lang=en><main><p>{' '.join(f'w{n}' for n in range(400))} black</p></main>",
                "/b": f"<html lang=de><main><p>{' '.join(f'w{n}' for n in range(400))} white</p></main>",
            },
            note="versions for different languages",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a><a href="/b">B</a>',
                "/a": f"<main><p>{' '.join(f'w{n}' for n in range(400))}</p></main>",
                "/b": f"<main><p>{' '.join(f'w{n}' for n in range(400))}</p></main>",
            },
            note="exact copies are another rule's",
        ),
    ],
)
def content_near_duplicate(site: SiteView, *, likeness: float = 0.9, minimum_words: int = 100) -> Iterator[Evidence]:
    """Yield every page of each group for review; a group is one cause."""
    by_language: dict[str, list[Signature]] = defaultdict(list)
    for page in site.indexable:
        signature = site.signatures.get(page.id)
        if signature is not None and signature.words >= minimum_words and page.facts:
            by_language[(page.facts.lang or "").split("-")[0].lower()].append(signature)
    found = [group for signatures in by_language.values() for group in near_groups(signatures, likeness)]
    habit = is_habit(len(group) for group in found)
    for group in found:
        urls = [site.by_id[number].url for number in group]
        name = cause_of(urls[0], len(urls), habit=habit)
        for url in urls:
            other = next(one for one in urls if one != url)
            message = f"{len(urls)} pages have almost this text, for example {other}."
            facts = {"pages": len(urls), "like": other}
            yield site.evidence(url, message, outcome=Outcome.REVIEW, group=name, facts=facts)
