"""Templates of which many pages are gone."""

from collections import Counter
from collections.abc import Iterator

from audits.changes import (
    LOST_LEAST,
    LOST_SHARE,
    comparison,
    has_whole_previous,
    lost_by_template,
    templates_before,
)
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
def change_url_set(site: SiteView, *, share: float = LOST_SHARE, least: int = LOST_LEAST) -> Iterator[Evidence]:
    """Yield one gone page of each template of which so many are gone."""
    if site.previous is None:
        return
    sizes = Counter(page.template_id for page in site.previous.content)
    names = templates_before(site)
    unmet = {page.id for page in comparison(site).unmet}
    for number, pages in lost_by_template(site, share, least).items():
        if number not in names:
            continue
        urls = sorted(page.url for page in pages)
        unasked = sum(page.id in unmet for page in pages)
        name = names[number].name
        message = f"{len(urls)} of {sizes[number]} pages of the template {name} are gone."
        if unasked:
            message = (
                f"{len(urls)} of {sizes[number]} pages of the template {name} are gone, or nothing leads to them any "
                f"more ({unasked} were not asked)."
            )
        facts = {"gone": len(urls), "not_asked": unasked, "had": sizes[number], "examples": urls[:10]}
        yield Evidence(message, urls[0], outcome=Outcome.REVIEW, facts=facts, group=name)
