"""Links whose only content is an image that says nothing."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)
from store.document import Element


@page_rule(
    id="image-alt-empty-in-link",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.4.4", "wcag:4.1.2", "act:c487ae", "google:google-images"],
    wcag=["2.4.4", "4.1.2"],
    title="Linked image says nothing",
    message="This link has only an image, and the image has no words.",
    why="A screen reader cannot say where the link leads, and search engines get no words for it either.",
    fix="Say in the image's alternative text where the link leads.",
    fix_developer="Fill the `alt` of an image that is the only content of a link with the link's purpose.",
    owner=Owner.CONTENT,
    applies=lambda page: page.is_content and page.select_one("a[href] img") is not None,
    examples=[
        Fails('<a href="/cart"><img src="cart.png" alt=""></a>', at=["a"]),
        Fails('<a href="/cart"><span><img src="cart.png" alt=" "></span></a>', at=["a"]),
        Fails('<a href="/cart"><img src="cart.png" role="presentation"></a>', at=["a"]),
        Passes('<a href="/cart"><img src="cart.png" alt="Cart"></a>'),
        Passes('<a href="/cart"><img src="cart.png" alt=""> Cart</a>', note="the words stand beside it"),
        Passes('<a href="/cart" aria-label="Cart"><img src="cart.png" alt=""></a>'),
        Passes('<a href="/cart"><img src="cart.png"></a>', note="image-alt-missing speaks of it"),
        Passes('<a href="/p" aria-hidden="true" tabindex="-1"><img src="p.png" alt=""></a>', note="hidden"),
        Inapplicable('<img src="p.png" alt="">'),
    ],
)
def image_alt_empty_in_link(page: PageView) -> Iterator[Evidence]:
    """Yield each link without a name that holds an image with an empty alternative."""
    seen: list[Element] = []
    for image in page.select('a[href] img[alt], a[href] img[role="none"], a[href] img[role="presentation"]'):
        is_mute = image.attr("role") in ("none", "presentation") or not (image.attr("alt") or "").strip()
        link = image.closest("a") if is_mute else None
        if link is None or (seen and seen[-1] == link):
            continue
        seen.append(link)
        if not page.is_hidden(link) and not page.accessible_name(link):
            yield page.evidence(link)
