"""Pages with next to no text of their own."""

import re
from collections.abc import Iterator

from audits.lists import is_list_address
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.standards.gone_phrases import says_empty
from store.not_found import says_not_found

_OTHER_PURPOSE = re.compile(
    r"contact|kontakt|log-?in|sign-?(?:in|up)|anmeld|connexion|gallery|galerie|galeria|search|suche|recherche|register|"
    r"cart|checkout|basket|account|download|genindex|index-all|/tags?/|/map\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?؟。])\s+")
_UNFINISHED = re.compile(
    r"coming soon|under construction|lorem ipsum|im aufbau|in kürze|en construction|bientôt|próximamente|em breve"
    r"|in costruzione|v pripravi|kmalu|w budowie|в разработке|скоро|قريب[اًا]|به زودی|準備中|建设中",
    re.IGNORECASE,
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_OTHER_CONTENT = (
    "iframe, video, audio, canvas, object, embed, frameset, textarea, input[type=password], math, pre, table, dl, svg"
)

SENTENCE_WORDS = 5
"""Words from which what ends with a full stop counts as a sentence."""
EXPLAINING_WORDS = 12
"""Words in whole sentences from which a short page says something."""


@page_rule(
    id="content-empty-main",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:http-network-errors", "google:troubleshoot-crawling-errors"],
    title="Page has almost no text of its own",
    message="The page has almost no text of its own.",
    why="A search engine may take a nearly empty page for an error page and drop it. It may also be built by script.",
    fix="Say on the page what visitors came for, or take the page out of the index if it has no content of its own.",
    fix_developer="Answer 404 where there is nothing to show, or send `noindex` for pages that only steer the visit.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "minimum_words": "words of main text below which a page counts as empty",
        "most_images": "images from which a page counts as a gallery",
        "most_links": "links from which a page counts as a list",
    },
    applies=lambda page: page.is_indexable and page.url not in (page.site.start_url, page.site.home_url),
    examples=[
        Reviews("<main><h1>Our cats</h1><p>Coming soon.</p></main>", at=[""]),
        Reviews(
            "<title>Shop</title><main><h1>Sorry</h1><p>The page you asked for could not be found.</p></main>", at=[""]
        ),
        Reviews("<main><p>" + "cat " * 49 + "</p></main>", at=[""], note="49 words"),
        Passes("<main><p>" + "cat " * 50 + "</p></main>", note="50 words"),
        Passes('<main><form><input type="password"></form></main>', note="a place to log in"),
        Passes("<main><h1>Contact</h1><p>Call us.</p></main>", url="https://example.com/contact"),
        Passes(
            "<main><h1>Print a page</h1><p>Open the menu and choose Print. Pick a printer, then press the "
            "green button.</p></main>",
            note="a short page of help",
        ),
        Reviews(
            "<main><h1>Boats</h1><p>Coming soon: our new site with all of the boats that we have for sale.</p></main>",
            at=[""],
        ),
        Passes("<main><h1>max</h1><pre>max(a, b)</pre></main>", note="a page of reference"),
        Passes("<main>" + '<img src="a.jpg" alt="A cat">' * 6 + "</main>", note="a gallery"),
        Passes("<main>" + "".join(f'<a href="/{n}">{n}</a> ' for n in range(20)) + "</main>", note="a list"),
        Passes("<main><p>" + "\u732b\u306f\u5bdd\u308b\u3002" * 30 + "</p></main>", note="no spaces between words"),
        Inapplicable("<p>Hi</p>", url="https://example.com/", note="the home page is judged by its links"),
    ],
)
def content_empty_main(
    page: PageView, *, minimum_words: int = 50, most_images: int = 6, most_links: int = 20
) -> Iterator[Evidence]:
    """Yield the page for review where its main text is short and nothing else explains that."""
    facts = page.facts
    if facts.word_count >= minimum_words or facts.images >= most_images:
        return
    if facts.internal_links + facts.external_links >= most_links or _OTHER_PURPOSE.search(page.parts.path):
        return
    if len(_UNSPACED.findall(page.visible_text)) >= 2 * minimum_words or page.select_one(_OTHER_CONTENT) is not None:
        return
    message = f"The page's main text has {facts.word_count} words."
    gone = _says_gone(page)
    if not gone and (
        _explains(page) or (is_list_address(page.parts) and any(says_empty(one.text) for one in page.prose))
    ):
        return
    if gone:
        message = f"The page answers 200 and says: “{gone}”"
    yield page.review(None, message, facts={"words": facts.word_count})


def _explains(page: PageView) -> bool:
    """Whether the few words are whole sentences that say something: a short page of help, not an empty one."""
    if _UNFINISHED.search(page.main_text):
        return False
    sentences = (one for one in _SENTENCE.split(page.main_text) if one.endswith((".", "!", "?", "؟", "。", ":")))
    return sum(words for one in sentences if (words := len(one.split())) >= SENTENCE_WORDS) >= EXPLAINING_WORDS


def _says_gone(page: PageView) -> str:
    """The sentence that says that there is nothing; "" where title or heading do, which is told elsewhere."""
    if any(says_not_found(text) for text in (page.facts.title or "", *page.facts.h1[:3])):
        return ""
    sentences = (one for passage in page.prose for one in _SENTENCE.split(passage.text))
    return next((" ".join(one.split()) for one in sentences if says_not_found(one)), "")
