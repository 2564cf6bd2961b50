"""Groups of pages that share nothing with the design of the site."""

from collections.abc import Iterator

import numpy as np

from audits.rule import Category, Certainty, Evidence, EvidenceClass, Passes, Reviews, Severity, site_rule
from audits.site import SiteView
from store.model import LinkKind, Outcome
from store.urls import split

_THEME = '<link rel="stylesheet" href="/a.css"><link rel="stylesheet" href="/b.css"><script src="/c.js"></script>'


def _site(number: int, strange: int, theme: str = _THEME) -> dict[str, str]:
    links = "".join(f'<a href="/p{one}">{one}</a>' for one in range(number))
    links += "".join(f'<a href="/x/{one}">{one}</a>' for one in range(strange))
    return {
        "/": f"{theme}{links}",
        **{f"/p{one}": f"{theme}<p>{one}</p>" for one in range(number)},
        **{f"/x/{one}": f"<p>{one}</p>" for one in range(strange)},
    }


@site_rule(
    id="integrity-off-template",
    category=Category.SECURITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:spam-policies"],
    title="Pages that share nothing with the site's design",
    message="Several pages load none of the styles and scripts that nearly all other pages load.",
    why="They may be landing pages of your own; pages that intruders put on a site look like that too.",
    fix="Look at the pages and say whether they are yours.",
    fix_developer="If nobody knows them, look for files on the server that no one put there.",
    settings={
        "similarity": "share of the site's common styles and scripts below which a page is a stranger",
        "minimum_pages": "strangers in one folder from which they are told",
        "minimum_site": "pages that the site must have to be judged",
        "common": "share of all pages that load a style or script that is common",
    },
    examples=[
        Reviews(_site(30, 4), at=[f"/x/{one}" for one in range(4)]),
        Passes(_site(30, 3), note="three pages only"),
        Passes(_site(30, 0)),
        Passes(_site(14, 4), note="a small site"),
        Passes(_site(12, 12), note="no design is common"),
        Passes(_site(30, 5, _THEME.partition("<script")[0]), note="two styles tell too little"),
    ],
)
def integrity_off_template(
    site: SiteView, *, similarity: float = 0.2, minimum_pages: int = 4, minimum_site: int = 20, common: float = 0.75
) -> Iterator[Evidence]:
    """Yield each stranger, grouped by its folder; sites of one design with three common files and more are compared."""
    pages = {page.id: page for page in site.content}
    if len(pages) < minimum_site:
        return
    links = site.links
    kept = np.isin(links.kind, [LinkKind.STYLESHEET.value, LinkKind.SCRIPT.value])
    kept &= np.isin(links.source, np.fromiter(pages, np.int64, len(pages)))
    pairs = np.unique(np.stack([links.source[kept], links.target[kept]]), axis=1)
    targets, counts = np.unique(pairs[1], return_counts=True)
    theme = targets[counts >= common * len(pages)]
    if len(theme) < 3:
        return
    sources, shared = np.unique(pairs[0][np.isin(pairs[1], theme)], return_counts=True)
    having = dict(zip(sources.tolist(), (shared / len(theme)).tolist(), strict=True))
    folders: dict[str, list[str]] = {}
    for number, page in pages.items():
        if having.get(number, 0.0) < similarity:
            parts = split(page.url)
            folders.setdefault(parts.netloc + parts.path.rpartition("/")[0], []).append(page.url)
    for folder, urls in folders.items():
        if len(urls) >= minimum_pages:
            for url in urls:
                message = f"{len(urls)} pages under {folder}/ load hardly any of the files that other pages load."
                yield site.evidence(url, message, outcome=Outcome.REVIEW, group=folder)
