"""Pages that only frame another document."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.document import Element
from store.urls import split

# Films, maps and forms stand in frames by their nature.
_EMBEDS = (
    "youtube", "youtu.be", "vimeo", "dailymotion", "google.com/maps", "maps.google", "openstreetmap", "spotify",
    "soundcloud", "googletagmanager", "facebook.com/plugins", "docs.google", "typeform", "calendly", "player.",
)  # fmt: skip
_TINY = frozenset({"0", "1", "0px", "1px"})


def _is_content(page: PageView, frame: Element) -> bool:
    source = (frame.attr("src") or "").strip()
    if not source or source.lower().startswith(("about:", "javascript:", "data:")) or page.is_hidden(frame):
        return False
    if {(frame.attr("width") or "").strip(), (frame.attr("height") or "").strip()} & _TINY:
        return False
    if frame.closest("noscript") is not None or any(name in source.lower() for name in _EMBEDS):
        return False
    address = page.resolve(source)
    return address is not None and bool(split(address).host)


@page_rule(
    id="html-frames",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["html:iframe-embed-object.html#the-iframe-element", "html:obsolete.html#frames"],
    title="Page shows another document in a frame",
    message="What the page shows stands in a frame, so it belongs to another address.",
    why="Search engines may give the text to the framed address, and people cannot bookmark what they see.",
    fix="Put the text into the page itself, or send visitors on to the framed address.",
    fix_developer="Include the content on the server, or redirect with 301; replace framesets by a page.",
    settings={"most_words": "words of the main text from which a page has content of its own"},
    applies=lambda page: page.is_indexable and bool(page.select("iframe") or page.select("frameset")),
    examples=[
        Reviews("<html><head><title>A</title></head><frameset cols='*'><frame src='/a'></frameset>", at=["frameset"]),
        Reviews(
            "<title>Shop</title><body><iframe src='https://shop.example.net/' width='100%'></iframe>", at=["iframe"]
        ),
        Passes(f"<main><p>{'word ' * 20}</p><iframe src='/chart'></iframe></main>", note="text of its own"),
        Passes("<p>Film</p><iframe src='https://www.youtube.com/embed/a'></iframe>", note="a film"),
        Passes("<p>A</p><iframe src='/a' width=0 height=0></iframe>", note="not seen"),
        Passes("<p>A</p><iframe src='/a'></iframe><iframe src='/b'></iframe>", note="a page of several parts"),
        Inapplicable("<p>Cats</p>"),
        Inapplicable("<meta name=robots content=noindex><iframe src='/a'></iframe>", note="not meant for the search"),
    ],
)
def html_frames(page: PageView, *, most_words: int = 20) -> Iterator[Evidence]:
    """Yield the frameset, or the one frame of a page that says next to nothing itself."""
    frameset = page.select_one("html > frameset")
    if frameset is not None:
        yield page.review(frameset, "The page is a frameset; the documents in it have addresses of their own.")
        return
    if page.facts.word_count >= most_words:
        return
    frames = [frame for frame in page.select("iframe[src]") if _is_content(page, frame)]
    if len(frames) == 1:
        words = page.facts.word_count
        yield page.review(
            frames[0],
            f"The page itself has {words} words; what it shows comes from {(frames[0].attr('src') or '')[:200]}.",
            facts={"words": words},
        )
