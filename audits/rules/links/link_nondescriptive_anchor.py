"""Links whose text does not say where they lead."""

from collections.abc import Iterator

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
from audits.standards.vague_link_texts import texts_for
from store.document import Element, Text, is_not_shown
from store.urls import split

_ALSO_NAMES = frozenset({"start", "go", "continue", "link", "details", "this"})
"""Vague words that are names too: a wiki's start page, the language Go, a function or an option."""
_NEXT = '[class~="next" i], [class~="previous" i], [class~="prev" i], [rel~="next" i], [rel~="prev" i], [accesskey]'
_MARKS = ".,:;…-–—|·•_*"
_EDGES = " \t\n.,:;!?…›»>→←«<()[]-–—|\u200c\u200f\u200e"


@page_rule(
    id="link-nondescriptive-anchor",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:links-crawlable", "wcag:2.4.4", "act:5effbb"],
    wcag=["2.4.4"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link text does not say where the link leads",
    message="The link's text says nothing of the page behind it.",
    why="Search engines read the text to learn what the page is about, and a screen reader lists links without their "
    "surroundings.",
    fix="Write what stands behind the link, e.g. its title.",
    fix_developer="Build “read more” links with the title in them, at least in an `aria-label`.",
    applies=lambda page: page.is_content and page.facts.internal_links + page.facts.external_links > 0,
    examples=[
        Reviews('<a href="/a">Click here</a>', at=["a"]),
        Reviews('<html lang="sl"><a href="/a">Preberi več …</a>', at=["a"]),
        Reviews('<html lang="ar"><a href="/a">اضغط هنا</a>', at=["a"]),
        Reviews('<html lang="fa"><a href="/a">اینجا</a>', at=["a"]),
        Reviews('<html lang="de"><a href="/a">Weiterlesen »</a>', at=["a"]),
        Passes('<html lang="en"><a href="/a">Boats of 2026</a>'),
        Reviews(
            '<html lang="en"><a href="/a">Read more <span style="display:none">on boats</span></a>',
            at=["a"],
            note="screen readers do not read what is not displayed",
        ),
        Passes('<html lang="en"><a href="/a"><span style="display: none">Read more</span> on boats</a>'),
        Passes('<html lang="en"><a href="/a">Read more <span class="visually-hidden">on boats</span></a>'),
        Passes('<html lang="en"><a href="/a" aria-label="Read more on boats">Read more</a>'),
        Passes('<html lang="de"><a href="/a">Start</a>', note="vague in English only"),
        Reviews('<html lang="en"><a href="https://other.example/">Here</a>', at=["a"], note="another site"),
        Passes('<html lang="en"><a href="/doku.php?id=start">start</a>', note="the page's name"),
        Passes('<html lang="en"><a href="/langs/go/">Go</a>', note="the page's name"),
        Passes('<html lang="en"><a href="/std/keyword.continue.html">continue</a>', note="a word of a language"),
        Passes('<html lang="en"><a href="https://other.example/Operators/this">&lt;this&gt;</a>', note="another"),
        Reviews('<html lang="en">On cats see <a href="/cats">this</a>', at=["a"]),
        Reviews('<html lang="en"><a href="/signup">Start</a>', at=["a"]),
        Passes('<html lang="en"><a href="/s#if"><code>continue</code></a>', note="a name in code"),
        Passes('<html lang="en"><a href="/os#os.link">link()</a>', note="an entry of an index"),
        Passes('<html lang="en"><a href="/i#details">--details</a>', note="an option"),
        Passes('<html lang="de"><li class="next"><a href="/2">Weiter</a></li>', note="the next of several pages"),
        Reviews('<html lang="en"><p class="text"><a href="/2#part">here</a>', at=["a"]),
        Passes('<html lang="en"><a href="#part">More</a><a href="/a">A</a>', note="stays on the page"),
        Reviews('<html lang="en"><a href="/a" rel="nofollow">More</a>', at=["a"], note="people follow it all the same"),
        Reviews('<html lang="en">See the site <a href="/a">.</a>', at=["a"], note="a mark without words"),
        Passes('<html lang="en"><a href="/a">→</a><a href="/b">C++</a>', note="a sign that says something"),
        Passes('<html lang="en"><a href="/a" aria-label="Boats">…</a>'),
        Inapplicable("<p>A</p>"),
    ],
)
def link_nondescriptive_anchor(page: PageView) -> Iterator[Evidence]:
    """Yield each link to another page with a vague text."""
    vague = texts_for(page.facts.lang or "")
    shortened = _shortened(page)
    for link, said in page.links:
        if len(said) > 80:
            continue
        text = shortened.get(link) or " ".join(said.split())
        text = text.strip(_EDGES).casefold() or _mark(text)
        if not text or (text not in vague and text not in _MARKS) or link.attr("aria-labelledby"):
            continue
        label = (link.attr("aria-label") or "").strip(_EDGES).casefold()
        target = page.normal(link.attr("href") or "")
        leads_away = target is not None and target != page.url and target.startswith("http")
        if link.closest(_NEXT) is not None or _is_code(link):
            continue
        if not leads_away or (label and label not in vague) or _is_name(text, link, target or ""):
            continue
        if text not in _MARKS or not page.accessible_name(link).strip(_MARKS):
            yield page.review(link, f"The link's text is “{text}”.", group=text, facts={"text": text})


def _shortened(page: PageView) -> dict[Element, str]:
    """The links of which a part is hidden from everybody, each with the text that is left."""
    if "display:none" not in page.folded_body and "display: none" not in page.folded_body:
        return {}
    found: dict[Element, str] = {}
    for part in page.select('a[href] [style*="display:none" i], a[href] [style*="display: none" i]'):
        link = part.closest("a[href]")
        if link is not None and link is not part:
            pieces = [
                one.text if isinstance(one, Element) else str(one.data)
                for one in link.children
                if isinstance(one, Text) or (isinstance(one, Element) and not is_not_shown(one))
            ]
            found[link] = " ".join("".join(pieces).split())
    return found


def _mark(text: str) -> str:
    """The one mark that a text without words is made of; empty for signs that say something, such as arrows."""
    return text[0] if text and text[0] in _MARKS and set(text) == {text[0]} else ""


def _is_code(link: Element) -> bool:
    return sum(len(one.text) for one in link.select("code, kbd, samp, tt")) >= len(link.text) > 0


def _is_name(text: str, link: Element, target: str) -> bool:
    """Whether "start" or "go" is what the page or a part of it is called, as its address shows."""
    if text not in _ALSO_NAMES:
        return False
    if "#" in (link.attr("href") or ""):
        return True
    parts = split(target)
    steps = parts.path.rstrip("/").rpartition("/")[2].split(".")
    values = [pair.partition("=")[2] for pair in parts.query.split("&")]
    return text in (name.casefold() for name in (*steps, *values))
