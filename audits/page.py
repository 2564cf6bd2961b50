"""What a page rule may see: one page as it was fetched, parsed when asked, and what a browser saw of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from store.document import (
    Document,
    Element,
    Text,
    css_path,
    element_place,
    inner_span,
    is_decorative,
    main_text,
    outer_html,
    source_line,
    text_of,
)
from store.model import Artifact, ArtifactKind, Evidence, Facts, Failure, Outcome, Page, Target
from store.urls import UrlParts, normal_form, registrable_domain, resolve, split

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from audits.aria import AriaOfPage
    from audits.prose import Passage
    from audits.structured import StructuredData

NO_FACTS = Facts()
_LEAVES = re.compile(r"\blocation\.(?:replace|assign)\s*\(|\blocation(?:\.href)?\s*=(?!=)")
_LISTING_TITLES = ("index of /", "directory listing for /")


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """The little that a page rule may know of the site around the page."""

    start_url: str = "https://example.com/"
    home_url: str = ""  # where the start URL leads, if it redirects
    hosts: tuple[str, ...] = ()  # hosts that count as internal besides the start host
    now: float = 0.0  # Unix time of the run's start, so that rules stay pure
    staging_hosts: tuple[str, ...] = ()
    blocked_hosts: tuple[str, ...] = ()  # hosts that nothing may link to
    scripts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # own scripts that were read: probe data
    targets: Mapping[str, Target] = field(default_factory=dict)  # normal URL -> what is known of it
    unconfirmed: Mapping[str, str] = field(default_factory=dict)  # failed too seldom to be told: URL -> its answer
    templates: Mapping[int, str] = field(default_factory=dict)  # template id -> name
    assets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # parts of pages that were read: probe data
    measured_templates: frozenset[int] = frozenset()  # a browser measured at least one of their pages

    @property
    def is_staging(self) -> bool:
        """Whether the audited site itself is named as a staging site."""
        return bool(self.staging_hosts) and split(self.start_url).host in self.staging_hosts

    lcp_images: frozenset[str] = frozenset()  # heavy main pictures that a browser saw: told with their cost in time
    page_at: Callable[[str], PageView | None] | None = None  # reads a fetched page by its normal URL; slow, for a few

    # A rule that asks these instead of reading `now` need not be asked again of an unchanged page each day.

    @property
    def year(self) -> int:
        """The year of the run, UTC."""
        return self._moment(0).year

    def compare_day(self, day: str, days: int = 0) -> int:
        """-1, 0 or 1: whether an ISO date is before, on or after the day so many days from the run's, UTC."""
        other = self._moment(days).date().isoformat()
        return (day > other) - (day < other)

    def is_over(self, moment: float) -> bool:
        """Whether a moment (Unix time) was over when the run began; never where that is not known."""
        return bool(self.now) and moment < self.now

    def _moment(self, days: int) -> datetime:
        return datetime.fromtimestamp(min(max(self.now + days * 86_400, 0), 4e9), tz=UTC)


