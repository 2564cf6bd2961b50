"""Pages whose canonical now names another page."""

from collections import Counter
from collections.abc import Iterator

from audits.changes import both_sizes, changes, has_previous
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


def _page(canonical: str, number: int = 1) -> str:
    return f'<link rel=canonical href="{canonical}"><main><p>Text {number}</p></main>'


def _site(moved: int, count: int = 20) -> dict[str, str]:
    links = "".join(f'<a href="/p/{number}">A</a>' for number in range(count))
    pages = {f"/p/{number}": _page("/other" if number < moved else f"/p/{number}", number) for number in range(count)}
    return {"/": links, **pages}


@site_rule(
    id="change-canonical",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:consolidate-duplicate-urls"],
    title="Canonical names another page than before",
    message="The canonical names another page than in the run before.",
    why="A canonical that points elsewhere takes the page out of the search results.",
    fix="See whether the page shall really be found under the other address; if not, let its canonical name itself.",
    fix_developer="",
    owner=Owner.TEMPLATE,
    effort=Effort.TEMPLATE,
    settings={
        "share": "part of a template's pages from which on it is told, 0 to 1",
        "least": "pages of a template from which on it is told",
    },
    applies=has_previous,
    examples=[
        Reviews({"/": _page("/start")}, at=["/"], site_options={"previous": {"/": _page("/")}}, note="the home page"),
        Reviews(_site(3), at=["/p/0", "/p/1", "/p/2"], site_options={"previous": _site(0)}),
        Passes(_site(1), site_options={"previous": _site(0)}, note="one page"),
        Passes(_site(2, 60), site_options={"previous": _site(0, 60)}, note="two of many"),
        Passes(_site(0), site_options={"previous": _site(3)}, note="now name themselves"),
        Passes({"/": _page("/start")}, site_options={"previous": {"/": _page("/start")}}),
        Inapplicable({"/": _page("/start")}, note="the first run"),
    ],
)
def change_canonical(site: SiteView, *, share: float = 0.05, least: int = 2) -> Iterator[Evidence]:
    """Yield the home page, and the pages of a template of which so many name another page."""
    found = [one for one in changes(site, "canonical") if one.now and one.now != one.url]
    moved = Counter(one.template_id for one in found if one.template_id is not None)
    sizes = both_sizes(site)
    homes = {site.start_url, site.facts.home_url}
    for change in found:
        number = change.template_id or 0
        if change.url in homes or moved[number] >= max(least, share * sizes[number], 1):
            was = change.before or "none"
            message = f"The canonical names {change.now}; in the run before it was {was}."
            facts = {"canonical": change.now, "canonical_before": change.before}
            yield Evidence(message, change.url, outcome=Outcome.REVIEW, facts=facts)
