"""Pages that load pictures at once which stand far down."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule

_IMAGE = "<img src=/{0}.jpg alt=A{1}>"


def _images(count: int, extra: str = "") -> str:
    return "".join(_IMAGE.format(number, extra) for number in range(count))


@page_rule(
    id="image-eager-below",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:browser-level-image-lazy-loading", "google:lazy-loading"],
    title="Pictures far down may load at once",
    message="Many pictures far down the page have no `loading=lazy`.",
    why="They take bandwidth from what visitors see first, and many visitors never come so far.",
    fix="Ask the developer to load pictures further down only when somebody comes near.",
    fix_developer='Give images after the first screens `loading="lazy"`; never the first ones.',
    settings={
        "first": "pictures from the start of the page that may be near its top",
        "most": "pictures after these that may load at once",
    },
    applies=lambda page: page.is_content and page.facts.images > 5,
    examples=[
        Reviews(_images(30), at=["img:nth-of-type(25)"]),
        Passes(_images(29)),
        Passes(_images(24) + _images(20, " loading=lazy")),
        Passes(_images(24) + _images(20, " data-src=/b.jpg"), note="a script loads them later"),
        Inapplicable(_images(5)),
    ],
)
def image_eager_below(page: PageView, *, first: int = 24, most: int = 5) -> Iterator[Evidence]:
    """Yield the first of these pictures; where they stand is a guess by their number, so a person must look."""
    images = page.select("img[src]")
    if len(images) <= max(first, 0) + most:
        return
    eager = [
        image
        for image in images[max(first, 0) :]
        if (image.attr("loading") or "").lower() != "lazy"
        and image.attr("data-src") is None
        and not (image.attr("src") or "").startswith("data:")
        and image.closest("noscript, template") is None
    ]
    if len(eager) > max(most, 0):
        message = f"{len(eager)} of {len(images)} pictures stand far down and have no `loading=lazy`."
        yield page.review(eager[0], message, group="pictures", facts={"images": len(eager)})
