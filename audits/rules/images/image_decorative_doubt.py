"""Images that are left out for screen readers and look as if they told something."""

import re
from collections.abc import Iterator

from audits.image_names import file_name, is_placeholder
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

_TELLING = re.compile(
    r"(?:^|[-_. ])(?:logo|chart|diagram|graph|infographic|screenshot|flowchart|floorplan|timetable|poster|"
    r"diagramm|grafik|infografik|schaubild|fahrplan|schema|graphique|infographie|"
    r"grafico|gráfico|infografía|infografica|diagrama|grafikon|infografika|zemljevid|"
    r"wykres|diagrama|schema)s?(?=$|[-_. \d])",
    re.IGNORECASE,
)
"""Words in file names of pictures that are there to be read."""
_HIDDEN = ("none", "presentation")
_IMAGES = 'img[alt=""], img[role="none"], img[role="presentation"], img[aria-hidden="true"], canvas'


@page_rule(
    id="image-decorative-doubt",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.1.1", "act:e88epe"],
    wcag=["1.1.1"],
    title="Image is left out for screen readers, and may tell something",
    message="This image is marked as decoration. Does it really tell nothing?",
    why="Who hears the page is not told that there is an image; if it tells something, that is lost.",
    fix="Look at the image. If it tells something that the text beside it does not, say that in its alternative text.",
    fix_developer='Keep `alt=""` for images that only decorate; do not use it for charts, logos or captioned pictures.',
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_content and page.select_one(_IMAGES) is not None,
    examples=[
        Reviews('<figure><img src="a.jpg" alt=""><figcaption>The harbour in 1920</figcaption></figure>', at=["img"]),
        Reviews('<p><img src="sales-chart.png" alt=""></p>', at=["img"]),
        Reviews('<img src="a.jpg" alt="" title="The harbour in 1920">', at=["img"], note="words for the mouse alone"),
        Reviews('<img src="a.jpg" alt="Our logo" role="none">', at=["img"], note="it has words, and is hidden"),
        Reviews('<img src="a.jpg" alt="Our logo" aria-hidden="true">', at=["img"]),
        Reviews('<canvas id="sales"></canvas>', at=["canvas"], note="what is drawn on it has no words"),
        Passes('<img src="line.png" alt="">'),
        Passes('<p><img src="sales-chart.png" alt=""> Sales rose from 3 to 9 boats.</p>', note="text stands beside it"),
        Passes('<a href="/"><img src="logo.png" alt=""> Boats of Kent</a>', note="so it does here"),
        Passes('<a href="/"><img src="logo.png" alt=""></a>', note="image-alt-empty-in-link tells it"),
        Passes('<img src="biologo.png" alt=""><img src="photo.jpg" alt="">', note="a name that only holds the word"),
        Passes(
            '<a href="/b" title="Boats"><img src="a.jpg" alt="" title="Boats">Boats</a>', note="the words are there"
        ),
        Passes('<figure><img src="a.jpg" alt=""></figure>'),
        Passes(
            '<figure><img src="a.jpg" alt=""><img src="b.jpg" alt="Boats"><figcaption>1920</figcaption></figure>',
            note="another image of the figure speaks",
        ),
        Passes('<div hidden><img src="a.jpg" alt="" title="Boats"></div>'),
        Passes('<canvas id="sales" role="img" aria-label="Sales rose to 9"></canvas>'),
        Passes('<canvas id="sales"><p>Sales rose to 9</p></canvas>'),
        Passes('<canvas id="confetti" aria-hidden="true"></canvas>'),
        Passes('<img src="data:image/gif;base64,x" alt="" title="Boats">', note="a stand-in"),
        Inapplicable('<img src="a.jpg" alt="A harbour">'),
    ],
)
def image_decorative_doubt(page: PageView) -> Iterator[Evidence]:
    """Yield each image for review that is hidden from assistive technology, with what speaks against it."""
    for image in page.select(_IMAGES):
        doubt = _of_canvas(page, image) if image.tag == "canvas" else _doubt(image)
        if doubt:
            reason, message = doubt
            yield page.review(image, message, group=reason, facts={"reason": reason})


def _of_canvas(page: PageView, canvas: Element) -> tuple[str, str] | None:
    is_used = canvas.attr("id") or canvas.attr("class")
    if not is_used or text_of(canvas) or canvas.select_one("*") is not None:
        return None
    if page.is_hidden(canvas) or page.accessible_name(canvas):
        return None
    return "canvas", "What is drawn on this canvas has no words."


def _doubt(image: Element) -> tuple[str, str] | None:
    alt = (image.attr("alt") or "").strip()
    source = image.attr("src") or ""
    parent = image.parent
    if not isinstance(parent, Element) or is_placeholder(source) or parent.closest('[hidden], [aria-hidden="true"]'):
        return None
    if alt and (image.attr("role") in _HIDDEN or image.attr("aria-hidden") == "true"):
        return "has words", f"The image has the words “{alt[:80]}” and is hidden from screen readers. Which is meant?"
    title = " ".join((image.attr("title") or "").split())
    link = image.closest("a, button")
    if title and title.casefold() not in text_of(link or parent).casefold():
        return "has a title", f"Only who points at the image learns that it is “{title[:80]}”."
    if link is not None:
        return None
    figure = image.closest("figure")
    if figure is not None:
        caption = figure.select_one("figcaption")
        speaks = any((one.attr("alt") or "").strip() for one in figure.select("img"))
        if caption is not None and text_of(caption) and not speaks:
            return "has a caption", f"The image has the caption “{text_of(caption)[:80]}” and no words of its own."
    if figure is not None or text_of(parent):
        return None
    name = file_name(source)
    if _TELLING.search(name.rpartition(".")[0]):
        return "named so", f"The file is called “{name[:80]}”, which sounds like something to be read."
    return None
