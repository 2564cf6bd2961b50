"""First pictures that are told to load late, on pages that no browser opened."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from store.document import Element, source_offset
from store.model import ArtifactKind

_PAGE = '<main><h1>Cats</h1><img src="/a.jpg" alt="A cat" loading="lazy"></main>'
_AT_ONCE = '<img src="/a.jpg" alt="A cat">'
_ASIDE = "header, nav, footer, aside, noscript, template, dialog"
_LONG = 1_500
"""Characters of text before the picture that fill the first view of a phone, and then the picture is right to wait."""
_MARKUP = re.compile(
    r"<!--.*?-->|<(script|style|noscript|template|svg)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE
)


def _read(width: int, height: int) -> dict[str, object]:
    return {"assets": {"https://example.com/a.jpg": {"width": width, "height": height}}}


@page_rule(
    id="image-first-lazy",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["web.dev:lcp-lazy-loading", "google:lazy-loading"],
    title="First picture may be told to load late",
    message="The first large picture of the page has `loading=lazy`.",
    why="If it lies in the first view, the browser begins to load it later than it could.",
    fix="Look whether the picture shows without scrolling; if so, ask the developer to take the delay off it.",
    fix_developer="Drop `loading=lazy` from the first picture of the template; `fetchpriority=high` helps too.",
    settings={
        "minimum_width": "pixels of a file's width from which a picture is large",
        "minimum_height": "pixels of its height",
    },
    applies=lambda page: (
        page.is_content
        and bool(page.site.assets)
        and page.facts.images > 0
        and page.page.template_id not in page.site.measured_templates
        and ArtifactKind.RENDERED not in page.artifacts
    ),
    examples=[
        Reviews(_PAGE, at=["img"], site_options=_read(300, 200)),
        Reviews(f"<header>{_AT_ONCE}</header>{_PAGE}", at=["main > img"], site_options=_read(900, 600)),
        Passes(_PAGE, site_options=_read(299, 200), note="a small one is not what the page is waited for"),
        Passes(_PAGE, site_options=_read(300, 199)),
        Passes(f"{_AT_ONCE}{_PAGE}", site_options=_read(900, 600), note="the second one, as in a row of slides"),
        Passes(
            _PAGE.replace("<img", f"<p>{'Purr. ' * 250}</p><img"),
            site_options=_read(900, 600),
            note="far down in an article",
        ),
        Reviews(_PAGE.replace("<img", f"<p>{'P' * 1_495}</p><img"), at=["img"], site_options=_read(900, 600)),
        Passes(_PAGE.replace("<img", f"<p>{'P' * 1_496}</p><img"), site_options=_read(900, 600)),
        Reviews(
            _PAGE.replace("<img", f"<script>{'P' * 1_500}</script><!-- {'>P' * 900} --><img"),
            at=["img"],
            site_options=_read(900, 600),
            note="nobody reads a script",
        ),
        Reviews(
            f"<p>{'Menu ' * 400}</p>{_PAGE}", at=["img"], site_options=_read(900, 600), note="a menu that is folded in"
        ),
        Passes("<img src=/b.jpg alt=B loading=lazy>", site_options=_read(900, 600), note="nobody read how large it is"),
        Inapplicable(_PAGE, note="nothing was read"),
    ],
)
def image_first_lazy(page: PageView, *, minimum_width: int = 300, minimum_height: int = 200) -> Iterator[Evidence]:
    """Yield the first large picture where it is lazy.

    A guess by the markup, where the browser knows the largest paint (image-lcp-lazy). The second and third picture are
    left out: in sliders and cards it is right that they wait.
    """
    first = next((one for one in page.select("img[src]") if _is_large(page, one, minimum_width, minimum_height)), None)
    if first is not None and (first.attr("loading") or "").strip().lower() == "lazy" and not _is_far_down(page, first):
        yield page.review(first, group="first picture")


def _is_large(page: PageView, image: Element, width: int, height: int) -> bool:
    data = page.site.assets.get(page.normal(image.attr("src") or "") or "", {})
    is_large = int(data.get("width") or 0) >= max(width, 1) and int(data.get("height") or 0) >= max(height, 1)
    return is_large and image.closest(_ASIDE) is None and not page.is_hidden(image)


def _is_far_down(page: PageView, image: Element) -> bool:
    """Whether a long text stands between the beginning of the page's own part and the picture."""
    end = source_offset(image)
    parts = (page.select_one("main"), page.select_one("h1"))
    starts = [at for one in parts if one is not None and (at := source_offset(one)) is not None]
    if end is None:
        return False
    start = max((at for at in starts if at < end), default=end if starts else 0)
    text = " ".join(_MARKUP.sub(" ", page.body[start:end]).split())
    return len(text) > _LONG
