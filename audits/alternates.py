"""Language versions of a page, merged from the three ways to declare them: HTML, Link header and sitemap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from audits.site import SiteView
from store.model import Hreflang, Page


class Alternate(NamedTuple):
    """One language version: the code as written in lower case, and the normal URL."""

    code: str
    url: str


def alternates_of(site: SiteView, page: Page) -> list[Alternate]:
    """The language versions that a page declares in any way, each once; those in the body do not count."""
    return site.once("alternates", lambda: _gather(site)).get(page.url, [])


def alternate_sets(site: SiteView) -> Mapping[str, list[Alternate]]:
    """URL -> language versions, for every content page that may be indexed, is its own canonical and declares any."""
    return site.once("alternate-sets", lambda: _judged(site))


def _judged(site: SiteView) -> dict[str, list[Alternate]]:
    gathered = site.once("alternates", lambda: _gather(site))
    return {page.url: gathered[page.url] for page in site.indexable if gathered.get(page.url)}


def _gather(site: SiteView) -> dict[str, list[Alternate]]:
    found: dict[str, dict[Alternate, None]] = {}

    def add(url: str, declared: tuple[Hreflang, ...]) -> None:
        for one in declared:
            if one.url and one.code and one.where != "body":
                found.setdefault(url, {})[Alternate(one.code.strip().lower(), one.url)] = None

    for page in site.pages:
        if page.facts is not None and page.facts.hreflang:
            add(page.url, page.facts.hreflang)
    for entry in site.sitemap:
        if entry.url and entry.hreflang:
            add(entry.url, entry.hreflang)
    return {url: list(declared) for url, declared in found.items()}
