"""Sites in several languages that name no language versions."""

import re
from collections import Counter
from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from audits.standards.languages import LANGUAGES

_LONGEST = 7  # letters of a code such as zh-hant
_CODE = re.compile(r"([a-z]{2})(?:[-_]([a-z]{2}|hant|hans))?")


def _site(count: int, head: str = "", other: str = "de") -> dict[str, str]:
    pages = {"/": "<p>Choose</p>"}
    for number in range(count):
        pages[f"/en/p{number}"] = f'<html lang="en"><head>{head}</head><p>Cats {number}</p>'
        pages[f"/{other}/p{number}"] = f'<html lang="{other}"><p>Katzen {number}</p>'
    return pages


def _tree(url: str) -> str:
    """The part of an address that names a language: its first folder, or its first label; empty where none does."""
    host, _, path = url.partition("://")[2].partition("/")
    for name in (path.partition("/")[0].partition("?")[0], host.partition(".")[0]):
        found = _CODE.fullmatch(name.lower()) if len(name) <= _LONGEST else None
        if found and found[1] in LANGUAGES:
            return found[0].replace("_", "-")
    return ""


@site_rule(
    id="hreflang-missing",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:localized-versions"],
    title="Site in several languages names no language versions",
    message="The site has pages in several languages and names no language versions.",
    why="Search engines then guess which pages belong together and may show readers the wrong language.",
    fix="Ask for the versions of each page to be tied together.",
    fix_developer=(
        "Write `hreflang` links in the head, or list the versions in the sitemap; each version names all the "
        "others and itself."
    ),
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    settings={"least_pages": "pages that a language must have to count"},
    examples=[
        Fails(_site(5), at=["/"]),
        Passes(_site(2), note="too few pages"),
        Passes(_site(5, '<link rel="alternate" hreflang="de" href="/de/p1">')),
        Passes(
            {path: html.replace('lang="it"', 'lang="en"') for path, html in _site(5, other="it").items()},
            note="/it/ is a department and no language",
        ),
        Passes({"/": "<p>A</p>"}),
    ],
)
def hreflang_missing(site: SiteView, *, least_pages: int = 5) -> Iterator[Evidence]:
    """Yield the site where two trees hold pages that say to be in the tree's own language."""
    if any(page.facts and page.facts.hreflang for page in site.content) or any(one.hreflang for one in site.sitemap):
        return
    trees: Counter[str] = Counter()
    for page in site.indexable:
        tree = _tree(page.url)
        own = (page.facts.lang or "").strip().lower()[:2] if page.facts else ""
        if tree and own == tree[:2]:
            trees[tree] += 1
    found = {tree: count for tree, count in trees.items() if count >= least_pages}
    if len({tree[:2] for tree in found}) > 1:
        names = ", ".join(f"{tree} ({count} pages)" for tree, count in sorted(found.items())[:8])
        message = f"The site has pages in {names} and names no language versions."
        yield site.evidence(site.start_url, message, facts={"trees": found})
