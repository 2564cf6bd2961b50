"""Pages made for a video that do not describe it to search engines."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Severity,
    page_rule,
)
from store.document import Element

_PLAYER = re.compile(
    r"//(?:www\.)?youtube(?:-nocookie)?\.com/embed/[\w-]{6,}|//player\.vimeo\.com/video/|//fast\.wistia\.(?:net|com)/embed|"
    r"//(?:www\.|geo\.)?dailymotion\.com/(?:embed|player)|//players\.brightcove\.net/|//www\.loom\.com/embed/|"
    r"//(?:www\.)?rutube\.ru/play|//www\.aparat\.com/video/|//player\.bilibili\.com/",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:^|[/\W_])(?:videos?|webinars?|filme?|watch|trailer|episodes?)(?:$|[/\W_])", re.IGNORECASE)
_ELSEWHERE = "header, footer, nav, aside, [hidden], template, noscript, [class*=popup i], [class*=modal i]"
_TUBE = '<iframe src="https://www.youtube.com/embed/abcdefghijk" title="Cats"></iframe>'
_DATA = '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "VideoObject"}</script>'


@page_rule(
    id="video-no-schema",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:video", "google:appearance/structured-data/video"],
    title="Video is not described to search engines",
    message="The page is made for a video and has no `VideoObject` markup.",
    why="With title, date and preview picture in the markup Google can show the video in its results.",
    fix="Ask the developer to add video markup to the pages that are made for a video.",
    fix_developer="Add `VideoObject` with `name`, `thumbnailUrl`, `uploadDate`, and `contentUrl` or `embedUrl`.",
    settings={"most_words": "words of main text up to which a page with one video is made for it"},
    applies=lambda page: page.is_indexable and ("<video" in page.folded_markup or "<iframe" in page.folded_markup),
    examples=[
        Fails(f"<main><h1>Cats</h1>{_TUBE}<p>Our cats at play.</p></main>", at=["iframe"]),
        Fails('<main><video src="/v.mp4" controls></video></main>', at=["video"]),
        Fails(f"<main>{_TUBE}<p>{'cat ' * 400}</p></main>", at=["iframe"], url="https://example.com/videos/cats"),
        Passes(f"<main>{_TUBE}<p>{'cat ' * 400}</p></main>", note="a video beside a long text"),
        Passes(f"<main>{_TUBE}{_DATA}</main>"),
        Passes('<main><video src="/v.mp4" autoplay muted loop></video></main>', note="moves in the background"),
        Passes(f"<main>{_TUBE}{_TUBE}{_TUBE}</main>", note="a list of videos"),
        Passes(f"<main><p>Cats</p></main><footer>{_TUBE}</footer>", note="not the content"),
        Passes('<main><iframe src="https://www.youtube.com/embed?listType=x"></iframe></main>', note="no one video"),
        Inapplicable("<p>Text</p>"),
    ],
)
def video_no_schema(page: PageView, *, most_words: int = 150) -> Iterator[Evidence]:
    """Yield the one player in the content of a page that is made for it."""
    players = [one for one in page.select("video, iframe[src], iframe[data-src]") if _is_player(one)]
    if len(players) != 1 or page.structured_data.of("VideoObject", "Movie", "Clip", "Recipe"):
        return
    facts = page.facts
    is_about = dict(facts.open_graph).get("og:type", "").startswith("video") or any(
        _ABOUT.search(text) for text in (page.parts.path, *facts.h1[:1])
    )
    if page.url != page.site.start_url and (is_about or facts.word_count <= most_words):
        yield page.evidence(players[0], facts={"words": facts.word_count})


def _is_player(element: Element) -> bool:
    if element.closest(_ELSEWHERE) is not None:
        return False
    if element.tag == "video":
        return element.attr("controls") is not None
    return _PLAYER.search(element.attr("src") or element.attr("data-src") or "") is not None
