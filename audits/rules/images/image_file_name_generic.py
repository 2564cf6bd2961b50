"""Images whose file names were made up by a camera or a program."""

from collections.abc import Iterator

from audits.image_names import file_name, says_nothing
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)


@page_rule(
    id="image-file-name-generic",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:google-images"],
    title="File name of an image says nothing",
    message="The file name of an image says nothing of what it shows.",
    why="Google takes a light hint on an image's subject from its file name. The text around it counts for more.",
    fix="Give new pictures a short name that says what they show. Old ones are not worth a change of address.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_indexable and page.facts.images > 0,
    examples=[
        Fails('<img src="/uploads/IMG_2041.JPG" alt="A cat">', at=["img"]),
        Fails('<img src="/DSC00123-1024x768.jpg" alt="A cat">', at=["img"]),
        Fails('<img src="/Untitled-1.png" alt="A cat">', at=["img"]),
        Fails('<img src="/Screenshot%202024-05-01%20at%2010.20.30.png" alt="The menu">', at=["img"]),
        Passes('<img src="/cat-asleep.jpg" alt="A cat">'),
        Passes('<img src="/p9.jpg" alt="A cat">', note="too short to be a camera's"),
        Passes('<img src="/3f2504e04f8911d39a0c0305e82c3301.jpg" alt="A cat">', note="named by a store of images"),
        Passes('<img src="https://cdn.other.example/IMG_2041.JPG" alt="A cat">', note="on another site"),
        Passes('<header><img src="/image.png" alt="Cats"></header>', note="not the content"),
        Passes('<img src="/IMG_2041.JPG" alt="">', note="only decorates"),
        Passes('<img src="/_next/image?url=cat.jpg" alt="A cat">', note="the address of a program"),
        Inapplicable("<p>Text</p>"),
    ],
)
def image_file_name_generic(page: PageView) -> Iterator[Evidence]:
    """Yield each image of the content on the own site with such a name."""
    for image in page.select('img[src][alt]:not([alt=""])'):
        name = file_name(image.attr("src") or "")
        if "." not in name or not says_nothing(name) or image.closest("header, footer, nav, aside") is not None:
            continue
        address = page.normal(image.attr("src") or "")
        if address is not None and page.is_internal(address):
            yield page.evidence(image, f"The file is called {name[:80]}.", facts={"name": name[:80]})
