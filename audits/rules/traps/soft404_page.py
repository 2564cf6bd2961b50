"""Pages that say that there is nothing, and answer 200."""

from collections.abc import Iterator

from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome
from store.not_found import says_not_found

_COMPARED = "an invented address of its folder answers the same"
_TEXT = "the text is that of the site's error page"
_TITLE = "it has the title of the site's error page"
_FROM_PROBE = frozenset({_COMPARED, _TEXT, _TITLE})


@site_rule(
    id="soft404-page",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:troubleshoot-crawling-errors", "google:http-network-errors"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Error page answers 200",
    message="The page says that it does not exist, and answers 200.",
    why="Search engines may index the error page, and links to it count as good although nobody finds anything there.",
    fix="Point the links at a page that exists.",
    fix_developer="Answer 404 or 410 with this page.",
    settings={"max_words": "words of the main content below which little text is a sign of an error page"},
    examples=[
        Fails(
            {"/": '<a href="/a">A</a>', "/a": "<title>Page not found</title><h1>Sorry</h1><p>Nothing here.</p>"},
            at=["/a"],
            probes=[{"kind": "soft-404-page", "url": "/a", "status": 200, "data": {"verdict": "same"}}],
            note="the title, and the answer to an invented address",
        ),
        Reviews(
            {"/": '<a href="/a">A</a>', "/a": "<title>Page not found</title><h1>Sorry</h1><p>Nothing here.</p>"},
            at=["/a"],
            note="the title, and little text: words alone",
        ),
        Reviews(
            {"/": '<a href="/a">A</a>', "/a": "<title>Page not found</title><h1>Sorry</h1><p>Nothing here.</p>"},
            at=["/a"],
            probes=[{"kind": "soft-404-page", "url": "/a", "status": 200, "data": {"verdict": "unlike"}}],
            note="invented addresses are answered otherwise",
        ),
        Fails(
            {"/": '<a href="/a">A</a>', "/a": f"<title>Page not found</title><main><p>{'lost words ' * 40}</p></main>"},
            at=["/a"],
            probes=[{"kind": "soft-404", "url": "/x", "status": 404, "data": {"title": "Page not found"}}],
            note="the title, which is that of the site's own error page",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": f"<title>Peugeot 404</title><h1>Peugeot 404</h1><main><p>{'a great car ' * 30}</p></main>",
            },
            note="a name with that number",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": f"<title>Page not found</title><main><p>{'how to answer well ' * 30}</p></main>",
            },
            note="the title alone is one sign",
        ),
        Reviews(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<meta name="robots" content="noindex"><title>boats</title><h1>Wiki</h1>'
                "<h1>This topic does not exist yet</h1>"
                "<p>You followed a link to a topic that nobody has written.</p>",
            },
            at=["/a"],
            note="a wiki's missing page",
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": "<title>Boats</title><p>Boats.</p>"}, note="little text alone"),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer("<title>Page not found</title>", status=404)}),
    ],
)
def soft404_page(site: SiteView, *, max_words: int = 50) -> Iterator[Evidence]:
    """Yield each page with a strong sign and one more."""
    errors = [probe.data for probe in site.probes_of("soft-404") if probe.status in (200, 404, 410)]
    digests = {str(data.get("text_digest")) for data in errors if data.get("text_digest")}
    titles = {str(data.get("title")) for data in errors if data.get("title")}
    compared = {probe.url: probe.data.get("verdict") for probe in site.probes_of("soft-404-page")}
    home = site.final(site.start_url)
    home_title = home.facts.title if home is not None and home.facts is not None else None
    for page in site.content:
        facts = page.facts
        if facts is None or (home is not None and page.url == home.url):
            continue
        strong = ["the title says so"] if says_not_found(facts.title or "") else []
        strong += ["the heading says so"] if any(map(says_not_found, facts.h1[:3])) else []
        strong += [_TEXT] if facts.text_digest in digests else []
        weak = ["it has little text"] if facts.word_count < max_words else []
        weak += ["it says noindex"] if site.view(page).is_noindex else []
        weak += [_TITLE] if facts.title in titles - {home_title} else []
        strong += [_COMPARED] if compared.get(page.url) == "same" else []
        signs = strong + weak
        if strong and len(signs) >= 2:
            message = f"The page answers 200 and seems to be an error page: {', '.join(signs)}."
            # Words alone prove nothing: what the site answers for what is missing must say so too.
            outcome = Outcome.REVIEW if _FROM_PROBE.isdisjoint(signs) else Outcome.FAIL
            yield site.evidence(page.url, message, group="soft-404", facts={"signs": signs}, outcome=outcome)
