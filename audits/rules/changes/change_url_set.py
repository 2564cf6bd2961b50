"""Templates of which many pages are gone."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from audits.changes import comparison, has_whole_previous, templates_before
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
from store.model import Outcome, Page


def _site(count: int, first: int = 0) -> dict[str, str]:
    numbers = range(first, first + count)
    links = "".join(f'<a href="/p/{number}">A</a>' for number in numbers)
    return {"/": links, **{f"/p/{number}": f"<main><h2>A</h2><p>Text {number}</p></main>" for number in numbers}}


@site_rule(
    id="change-url-set",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:site-move"],
    title="Many pages of a template are gone",
    message="Many pages of a template that the run before found are gone.",
    why="Pages that vanish together were often lost by a fault: a filter, a broken list, a switch.",
    fix="See whether the pages were taken away on purpose; redirect those that have a successor.",
    fix_developer="",
    owner=Owner.TEMPLATE,
    effort=Effort.TEMPLATE,
    settings={
        "share": "part of a template's pages that must be gone, 0 to 1",
        "least": "pages that must be gone",
    },
    applies=has_whole_previous,
    examples=[
        Reviews(_site(20), at=["/p/20"], site_options={"previous": _site(30)}),
        Passes(_site(28), site_options={"previous": _site(30)}, note="two pages"),
        Passes(_site(8), site_options={"previous": _site(12)}, note="few pages"),
        Passes(_site(194), site_options={"previous": _site(200)}, note="a few of many"),
        Passes(_site(40), site_options={"previous": _site(30)}, note="more pages than before"),
        Inapplicable(_site(20), site_options={"previous": _site(30), "previous_unlike": True}, note="other options"),
        Inapplicable(_site(20), site_options={"previous": _site(30), "is_truncated": True}, note="not read whole"),
        Inapplicable(_site(20), note="the first run"),
    ],
)
def change_url_set(site: SiteView, *, share: float = 0.1, least: int = 5) -> Iterator[Evidence]:
    """Yield one gone page of each template of which so many are gone."""
    if site.previous is None:
        return
    gone: dict[int, list[Page]] = defaultdict(list)
    for page in comparison(site).removed:
        if page.template_id is not None:
            gone[page.template_id].append(page)
    sizes = Counter(page.template_id for page in site.previous.content)
    names = templates_before(site)
    for number, pages in gone.items():
        if number not in names or len(pages) < max(least, share * sizes[number]):
            continue
        urls = sorted(page.url for page in pages)
        name = names[number].name
        message = f"{len(urls)} of {sizes[number]} pages of the template {name} are gone."
        facts = {"gone": len(urls), "had": sizes[number], "examples": urls[:10]}
        yield Evidence(message, urls[0], outcome=Outcome.REVIEW, facts=facts, group=name)
