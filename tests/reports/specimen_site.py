"""The made-up site's links, languages and structured data: what its chapters are drawn from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reports.international import international_chapter
from reports.model import ReportInput
from reports.structure import structure_chapter
from reports.structured import structured_found
from reports.survey import Survey
from store.model import Canonical, Facts, Failure, Hreflang, Page, RobotsDirective, Source

HOSTILE = '"><img src=x onerror="window.pwned=1">'
CODES = ("en", "sl", "ar", "de-AT", "x-default")


def sited(given: ReportInput) -> ReportInput:
    """The same report with the chapters on structure, languages and structured data, and pages that say how they stand.

    Every seventh page is linked from nowhere, every ninth is closed to the index or belongs to another; versions in
    Arabic never name the others in return.
    """
    urls = [page.url for page in given.pages]
    survey, clicks, inlinks = Survey(), {}, np.zeros(len(urls) + 2, np.int64)
    rows = []
    for row in given.pages:
        is_lost = row.id % 7 == 0
        standing = survey.add(_page(row.id, row.url, row.status, row.template_id, urls))
        if not is_lost:
            clicks[row.id] = 0 if row.id == 1 else 1 + row.id % 5
        inlinks[row.id] = 0 if is_lost else row.inlinks
        rows.append(
            replace(
                row,
                clicks=clicks.get(row.id),
                indexability=standing.indexability.value,
                canonical=standing.canonical,
                lang=standing.lang,
                modified=standing.modified,
                links_out=standing.links_out,
            )
        )
    weights = {row.id: row.link_score for row in rows}
    return replace(
        given,
        pages=rows,
        structure=structure_chapter(
            survey, clicks, inlinks, weights, urls[0], given.verdict.templates, [f"{urls[0]}private/"], 90, True
        ),
        international=international_chapter(survey),
        structured=structured_found(survey),
    )


def _page(number: int, url: str, status: int, template: int | None, urls: list[str]) -> Page:
    if number % 53 == 0:
        return Page(url, id=number, failure=Failure.TIMEOUT)
    if number % 37 == 0:
        following = urls[number] if number % 74 and number < len(urls) else urls[0]
        return Page(url, id=number, status=301, redirect_to=following, template_id=template)
    if status != 200:
        return Page(url, id=number, status=status)
    group, at = divmod(number, len(CODES))
    first = group * len(CODES)
    code = CODES[at]
    named = range(len(CODES)) if code != "ar" else (at,)
    versions = [(CODES[one], urls[first + one - 1]) for one in named if 0 < first + one <= len(urls)]
    noindex = (RobotsDirective("robots", ("noindex",), "meta"),) if number % 18 == 0 else ()
    canonical = (Canonical(urls[0], "/", "head"),) if number % 18 == 9 else ()
    facts = Facts(
        lang=HOSTILE if number % 29 == 0 else "en" if code == "x-default" else code,
        robots=noindex,
        canonicals=canonical,
        hreflang=tuple(Hreflang(one, to, to, "head") for one, to in versions),
        schema_types=("Product", "Offer", HOSTILE) if template == 3 else ("BreadcrumbList",) if template == 2 else (),
        internal_links=number % 40,
    )
    headers = (("last-modified", "Tue, 15 Nov 2026 12:45:26 GMT"),) if number % 2 else ()
    return Page(
        url, id=number, status=200, facts=facts, template_id=template, sources=Source.LINK | Source.SITEMAP,
        headers=headers,
    )  # fmt: skip
