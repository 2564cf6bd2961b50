"""Languages that many pages no longer name."""

from collections import defaultdict
from collections.abc import Iterator

from audits.alternates import alternates_of
from audits.changes import changes, has_previous
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
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome


def _page(number: int, codes: str) -> str:
    named = "".join(f'<link rel=alternate hreflang={code} href="/{code}/{number}">' for code in codes.split())
    return f"<head>{named}</head><main><p>Text {number}</p></main>"


def _site(codes: str, count: int = 6) -> dict[str, str]:
    links = "".join(f'<a href="/en/{number}">A</a>' for number in range(count))
    return {"/": links, **{f"/en/{number}": _page(number, codes) for number in range(count)}}


@site_rule(
    id="change-hreflang-set",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions"],
    title="A language was dropped from hreflang",
    message="Many pages no longer name a language version that they named in the run before.",
    why="Search engines no longer lead people to the version in their language.",
    fix="Name the language version again, or leave it out on purpose where the version is gone.",
    fix_developer="",
    owner=Owner.TEMPLATE,
    effort=Effort.TEMPLATE,
    settings={"least": "pages that must have dropped the language"},
    applies=has_previous,
    examples=[
        Reviews(_site("en ar"), at=["/en/0"], site_options={"previous": _site("en ar sl")}),
        Passes(_site("en ar"), site_options={"previous": _site("en ar")}),
        Passes(_site("en ar sl"), site_options={"previous": _site("en ar")}, note="one more"),
        Passes(_site("en", 3), site_options={"previous": _site("en ar", 3)}, note="few pages"),
        Inapplicable(_site("en"), note="the first run"),
    ],
)
def change_hreflang_set(site: SiteView, *, least: int = 5) -> Iterator[Evidence]:
    """Yield one page of each language that so many pages dropped."""
    lost: dict[str, list[str]] = defaultdict(list)
    for change in changes(site, "hreflang"):
        page = site.page(change.url)
        if page is None:
            continue
        named = {one.code for one in alternates_of(site, page)}  # in sitemaps as well
        for code in set(change.before.split(", ")) - named - {""}:
            lost[code].append(change.url)
    for code, urls in lost.items():
        if len(urls) >= max(1, least):
            message = f"{len(urls)} pages no longer name the language version “{code}”."
            facts = {"language": code, "pages": len(urls), "examples": sorted(urls)[:10]}
            yield Evidence(message, min(urls), outcome=Outcome.REVIEW, facts=facts, group=code)
