"""Language versions of a page, merged from the three ways to declare them: HTML, Link header and sitemap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from audits.linking import is_dead_end
from audits.site import SiteView
from store.model import Hreflang, Page

METHODS = ("head", "header", "sitemap")
"""Where versions may be declared; search engines take the three as one list."""


class Alternate(NamedTuple):
    """One language version: the code as written in lower case, and the normal URL."""

    code: str
    url: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Pages that are tied together as versions of one another, over whichever way they are declared."""

    pages: tuple[str, ...]  # URLs of all members in order, those that declare nothing and those elsewhere too
    codes: Mapping[str, tuple[str, ...]]  # code -> the URLs that it is given to
    methods: tuple[str, ...]  # of METHODS, those that any member uses
    missing_returns: tuple[tuple[str, str], ...]  # (page, version): the version was fetched and does not name the page
    unverified: tuple[str, ...]  # members that were not fetched: whether they answer the link is not known
    conflicts: tuple[tuple[str, str], ...]  # (page, code): the ways to declare give different addresses

    @property
    def is_whole(self) -> bool:
        """Whether every version names every page that names it, all were seen, and nothing contradicts itself."""
        return not (self.missing_returns or self.unverified or self.conflicts)


def alternates_of(site: SiteView, page: Page) -> list[Alternate]:
    """The language versions that a page declares in any way, each once; those in the body do not count."""
    return site.once("alternates", lambda: _gather(site)).get(page.url, [])


def alternate_sets(site: SiteView) -> Mapping[str, list[Alternate]]:
    """URL -> language versions, for every content page that may be indexed, is its own canonical and declares any."""
    return site.once("alternate-sets", lambda: _judged(site))


def one_of_versions(site: SiteView, pages: Iterable[Page]) -> list[Page]:
    """The pages without further language versions of a page that is among them, in the same order."""
    sets = alternate_sets(site)
    seen: set[str] = set()
    kept = []
    for page in pages:
        if page.url not in seen:
            kept.append(page)
            seen.update(one.url for one in sets.get(page.url, ()))
    return kept


def declared_by_method(site: SiteView) -> Mapping[str, Mapping[str, list[Alternate]]]:
    """URL -> way to declare ("head", "header", "sitemap") -> the versions that are declared so."""
    return site.once("alternates-by-method", lambda: _by_method(site))


def conflicts_of(site: SiteView, url: str) -> dict[str, dict[str, list[str]]]:
    """Code -> way to declare -> addresses, for the codes to which a page's ways give different addresses."""
    methods = declared_by_method(site).get(url, {})
    if len(methods) < 2:
        return {}
    codes: dict[str, dict[str, list[str]]] = {}
    for method, declared in methods.items():
        for one in declared:
            codes.setdefault(one.code, {}).setdefault(method, []).append(one.url)
    return {code: given for code, given in codes.items() if len({frozenset(urls) for urls in given.values()}) > 1}


def lacks_return(site: SiteView, url: str, version: Alternate, declared: list[Alternate]) -> bool:
    """Whether a version of a page is known not to name the page in return.

    A way back that is dead is told as a dead version. A page that only chooses the language for everybody else serves
    many pages and need not name them all.
    """
    if version.url == url or version.url not in indexable_urls(site):
        return False
    if version.code == "x-default" and all(one.code == "x-default" for one in declared if one.url == version.url):
        return False
    back = site.once("alternates", lambda: _gather(site)).get(version.url, [])
    return not any(one.url == url or _is_dead_way_back(site, one, declared, url) for one in back)


def clusters(site: SiteView) -> list[Cluster]:
    """All groups of language versions of the site, the largest first: for the report.

    A group is what declarations of indexable pages tie together, in either direction.
    """
    return site.once("alternate-clusters", lambda: _clusters(site))


# --- gathering -------------------------------------------------------------------------------------------------------


def _declarations(site: SiteView) -> Iterator[tuple[str, tuple[Hreflang, ...]]]:
    for page in site.pages:
        if page.facts is not None and page.facts.hreflang:
            yield page.url, page.facts.hreflang
    for entry in site.sitemap:
        if entry.url and entry.hreflang:
            yield entry.url, entry.hreflang


def indexable_urls(site: SiteView) -> frozenset[str]:
    """The URLs of all indexable pages: quicker to ask than a view of each."""
    return site.once("indexable-urls", lambda: frozenset(page.url for page in site.indexable))


def _by_method(site: SiteView) -> dict[str, dict[str, list[Alternate]]]:
    found: dict[str, dict[str, dict[Alternate, None]]] = {}
    for url, declared in _declarations(site):
        for one in declared:
            if one.url and one.code and one.where in METHODS:
                alternate = Alternate(one.code.strip().lower(), one.url)
                found.setdefault(url, {}).setdefault(one.where, {})[alternate] = None
    return {url: {method: list(given) for method, given in methods.items()} for url, methods in found.items()}


def _gather(site: SiteView) -> dict[str, list[Alternate]]:
    return {
        url: list(dict.fromkeys(one for given in methods.values() for one in given))
        for url, methods in declared_by_method(site).items()
    }


def _judged(site: SiteView) -> dict[str, list[Alternate]]:
    gathered = site.once("alternates", lambda: _gather(site))
    return {page.url: gathered[page.url] for page in site.indexable if gathered.get(page.url)}


def _is_dead_way_back(site: SiteView, back: Alternate, versions: list[Alternate], url: str) -> bool:
    """Whether a link back stands under this page's own code and leads nowhere: one defect, told as a dead version."""
    is_mine = any(own.code == back.code and own.url == url for own in versions)
    return is_mine and is_dead_end(site, back.url)


# --- clusters --------------------------------------------------------------------------------------------------------


def _clusters(site: SiteView) -> list[Cluster]:
    sets = alternate_sets(site)
    heads: dict[str, str] = {}

    def head(url: str) -> str:
        path = []
        while heads.setdefault(url, url) != url:
            path.append(url)
            url = heads[url]
        heads.update(dict.fromkeys(path, url))
        return url

    for url, declared in sets.items():
        for one in declared:
            if one.code != "x-default":  # many pages may share one version for everybody else
                heads[head(one.url)] = head(url)
    groups: dict[str, list[str]] = {}
    for url in list(heads):
        groups.setdefault(head(url), []).append(url)
    found = [_cluster(site, sorted(members)) for members in groups.values() if len(members) > 1]
    return sorted(found, key=lambda one: (-len(one.pages), one.pages))


def _cluster(site: SiteView, members: list[str]) -> Cluster:
    sets = alternate_sets(site)
    codes: dict[str, dict[str, None]] = {}
    methods: set[str] = set()
    missing: list[tuple[str, str]] = []
    conflicts: list[tuple[str, str]] = []
    for url in members:
        declared = sets.get(url, [])
        for one in declared:
            codes.setdefault(one.code, {})[one.url] = None
            if lacks_return(site, url, one, declared):
                missing.append((url, one.url))
        if declared:
            methods.update(declared_by_method(site)[url])
            conflicts += [(url, code) for code in conflicts_of(site, url)]
    return Cluster(
        pages=tuple(members),
        codes={code: tuple(urls) for code, urls in sorted(codes.items())},
        methods=tuple(method for method in METHODS if method in methods),
        missing_returns=tuple(dict.fromkeys(missing)),
        unverified=tuple(url for url in members if site.page(url) is None),
        conflicts=tuple(conflicts),
    )