class PageView:
    """One page for the rules. Everything derived is made once, when first asked."""

    def __init__(
        self,
        page: Page,
        body: str = "",
        *,
        site: SiteFacts | None = None,
        artifacts: Mapping[ArtifactKind, Artifact] | None = None,
    ) -> None:
        self.page = page
        self.body = body
        self.site = site or SiteFacts(start_url=page.url)
        self.artifacts = artifacts or {}

    # --- as fetched

    @property
    def url(self) -> str:
        """The page's normal URL."""
        return self.page.url

    @cached_property
    def parts(self) -> UrlParts:
        """The URL in pieces."""
        return split(self.page.url)

    @property
    def facts(self) -> Facts:
        """What the crawl extracted; empty facts where the page is no HTML."""
        return self.page.facts or NO_FACTS

    @property
    def is_html(self) -> bool:
        """Whether the answer was parsed as HTML."""
        return self.page.is_html

    @cached_property
    def is_content(self) -> bool:
        """Whether it is HTML that answered 200, and neither a challenge nor a listing: what most rules speak of."""
        is_answer = self.page.is_html and self.page.status == 200 and self.page.failure is not Failure.CHALLENGE
        return is_answer and not self.is_listing

    @cached_property
    def is_listing(self) -> bool:
        """Whether it is a server's own listing of a folder (Apache, nginx, lighttpd, Python), which nobody wrote."""
        title = (self.facts.title or "").casefold()
        if not title.startswith(_LISTING_TITLES):
            return False
        headings = self.facts.h1
        return headings[0].casefold() == title if headings else self.facts.viewport is None

    @cached_property
    def robots_tokens(self) -> frozenset[str]:
        """The directives that bind Google: robots and googlebot, meta and header; "none" is spelled out."""
        tokens: set[str] = set()
        for directive in self.facts.robots:
            if directive.agent in ("robots", "googlebot"):
                tokens.update(directive.tokens)
        if "none" in tokens:
            tokens |= {"noindex", "nofollow"}
        return frozenset(tokens)

    @cached_property
    def is_noindex(self) -> bool:
        """Whether a robots directive keeps the page out of the index."""
        return "noindex" in self.robots_tokens

    @cached_property
    def canonical(self) -> str | None:
        """The canonical that counts: declared in head or header, valid, and without conflict; else None."""
        urls = {one.url for one in self.facts.canonicals if one.url and one.where != "body" and not one.ignored}
        return urls.pop() if len(urls) == 1 else None

    @cached_property
    def is_canonical(self) -> bool:
        """Whether no other URL is named as the canonical."""
        return self.canonical in (None, self.page.url)

    @cached_property
    def is_signpost(self) -> bool:
        """Whether it only sends visitors on to another page, by a meta refresh or a script, which search engines
        take for a redirect."""
        return self.facts.refresh_url not in (None, self.page.url) or self._is_only_script

    @property
    def _is_only_script(self) -> bool:
        """Whether the body holds nothing but scripts, of which one leaves the page."""
        if not self.body or self.facts.word_count or not _LEAVES.search(self.body) or self.document.body is None:
            return False
        parts = [part for part in self.document.body.children if isinstance(part, Element)]
        is_bare = all(part.tag in ("script", "noscript", "style") for part in parts)
        return bool(parts) and is_bare and not self.visible_text

    @cached_property
    def is_indexable(self) -> bool:
        """Whether it is content, may be indexed, is its own canonical, and is no signpost to another page.

        On a staging site that is audited itself, noindex is how it should be: its pages are judged as they will stand
        on the public site.
        """
        is_open = not self.is_noindex or self.is_on_staging
        return self.is_content and is_open and self.is_canonical and not self.is_signpost

    @property
    def is_on_staging(self) -> bool:
        """Whether the audited site is one that the configuration names as a staging site, and the page is on it."""
        return self.site.is_staging and self.parts.host in self.site.staging_hosts

    def is_internal(self, url: str) -> bool:
        """Whether an absolute URL belongs to the site."""
        try:
            host = split(url).netloc
        except ValueError:
            return False
        return host == split(self.site.start_url).netloc or host == self.parts.netloc or host in self.site.hosts

    def is_same_domain(self, url: str) -> bool:
        """Whether an absolute URL has the page's registrable domain."""
        try:
            return registrable_domain(split(url).host) == registrable_domain(self.parts.host)
        except ValueError:
            return False

    def artifact(self, kind: ArtifactKind) -> Artifact | None:
        """What a browser saw, or None."""
        return self.artifacts.get(kind)

    def target(self, url: str) -> Target | None:
        """What is known of an asset or external URL, by its normal form."""
        return self.site.targets.get(url)

    # --- parsed

    @cached_property
    def document(self) -> Document:
        """The parsed page."""
        return Document(self.body)

    def select(self, css: str) -> list[Element]:
        """All elements that match a CSS selector, in document order."""
        return self.document.select(css)

    def select_one(self, css: str) -> Element | None:
        """The first element that matches, or None."""
        return self.document.select_one(css)

    @cached_property
    def base_url(self) -> str:
        """The URL that relative ones resolve against: base element or page."""
        base = self.select_one("base[href]")
        return (resolve(base.attr("href") or "", self.page.url) if base is not None else None) or self.page.url

    def resolve(self, href: str) -> str | None:
        """Absolute URL with fragment of an attribute's value, or None where it cannot be parsed."""
        return resolve(href, self.base_url)

    def normal(self, href: str) -> str | None:
        """Normal form of an attribute's value; None where it is not http(s)."""
        known = self._normal_forms
        if href not in known:  # many rules ask about the same few addresses
            known[href] = normal_form(href, self.base_url)
        return known[href]

    @cached_property
    def _normal_forms(self) -> dict[str, str | None]:
        return {}

    @cached_property
    def visible_text(self) -> str:
        """Text of the body without scripts, styles, templates and noscript, white space folded."""
        body = self.document.body
        return _text_under(body) if body is not None else ""

    @cached_property
    def folded_body(self) -> str:
        """The source in lower case: for asking cheaply whether a word can be on the page at all."""
        return self.body.lower()

    @cached_property
    def source(self) -> str:
        """The source with plain line feeds: what the offsets of elements speak of."""
        return self.body.replace("\r\n", "\n") if "\r" in self.body else self.body

    @cached_property
    def folded_markup(self) -> str:
        """The source in lower case without what stands in scripts and styles, which often are most of a page."""
        source = self.source
        pieces = []
        at = 0
        for element in self.select("script, style"):
            inside = inner_span(element)
            if inside is not None and inside[0] >= at:
                pieces.append(source[at : inside[0]])
                at = inside[1]
        pieces.append(source[at:])
        return "".join(pieces).lower()

    @cached_property
    def prose(self) -> list[Passage]:
        """Visible text outside code and samples, piece by piece."""
        from audits.prose import passages

        return passages(self.document.body)

    @cached_property
    def structured_data(self) -> StructuredData:
        """JSON-LD, microdata and RDFa of the page, read once."""
        from audits.structured import read_structured_data

        return read_structured_data(self)

    @cached_property
    def fields(self) -> list[Element]:
        """The form fields: inputs, then choices, then text areas."""
        return [*self.select("input"), *self.select("select"), *self.select("textarea")]

    @cached_property
    def shortcuts(self) -> list[Element]:
        """The elements with a shortcut key."""
        return [one for one in self.select("[accesskey]") if (one.attr("accesskey") or "").strip()]

    @cached_property
    def aria(self) -> AriaOfPage:
        """The elements that say a role, a state or a property."""
        from audits.aria import AriaOfPage

        return AriaOfPage(self)

    @cached_property
    def tables(self) -> list[tuple[Element, list[list[Element]]]]:
        """The exposed tables that do not say that they only place things, each with the cells of its rows."""
        from audits.tables import tables_of

        return tables_of(self)

    @cached_property
    def main_text(self) -> str:
        """Text of the main content, the very text that the facts' `word_count` and `text_digest` were made of."""
        return main_text(self.document)

    @cached_property
    def links(self) -> list[tuple[Element, str]]:
        """Every `a` with an address, with the text in it as it stands there; several rules read each link's text."""
        return [(link, link.text) for link in self.select("a[href]")]

    @cached_property
    def paragraphs(self) -> list[str]:
        """The texts of the main content's paragraphs, else of the body's, white space folded."""
        return [text_of(one) for one in self.select("main p") or self.select("body p")]

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page as BeautifulSoup, for people's own rules; slow, so built only when asked."""
        from bs4 import BeautifulSoup

        return BeautifulSoup(self.body, "html.parser")

    # --- names and proof

    @cached_property
    def _ids(self) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for element in self.select("[id]"):
            found.setdefault(element.attr("id") or "", element)
        return found

    @cached_property
    def labels_by_id(self) -> Mapping[str, list[Element]]:
        """Id -> the label elements whose `for` names it."""
        found: dict[str, list[Element]] = {}
        for label in self.select("label[for]"):
            found.setdefault(label.attr("for") or "", []).append(label)
        return found

    def by_id(self, element_id: str) -> Element | None:
        """The first element with an id."""
        return self._ids.get(element_id)

    def is_hidden(self, element: Element) -> bool:
        """Whether markup hides the element from assistive technology (hidden, aria-hidden, here or above)."""
        return is_decorative(element)

    def accessible_name(self, element: Element) -> str:
        """The accessible name as far as markup tells: aria-labelledby, aria-label, alt, label, content, title.

        Source: https://www.w3.org/TR/accname-1.2/ (without CSS).
        """
        from audits.names import accessible_name

        return accessible_name(self, element)

    def evidence(self, element: Element | None = None, message: str = "", **fields: Any) -> Evidence:
        """Evidence for one element: selector, place in the template, line and snippet are taken from it."""
        if element is None:
            return Evidence(message=message, **fields)
        return Evidence(
            message=message,
            selector=css_path(element),
            place=element_place(element),
            line=source_line(element),
            snippet=outer_html(element),
            **fields,
        )

    def review(self, element: Element | None = None, message: str = "", **fields: Any) -> Evidence:
        """Evidence of something that a person must judge."""
        return self.evidence(element, message, outcome=Outcome.REVIEW, **fields)


_SILENT = "script, style, template, noscript, svg, head, title, [hidden]"


def _text_under(element: Element) -> str:
    """The folded text of an element without its silent parts; only the branches that hold one are walked in Python."""
    left_out = set(element.select(_SILENT))
    branches: set[Element] = set()
    for one in left_out:
        parent = one.parent
        while isinstance(parent, Element) and parent not in branches and parent != element:
            branches.add(parent)
            parent = parent.parent
    pieces: list[str] = []
    stack = [iter(element.children)]  # a stack of its own: pages nest deeper than Python recurses
    while stack:
        for child in stack[-1]:
            if isinstance(child, Text):
                pieces.append(child.data)
            elif isinstance(child, Element) and child not in left_out:
                if child in branches:
                    stack.append(iter(child.children))
                    break
                pieces.extend(child.stripped_strings)
        else:
            stack.pop()
    return " ".join(" ".join(pieces).split())


__all__ = ["PageView", "SiteFacts", "text_of"]
