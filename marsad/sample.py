"""Which pages a real browser loads: some of every template, its outliers, and the pages that matter most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from marsad.config import SampleOptions
from store.model import Page, Source, Template

OUTLIER = 2  # times more or fewer elements than its template's page
MOST_EARNING = 10  # pages that are loaded for what they earn alone


def choose_sample(
    pages: Iterable[Page],
    templates: Sequence[Template],
    inlinks: Mapping[int, int],
    options: SampleOptions,
    worth: Mapping[str, float] = MappingProxyType({}),
) -> list[Page]:
    """Return the pages to load, the start page first, then one of every template, then outliers and much-linked ones.

    Only pages that answered 200 with HTML are chosen. Within a template the page that earns most comes first (`worth`
    by URL, in whatever unit), then the most linked, then the page whose DOM size differs most from the template's
    median. Large templates come before small ones, so that a small budget still covers most of the site. Where the
    budget is not used up, the pages that earn most of all come last.
    """
    content = [page for page in pages if page.facts is not None and page.status == 200 and page.failure is None]
    members: dict[int, list[Page]] = defaultdict(list)
    for page in content:
        members[page.template_id if page.template_id is not None else -1].append(page)
    order = sorted(members, key=lambda number: (-len(members[number]), number))
    chosen: dict[int, Page] = {}
    for page in content:
        if page.sources & Source.START:
            chosen[page.id] = page
    queues = [_ranked(members[number], inlinks, worth) for number in order]
    for turn in range(options.pages_per_template):
        for queue in queues:
            if len(chosen) >= options.max_pages:
                break
            wanted = [page for page in queue if page.id not in chosen]
            already = sum(page.id in chosen for page in queue)
            if wanted and already <= turn:
                chosen[wanted[0].id] = wanted[0]
    for page in _earning(content, worth)[:MOST_EARNING]:
        chosen.setdefault(page.id, page)
    return list(chosen.values())[: options.max_pages]


def choose_lab_sample(
    pages: Sequence[Page], inlinks: Mapping[int, int], most: int, worth: Mapping[str, float] = MappingProxyType({})
) -> list[Page]:
    """Return at most so many of the pages that a browser loads: the start page, one of every template, what earns most.

    Templates come in the order of what their pages earn, then of their size. Without worth the pages stand in the
    order of `pages`.
    """
    members: dict[int, list[Page]] = defaultdict(list)
    for page in pages:
        members[page.template_id if page.template_id is not None else -page.id].append(page)
    chosen = {page.id: page for page in pages if page.sources & Source.START}
    order = sorted(members.values(), key=lambda ones: (-sum(worth.get(page.url, 0.0) for page in ones), -len(ones)))
    for ones in order:
        if not any(page.id in chosen for page in ones):
            best = min(ones, key=lambda page: (-worth.get(page.url, 0.0), -inlinks.get(page.id, 0), page.url))
            chosen[best.id] = best
    for page in _earning(pages, worth):
        chosen.setdefault(page.id, page)
    return list(chosen.values())[:most]


def _earning(pages: Iterable[Page], worth: Mapping[str, float]) -> list[Page]:
    """The pages that earn anything, the best first."""
    return sorted((page for page in pages if worth.get(page.url, 0.0) > 0), key=lambda page: -worth[page.url])


def _ranked(pages: list[Page], inlinks: Mapping[int, int], worth: Mapping[str, float]) -> list[Page]:
    """The page that earns most or is most linked, then the page least like the others in size, then by links."""
    by_links = sorted(pages, key=lambda page: (-worth.get(page.url, 0.0), -inlinks.get(page.id, 0), page.url))
    sizes = sorted(page.facts.dom_elements for page in pages if page.facts)
    median = sizes[len(sizes) // 2] if sizes else 0
    outlier = max(by_links, key=lambda page: abs((page.facts.dom_elements if page.facts else median) - median))
    rest = [page for page in by_links[1:] if page.id != outlier.id]
    return [by_links[0], *([outlier] if outlier.id != by_links[0].id else []), *rest]


def pages_to_walk(sample: Sequence[Page]) -> frozenset[int]:
    """The pages of a sample that are also walked through by keyboard: the start page, one of each template, outliers.

    An outlier has less than half or more than twice the elements of the page that stands for its template. The pages
    of one template share their menus and forms, and a walk takes seconds.
    """
    first: dict[int, Page] = {}
    chosen = set()
    for page in sample:
        stands = first.setdefault(page.template_id, page) if page.template_id is not None else page
        mine = page.facts.dom_elements if page.facts else 0
        other = stands.facts.dom_elements if stands.facts else 0
        if stands is page or page.sources & Source.START or mine * OUTLIER < other or mine > OUTLIER * other:
            chosen.add(page.id)
    return frozenset(chosen)
