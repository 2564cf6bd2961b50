"""Pictures without an image for those who cannot choose."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="image-picture-no-img",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:google-images", "html:embedded-content.html#the-picture-element"],
    title="Picture shows nothing",
    message="The `picture` has no `img` with a `src`.",
    why="Without the `img` no browser shows anything, and Google does not find the image.",
    fix="Tell the developer which picture is missing.",
    fix_developer="End every `picture` with an `<img src alt>`.",
    applies=lambda page: page.is_content and page.select_one("picture") is not None,
    examples=[
        Fails('<picture><source srcset="a.webp"></picture>', at=["picture"]),
        Fails('<picture><source srcset="a.webp"><img alt="A"></picture>', at=["picture"]),
        Passes('<picture><source srcset="a.webp"><img src="a.jpg" alt="A"></picture>'),
        Passes('<picture><img srcset="a.jpg 1x" alt="A"></picture>'),
        Passes('<picture><source data-srcset="a.webp"><img data-src="a.jpg" alt="A"></picture>', note="loaded later"),
        Inapplicable('<img src="a.jpg" alt="A">'),
    ],
)
def image_picture_no_img(page: PageView) -> Iterator[Evidence]:
    """Yield each picture without a usable image."""
    for picture in page.select("picture"):
        image = picture.select_one("img")
        names = image.attrs if image is not None else {}
        if not any(name in ("src", "srcset") or name.startswith("data-") for name in names):
            yield page.evidence(picture)
