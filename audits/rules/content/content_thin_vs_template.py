"""Pages with much less text than their siblings."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from audits.lists import first_page_of
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


@site_rule(
    id="content-thin-vs-template",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:creating-helpful-content"],
    title="Page says much less than its siblings",
    message="The page has far fewer words than other pages of its kind.",
    why="Other pages made by the same template say much more, so here a part of the text may be missing.",
    fix="Compare the page with its siblings, and add what is missing.",
    fix_developer="Check whether a field of the template is empty or failed to load on these pages.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "minimum_site": "pages of a site from which siblings are compared",
        "minimum_template": "pages of a template from which siblings are compared",
        "share": "share of the template's median below which a page is short",
        "deviations": "median absolute deviations below the median that a short page lies at least",
        "typical_share": "share of the template's pages that must lie within half of the median",
        "minimum_words": "words below which the median of a template says nothing",
    },
    examples=[
        Reviews(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(12)),
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>{'grey cat ' * (200 + n)}</p></main>" for n in range(11)},
                "/cats/c11": "<main><h1>Cat</h1><p>" + "grey cat " * 60 + "</p></main>",
            },
            at=["/cats/c11"],
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(12)),
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>{'grey cat ' * (200 + n)}</p></main>" for n in range(11)},
                "/cats/c11": "<main><h1>Cat</h1><p>" + "grey cat " * 140 + "</p></main>",
            },
            note="more than half of the usual",
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(8)),
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>{'grey cat ' * (200 + n)}</p></main>" for n in range(7)},
                "/cats/c7": "<main><h1>Cat</h1><p>" + "grey cat " * 60 + "</p></main>",
            },
            note="a site of nine pages",
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a><a href="/dogs/d{n}">{n}</a>' for n in range(6)),
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>{'grey cat ' * (200 + n)}</p></main>" for n in range(5)},
                "/cats/c5": "<main><h1>Cat</h1><p>" + "grey cat " * 60 + "</p></main>",
                **{f"/dogs/d{n}": f"<article><ul><li>Dog {n}</li></ul></article>" for n in range(6)},
            },
            note="a template of six pages",
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(12)),
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>{'cat ' * (200 + 40 * n)}</p></main>" for n in range(11)},
                "/cats/c11": "<main><h1>Cat</h1><p>" + "cat " * 150 + "</p></main>",
            },
            note="the others lie far apart too",
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(12)),
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>{'cat ' * (20 + n)}</p></main>" for n in range(11)},
                "/cats/c11": "<main><h1>Cat</h1><p>cat</p></main>",
            },
            note="all of them are short",
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(12)),
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>{'cat ' * 400}</p></main>" for n in range(7)},
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>{'cat ' * 2000}</p></main>" for n in range(7, 11)},
                "/cats/c11": "<main><h1>Cat</h1><p>" + "cat " * 50 + "</p></main>",
            },
            note="their length varies anyway",
        ),
        Passes(
            {
                "/": "".join(f'<a href="/page/{n}/">{n}</a>' for n in range(2, 14)),
                **{f"/page/{n}/": f"<main><h1>Cats</h1><p>{'grey cat ' * (200 + n)}</p></main>" for n in range(2, 13)},
                "/page/13/": "<main><h1>Cats</h1><p>" + "grey cat " * 30 + "</p></main>",
            },
            note="the last page of a list",
        ),
    ],
)
def content_thin_vs_template(
    site: SiteView,
    *,
    minimum_site: int = 10,
    minimum_template: int = 8,
    share: float = 0.5,
    deviations: float = 3.0,
    typical_share: float = 0.7,
    minimum_words: int = 300,
) -> Iterator[Evidence]:
    """Yield each short page of a template whose pages are otherwise alike."""
    if len(site.indexable) < minimum_site:
        return
    groups: dict[int, list[tuple[int, Page]]] = defaultdict(list)
    for page in site.indexable:
        # A list is as long as what is left for it: its last page has two entries or ten.
        is_list = page.facts is not None and (first_page_of(page.url) or page.facts.next_url or page.facts.prev_url)
        if page.template_id is not None and page.facts and not is_list:
            groups[page.template_id].append((page.facts.word_count, page))
    for members in groups.values():
        counts = [words for words, _ in members]
        middle = median(counts)
        typical = sum(abs(words - middle) <= 0.5 * middle for words in counts)
        if len(members) < minimum_template or middle < minimum_words or typical < typical_share * len(members):
            continue
        spread = median([abs(words - middle) for words in counts])
        for words, page in members:
            if words < share * middle and words < middle - deviations * spread:
                message = f"The page has {words} words; pages of its kind have about {middle:.0f}."
                yield site.evidence(
                    page.url, message, outcome=Outcome.REVIEW, facts={"words": words, "usual": round(middle)}
                )
