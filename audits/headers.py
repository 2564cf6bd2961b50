"""Response headers that are set once for a whole host, so that they are judged once and not on every page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from audits.hosts import is_public_host
from audits.site import SiteView
from store.model import Page
from store.urls import split


class HostPages(NamedTuple):
    """The content pages of one host, in order of discovery."""

    host: str
    pages: list[Page]


def hosts_of(site: SiteView, scheme: str = "", *, only_public: bool = False) -> Iterator[HostPages]:
    """The hosts of a site with their content pages; of one scheme only, where it is given."""
    name = f"hosts {scheme} {only_public}"
    yield from site.once(name, lambda: list(_hosts_of(site, scheme, only_public=only_public)))


def _hosts_of(site: SiteView, scheme: str, *, only_public: bool) -> Iterator[HostPages]:
    groups: dict[str, list[Page]] = {}
    for page in site.content:
        parts = split(page.url)
        if (not scheme or parts.scheme == scheme) and (not only_public or is_public_host(parts.host)):
            groups.setdefault(parts.netloc, []).append(page)
    for host, pages in groups.items():
        yield HostPages(host, pages)


def hosts_without(site: SiteView, *names: str, scheme: str = "", only_public: bool = False) -> Iterator[HostPages]:
    """The hosts on which no content page carries any of these headers."""
    for group in hosts_of(site, scheme, only_public=only_public):
        if not any(page.header(name) for page in group.pages for name in names):
            yield group
