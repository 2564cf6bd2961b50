"""Different URLs with the same text."""

from collections.abc import Iterator

from audits.alternates import one_of_versions
from audits.copies import (
    COPY_WORDS,
    LONG_COPY_WORDS,
    cause_of,
    content_of,
    copies,
    is_habit,
    names_no_canonical,
    one_of_each,
)
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="content-exact-duplicate",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:consolidate-duplicate-urls"],
    title="Pages have the same text",
    message="Several pages have exactly the same text.",
    why="A search engine shows one of them and chooses which; links and visits are split between the copies.",
    fix="Keep one page, and let the others lead to it or name it as their canonical.",
    fix_developer='Redirect the copies with 301, or put `<link rel="canonical">` with the chosen URL on each of them.',
    settings={"minimum_words": "words of main text from which pages are compared"},
    examples=[
        Fails(
            {
                "/": "<main><p>" + "Welcome to the shop of cats. " * 5 + "</p></main><a href=/a>A</a><a href=/b>B</a>",
                "/a": "<main><p>" + "Grey cats like to sleep on warm stones. " * 4 + "</p></main>",
                "/b": "<main><p>" + "Grey cats like to sleep on warm stones. " * 4 + "</p></main>",
            },
            at=["/a", "/b"],
        ),
        Passes(
            {
                "/": "<a href=/a>A</a><a href=/b>B</a>",
                "/a": "<main><p>" + "Grey cats like to sleep on warm stones. " * 8 + "</p></main>",
                "/b": "<main><p>" + "Grey cats like to sleep on warm stones. " * 8 + "</p></main>",
            },
            note="long copies without any canonical are another rule's",
        ),
        Fails(
            {
                "/": "<a href=/a>A</a><a href=/b>B</a>",
                "/a": "<link rel=canonical href=/a><main><p>" + "Grey cats like to sleep on warm stones. " * 8,
                "/b": "<link rel=canonical href=/b><main><p>" + "Grey cats like to sleep on warm stones. " * 8,
            },
            at=["/a", "/b"],
            note="each calls itself the one that counts",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a><a href="/b">B</a>',
                "/a": "<main><p>" + "Grey cats like to sleep on warm stones. " * 4 + "</p></main>",
                "/b": '<link rel="canonical" href="/a"><main><p>'
                + "Grey cats like to sleep on warm stones. " * 4
                + "</p></main>",
            },
            note="the copy names its canonical",
        ),
        Passes(
            {
                f"/{code}/": f'<html lang="{code}"><link rel=canonical href=/{code}/><link rel=alternate hreflang=en '
                "href=/en/><link rel=alternate hreflang=de href=/de/><main><p>"
                + "Grey cats like to sleep on warm stones. "
                * 8
                for code in ("en", "de")
            },
            note="told as versions that are not translated",
        ),
        Passes(
            {
                "/": '<main><p>One.</p></main><a href="/a">A</a><a href="/b">B</a>',
                "/a": "<main><p>No news yet.</p></main>",
                "/b": "<main><p>No news yet.</p></main>",
            },
            note="too short to compare",
        ),
    ],
)
def content_exact_duplicate(site: SiteView, *, minimum_words: int = COPY_WORDS) -> Iterator[Evidence]:
    """Yield every page of each group; a group is one cause."""
    found = []
    for group in copies(site.indexable, minimum_words):
        is_told = group[0].facts and group[0].facts.word_count >= LONG_COPY_WORDS and names_no_canonical(group)
        if not is_told:
            # Language versions with one text are not translated, which another rule tells; a redirect is no help there.
            found.append(one_of_versions(site, one_of_each(site, group, with_copies=False)))
    habit = is_habit(len(pages) for pages in found if len(pages) > 1)
    for pages in found:
        if len(pages) > 1:
            for page in pages:
                other = next(one.url for one in pages if one is not page)
                message = f"{len(pages)} pages have this text, for example {other}."
                facts = {"pages": len(pages), "same_as": other}
                yield site.evidence(
                    page.url, message, group=cause_of(content_of(page), len(pages), habit=habit), facts=facts
                )
