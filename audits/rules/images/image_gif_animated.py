"""Moving pictures that are sent as GIF."""

import math
from collections.abc import Iterator

from audits.measured import measured, pages_with, uses_of
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.savings import saving_facts, saving_words, size_words
from audits.site import SiteView

_PAGE = {"/": "<img src=/a.gif alt=A>"}


def _read(size: int, *, moves: bool = True, kind: str = "gif") -> tuple[dict[str, object], ...]:
    data = {"type": "image/gif", "bytes": size, "format": kind, "width": 9, "height": 9, "is_animated": moves}
    return ({"kind": "asset", "url": "/a.gif", "status": 206, "data": data},)


@site_rule(
    id="image-gif-animated",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:replace-gifs-with-videos"],
    title="Moving picture is sent as GIF",
    message="A moving picture is sent as a heavy GIF.",
    why="The same film as video needs a fifth of the bytes, and less of the phone's battery.",
    fix="Turn the moving picture into a short silent film.",
    fix_developer="Serve MP4 or WebM in `video autoplay loop muted playsinline`, or an animated WebP or AVIF.",
    owner=Owner.CONTENT,
    settings={"minimum_bytes": "bytes of a GIF above which a film pays"},
    examples=[
        Fails(_PAGE, at=["/a.gif"], probes=_read(102_401)),
        Passes(_PAGE, probes=_read(102_400)),
        Passes(_PAGE, probes=_read(900_000, moves=False), note="it stands still"),
        Passes(_PAGE, probes=_read(900_000, kind="webp")),
    ],
)
def image_gif_animated(site: SiteView, *, minimum_bytes: int = 102_400) -> Iterator[Evidence]:
    """Yield each page with such a picture; a picture is one cause."""
    for url, one in measured(site).items():
        if one.data.get("format") != "gif" or not one.data.get("is_animated") or one.bytes <= minimum_bytes:
            continue
        # Lighthouse's estimate of the share that a film saves, from the file's weight.
        saved = one.bytes * max(0.0, 29.1 * math.log10(one.bytes) - 100.7) / 100
        pages = pages_with(site, url)
        message = f"The moving picture {url} weighs {size_words(one.bytes)} as GIF; a film saves {saving_words(saved)}."
        for use in uses_of(site, url):
            yield site.evidence(use.source, message, target=url, line=use.line, facts=saving_facts(url, saved, pages))
