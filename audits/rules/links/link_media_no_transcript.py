"""Links to sound and films beside which no transcript is offered."""

import re
from collections.abc import Iterator

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
from store.document import Element, text_of
from store.urls import split

_KINDS = {
    **dict.fromkeys(("mp3", "wav", "ogg", "oga", "m4a", "aac", "flac", "wma"), "sound"),
    **dict.fromkeys(("mp4", "mov", "avi", "wmv", "webm", "m4v", "mpg", "mpeg", "ogv", "flv", "mkv"), "film"),
}
_FILE = re.compile(rf"\.(?:{'|'.join(_KINDS)})(?:[\"'?#\s>]|$)")
_TRANSCRIPT = re.compile(
    r"transcri|captions?\b|subtitle|full text|abschrift|untertitel|volltext|sous-titre|retranscription|trascrizione|"
    r"sottotitol|prepis|podnapis|transkript|titulky|napisy|النص الكامل|نص الحلقة|تفريغ|"
    r"文字起こし|字幕|расшифровк|субтитр",
    re.IGNORECASE,
)


@page_rule(
    id="link-media-no-transcript",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.2.1", "wcag:1.2.2"],
    wcag=["1.2.1", "1.2.2"],
    title="Linked sound or film, and no transcript beside it",
    message="A link leads to a sound or film, and nothing near it names a transcript or captions.",
    why="Who cannot hear the sound or see the film is left without what it tells.",
    fix="Look whether the page tells the same in words, or the film has captions. If not, offer a transcript.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_content and _FILE.search(page.folded_body) is not None,
    examples=[
        Reviews('<main><a href="interview.mov">Watch the interview</a></main>', at=["a"]),
        Reviews('<ul><li><a href="/a.mp3?dl=1">Episode 1</a><li><a href="/b.mp3">Episode 2</a></ul>', at=["a"]),
        Passes('<p><a href="a.mp3">Episode 1</a> (<a href="a.html">transcript</a>)</p>'),
        Passes('<section><p><a href="a.mp4">The film</a></p><p>With captions.</p></section>', note="said beside it"),
        Passes('<a href="/music/mp3.html">About .mp3 files</a>'),
        Inapplicable('<a href="/a.pdf">Report</a>'),
    ],
)
def link_media_no_transcript(page: PageView) -> Iterator[Evidence]:
    """Yield each link to a media file without words of a transcript around it."""
    for link, _ in page.links:
        href = link.attr("href") or ""
        if "." not in href or not _FILE.search(href.lower()):
            continue
        target = page.normal(href)
        kind = _KINDS.get(split(target).path.rpartition(".")[2].lower()) if target else None
        if kind and not page.is_hidden(link) and not _TRANSCRIPT.search(_around(link)):
            message = f"This link leads to a {kind} file. Does the page tell the same in words?"
            yield page.review(link, message, group=kind, facts={"kind": kind})


def _around(link: Element) -> str:
    """The text of what holds the link, up to the part of the page that it is one of."""
    node = link
    for _ in range(3):
        parent = node.parent
        if not isinstance(parent, Element) or parent.tag in ("body", "html"):
            break
        node = parent
        if node.tag in ("main", "article", "section"):
            break
    return text_of(node)
