"""Images whose place is not kept free while they load."""

import re
from collections.abc import Iterator
from dataclasses import replace

from audits.landmarks import landmark_place
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_SIZED = re.compile(
    r"aspect-ratio|(?:^|[;\s-])width\s*:.*(?:^|[;\s-])height\s*:|(?:^|[;\s-])height\s*:.*(?:^|[;\s-])width\s*:",
    re.IGNORECASE | re.DOTALL,
)


@page_rule(
    id="image-no-dimensions",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["web.dev:optimize-cls", "html:embedded-content.html#the-img-element"],
    title="Image does not keep its place free",
    message="The image or film has no `width` and `height`.",
    why=(
        "Text jumps when the image arrives, unless a style sheet keeps the "
        "place free; people lose the line or miss a button."
    ),
    fix="Ask the developer to give images their width and height.",
    fix_developer="Write the file's `width` and `height` into every `img`, with `height: auto` in the style sheet.",
    applies=lambda page: page.is_content and ("<img" in page.folded_body or "<video" in page.folded_body),
    examples=[
        Fails('<img src="a.jpg" alt="A">', at=["img"]),
        Fails('<img src="a.jpg" alt="A" width="300">', at=["img"], note="only one of the two"),
        Passes('<img src="a.jpg" alt="A" width="300" height="200">'),
        Passes('<img src="a.jpg" alt="A" style="width: 30px; height: 20px">'),
        Passes('<img src="a.jpg" alt="A" style="aspect-ratio: 3 / 2">'),
        Passes('<img src="a.jpg" alt="A" hidden>', note="takes no room"),
        Passes('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">', note="it is there at once"),
        Passes('<body><noscript><img src="pixel.gif" alt=""></noscript></body>', note="only without script"),
        Fails('<video src="a.mp4" controls></video>', at=["video"]),
        Passes('<video src="a.mp4" controls width="320" height="180"></video>'),
        Inapplicable("<p>Text</p>"),
    ],
)
def image_no_dimensions(page: PageView) -> Iterator[Evidence]:
    """Yield each shown image and film that lacks a width or a height."""
    films = page.select("video:not([width][height])") if "<video" in page.folded_body else []
    for image in [*page.select("img[src]:not([width][height])"), *films]:
        if (image.attr("src") or "").startswith("data:") or _SIZED.search(image.attr("style") or ""):
            continue
        if image.closest("noscript, template") is None and not page.is_hidden(image):
            # One habit of a template, wherever its images stand: told once for each part of the page.
            yield replace(page.evidence(image), place=landmark_place(image))
