"""A robots.txt whose rules differ from the run before, with the pages that it opens or closes."""

from collections.abc import Iterator
from itertools import islice

from audits.changes import has_previous
from audits.robots_text import robots_of
from audits.rule import (
    Answer,
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
from store.comparison import text_difference
from store.model import Outcome, Probe
from store.robots import Robots

_SITE = {"/": '<a href="/a/1">A</a>', "/a/1": "<p>A</p>"}
ASKED = 20_000
"""Crawled pages that are asked whether the rules open or close them."""
_OPEN, _CLOSED = "User-agent: *\nAllow: /\n", "User-agent: Googlebot\nDisallow: /a/\n"


def _texts(site: SiteView) -> dict[str, str]:
    """The robots.txt of each origin that surely answered; none (404) is an empty one."""
    return {one.url: _text(one) for one in site.probes_of("robots") if one.status in (200, 404, 410)}


def _text(probe: Probe) -> str:
    return str(probe.data.get("text", "")) if probe.status == 200 else ""


def _rules(text: str) -> list[tuple[str, str]]:
    return [(line.key, line.value) for line in Robots.parse(text).lines if line.key]


@site_rule(
    id="change-robots-txt",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec"],
    title="robots.txt changed",
    message="The rules of robots.txt are others than in the run before.",
    why="One line can close a whole site to search engines.",
    fix="Read the difference, and take back what nobody meant.",
    fix_developer="",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    applies=has_previous,
    examples=[
        Reviews(_SITE, at=["/robots.txt"], robots=_CLOSED, site_options={"previous": _SITE, "previous_robots": _OPEN}),
        Reviews(
            _SITE,
            at=["/robots.txt"],
            robots=_OPEN + "Disallow: /cart/\n",
            site_options={"previous": _SITE, "previous_robots": _OPEN},
            note="no crawled page: information",
        ),
        Passes(_SITE, robots=_OPEN, site_options={"previous": _SITE, "previous_robots": _OPEN}),
        Passes(
            _SITE,
            robots="# new\n" + _OPEN,
            site_options={"previous": _SITE, "previous_robots": _OPEN},
            note="a comment",
        ),
        Passes(
            _SITE,
            robots=Answer(status=503),
            site_options={"previous": _SITE, "previous_robots": _OPEN},
            note="it could not be read",
        ),
        Inapplicable(_SITE, robots=_CLOSED, note="the first run"),
    ],
)
def change_robots_txt(site: SiteView) -> Iterator[Evidence]:
    """Yield each robots.txt with other rules."""
    if site.previous is None:
        return
    before, now = _texts(site.previous), _texts(site)
    for url in before.keys() & now.keys():
        if _rules(before[url]) == _rules(now[url]):
            continue
        old, new = robots_of(site.previous), robots_of(site)
        closed: list[str] = []
        opened: list[str] = []
        for page in islice(site.content, ASKED):
            was, is_now = bool(old.forbidding(page.url)), bool(new.forbidding(page.url))
            if was != is_now:
                (closed if is_now else opened).append(page.url)
        lines = text_difference(before[url], now[url])
        flips = f"It closes {len(closed)} of the crawled pages to Google and opens {len(opened)}."
        facts = {"difference": lines, "closed": closed[:10], "opened": opened[:10]}
        severity = Severity.MEDIUM if closed or opened else Severity.INFO
        message = f"{len(lines)} lines differ. {flips}"
        yield Evidence(message, url, target=url, outcome=Outcome.REVIEW, severity=severity, facts=facts)
