"""Filler text and unfilled template marks that visitors can see."""

import re
from collections.abc import Iterator
from dataclasses import replace

from audits.landmarks import landmark_of
from audits.page import PageView
from audits.prose import without_samples
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule
from store.document import Element

_FILLER = re.compile(r"lorem ipsum|dolor sit amet, consectetur", re.IGNORECASE)
_MARKS = re.compile(r"\{\{[^{}]{0,80}\}\}|\[object Object\]")
_UNSET = r"(?:undefined|NaN)"
_ANY_UNSET = re.compile(_UNSET)
_SIGN = "[$€£¥₹₽]"
_BROKEN = re.compile(
    rf"{_SIGN}\s?{_UNSET}\b|\b{_UNSET}\s?(?:{_SIGN}|%|EUR\b|USD\b)|\bNaN[/:.-]NaN\b|\bundefined undefined\b"
)
"""What a program prints that has no value: an amount, a date or a name made of nothing."""
_VALUES = (
    '[itemprop="price"], [class*="price" i], [class*="amount" i], [class*="total" i], [class*="rating" i], '
    '[class*="count" i], time'
)
"""Elements that hold a number or a date, so that nobody means the word itself."""
_PROMPTS = re.compile(
    r"(?:your text here|insert (?:your )?text here|add your text here|type your text here)\.?", re.IGNORECASE
)
_SIGNS = ("lorem ipsum", "dolor sit amet", "[object object]", "{{", "text here", "undefined")
_LATE = (
    "[ng-app], [ng-controller], [v-cloak], [x-data], [data-bind], [ng-version], [data-reactroot], "
    "script[type*=template]"
)


@page_rule(
    id="content-placeholder",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:creating-helpful-content"],
    title="Page shows filler text",
    message="The page shows filler text or an unfilled mark of a template.",
    why="Visitors see that the page is unfinished, and trust the rest of it less.",
    fix="Replace the filler by the real text, or take the page off the web until it is ready.",
    fix_developer="Check which variable of the template has no value, and print nothing where there is none.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    examples=[
        Fails("<p>Lorem ipsum dolor sit amet, consectetur adipiscing elit.</p>", at=["p"]),
        Fails("<p>Price: <b>{{ product.price }}</b></p>", at=["b"]),
        Fails("<h2>[object Object]</h2>", at=["h2"]),
        Fails("<p>From <b>€NaN</b> a night</p>", at=["b"]),
        Fails("<p>Posted on NaN/NaN/NaN</p>", at=["p"]),
        Fails("<p>Dear undefined undefined,</p>", at=["p"]),
        Fails('<p class="product-price"><span>undefined</span></p>', at=["span"]),
        Passes('<ul><li><a href="/functions#NaN">NaN</a></li></ul>', note="an entry of an index"),
        Passes("<table><tr><td><p>undefined</p></td><td>Raise an error</td></tr></table>", note="a name in a table"),
        Passes("<p>The values <span>NaN</span> and <span>undefined</span> are equal to nothing.</p>"),
        Passes('<p>See the <a href="/wiki/todo">TODO</a> list.</p>'),
        Fails("<p>Your text here</p>", at=["p"]),
        Passes("<p>Write <code>{{ name }}</code> into your template.</p>", note="about templates"),
        Passes("<p>{{ name }}</p><pre>{{ name }}</pre>", note="a page that also shows the mark as code"),
        Passes("<div ng-app><p>{{ name }}</p></div>", note="a script fills it in"),
        Passes("<p>The value undefined is falsy.</p>", note="a word of a sentence"),
        Passes("<p>Is “lorem ipsum” Latin?</p><pre>lorem ipsum</pre>", note="shown as a sample too"),
        Passes("<p>Our TODO list is short.</p>"),
        Passes("<p hidden>Lorem ipsum</p><textarea>Your text here</textarea>", note="not shown, or a form field"),
    ],
)
def content_placeholder(page: PageView) -> Iterator[Evidence]:
    """Yield each element whose own text is filler."""
    if "NaN" not in page.body:
        if not any(sign in page.folded_markup for sign in _SIGNS):
            return
        source = without_samples(page.folded_markup)
        if not any(sign in source for sign in _SIGNS):
            return
    samples = " ".join(element.text for element in page.select("code, pre, samp, kbd"))
    for element, text in page.prose:
        found = _FILLER.search(text) or _MARKS.fullmatch(text) or _PROMPTS.fullmatch(text) or _unset(element, text)
        if found is None or (found[0][:2] if found[0][:2] == "{{" else found[0]).lower() in samples.lower():
            continue
        if found[0].startswith("{{") and page.select_one(_LATE) is not None:
            continue
        if not page.is_hidden(element):
            # Filler fills headings, paragraphs and lists of one part of the page at once.
            # Lists and archives show the filler of an article again; what a template leaves unfilled is its own cause.
            group = "filler text" if _FILLER.search(text) else ""
            evidence = page.evidence(element, f"The page shows “{text[:80]}”.", group=group, facts={"text": text[:80]})
            yield replace(evidence, place=landmark_of(element) or "body")


def _unset(element: Element, text: str) -> re.Match[str] | None:
    """A value that was not set, where only a program can have written it: the bare words are also names of things."""
    if len(text) > 200 or not _ANY_UNSET.search(text):
        return None
    if found := _BROKEN.search(text):
        return found
    return _ANY_UNSET.fullmatch(text) if element.closest(_VALUES) is not None else None
