"""Links to other sites that go through an unprotected address first."""

from collections.abc import Iterator

from audits.linking import linking_edges
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView

_MOST_SOURCES = 100
_PAGE = {"/": '<a href="http://other.example/cats">Cats</a>'}
_HTTP = "http://other.example/cats"


@site_rule(
    id="link-http-external",
    category=Category.SECURITY,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:why-https-matters"],
    title="Links to other sites begin with http",
    message="A link leads to `http://`, and the same address works with `https://`.",
    why="The first step of the visit can be read and changed on the way, and it costs a redirect.",
    fix="Write `https://` in the link.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    examples=[
        Fails(_PAGE, at=["/"], targets={_HTTP: Answer(status=200, redirect="https://other.example/cats")}),
        Fails(_PAGE, at=["/"], targets={_HTTP: Answer(status=200, redirect="https://www.other.example/cats")}),
        Passes(_PAGE, targets={_HTTP: Answer()}, note="nobody asked whether https works there"),
        Passes(_PAGE, targets={_HTTP: Answer(status=404, redirect="https://other.example/cats")}, note="it is gone"),
        Passes(_PAGE, targets={_HTTP: Answer(status=200, redirect="https://other.example/")}, note="another page"),
        Passes(
            {"/": '<img src="http://other.example/cats" alt="A">'},
            targets={_HTTP: Answer(status=200, redirect="https://other.example/cats")},
            note="no link",
        ),
    ],
)
def link_http_external(site: SiteView) -> Iterator[Evidence]:
    """Yield each page with such a link; all of them are one piece of work."""
    for target in site.targets.values():
        if not target.url.startswith("http://") or target.status != 200 or site.is_internal(target.url):
            continue
        if _bare(target.final_url) != _bare(target.url) or not target.final_url.startswith("https://"):
            continue
        for edge in linking_edges(site, target.url)[:_MOST_SOURCES]:
            message = f"{target.url} redirects to {target.final_url}."
            facts = {"link": target.url, "final": target.final_url, "text": edge.text}
            yield site.evidence(edge.source, message, line=edge.line or None, facts=facts, group="http links")


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")
