"""Video files whose address in the markup works for a short time only."""

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
from store.urls import split

_SIGNED = frozenset(
    "expires expire exp expiry signature sig x-amz-signature x-amz-expires x-amz-date x-goog-signature x-goog-expires "
    "key-pair-id hdnea hdnts hdntl hmac token policy".split()
)


def _video(url: str) -> str:
    return (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "VideoObject", "name": "Cats", '
        f'"contentUrl": "{url}"}}</script>'
    )


@page_rule(
    id="video-src-expiring",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:video", "schema.org/VideoObject"],
    title="Address of a video may expire",
    message="The markup names an address of the video that seems to work for a short time only.",
    why="Google fetches the file later and again; where the address no longer works, the video drops out of results.",
    fix="Ask the developer for a lasting address of the video in the markup.",
    fix_developer="Give `contentUrl` without signature and expiry, open to Googlebot by its verified addresses.",
    applies=lambda page: (
        page.is_content and any(item.has("contentUrl") for item in page.structured_data.of("VideoObject"))
    ),
    examples=[
        Reviews(_video("https://cdn.example/v.mp4?Expires=1767225600&Signature=abc"), at=["script"]),
        Reviews(_video("https://cdn.example/v.mp4?X-Amz-Signature=abc"), at=["script"]),
        Reviews(_video("blob:https://example.com/9115d58c"), at=["script"]),
        Passes(_video("https://cdn.example/v.mp4")),
        Passes(_video("https://cdn.example/v.mp4?version=3&expires=")),
        Inapplicable("<video src=/v.mp4></video>"),
    ],
)
def video_src_expiring(page: PageView) -> Iterator[Evidence]:
    """Yield each video whose file has such an address."""
    for item in page.structured_data.of("VideoObject"):
        address = item.text("contentUrl")
        why = _why_short(address)
        if why:
            yield page.review(item.element, f"`contentUrl` {why}.", facts={"url": address[:200]})


def _why_short(address: str) -> str:
    if address.lower().startswith("blob:"):
        return "is a `blob:` address, which only one open tab knows"
    try:
        query = split(address).query
    except ValueError:
        return ""
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name.lower() in _SIGNED and value:
            return f"has the parameter `{name[:40]}`"
    return ""
