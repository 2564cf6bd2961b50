"""AMP versions that are broken or do not belong to the page that names them."""

from collections.abc import Iterator

from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.site import Edge, SiteView
from store.model import LinkKind, LinkState

_AMP = '<link rel="amphtml" href="/amp">'


def _fault(site: SiteView, edge: Edge) -> tuple[str, str]:
    """What is wrong with the AMP version of a page, as a sentence and a group; empty where nothing is known to be."""
    target = site.targets.get(edge.target)
    if target is not None and target.state is LinkState.DEAD:
        return f"The AMP version {edge.target} answers {target.status or 'nothing'}.", "broken"
    page = site.page(edge.target)
    if page is None:
        return "", ""
    if page.status in (404, 410):
        return f"The AMP version {edge.target} answers {page.status}.", "broken"
    if page.redirect_to or not site.view(page).is_content:
        return "", ""
    source = site.page(edge.source)
    named = site.view(page).canonical
    wanted = (edge.source, site.view(source).canonical if source is not None else None)
    if named is None:
        return f"The AMP version {edge.target} names no canonical.", "canonical"
    if named not in wanted:
        return f"The AMP version {edge.target} names {named} as its canonical, not this page.", "canonical"
    return "", ""


@site_rule(
    id="html-amp-invalid",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:amp"],
    title="AMP version is broken",
    message="The AMP version that the page names is broken, or does not name the page as its canonical.",
    why="Google then cannot tell that both are one page, and shows the AMP version nowhere.",
    fix="Ask the developer whether AMP versions are still wanted; many sites have given them up.",
    fix_developer="Let both name each other (`amphtml` and `canonical`), or remove the `amphtml` link.",
    examples=[
        Fails({"/": "<a href=/a>A</a>", "/a": _AMP, "/amp": Answer(status=404)}, at=["/a"]),
        Fails({"/": "<a href=/a>A</a>", "/a": _AMP, "/amp": "<p>A</p>"}, at=["/a"], note="no canonical"),
        Fails({"/": "<a href=/a>A</a>", "/a": _AMP, "/amp": "<link rel=canonical href=/>"}, at=["/a"]),
        Fails(
            {"/": '<link rel="amphtml" href="https://amp.example.net/a">'},
            at=["/"],
            targets={"https://amp.example.net/a": Answer(status=410)},
        ),
        Passes({"/": "<a href=/a>A</a>", "/a": _AMP, "/amp": "<link rel=canonical href=/a>"}),
        Passes(
            {
                "/": "<a href='/a?x=1'>A</a>",
                "/a?x=1": f"{_AMP}<link rel=canonical href=/a>",
                "/amp": "<link rel=canonical href=/a>",
            },
            note="both name a third page",
        ),
        Passes({"/": "<a href=/a>A</a>", "/a": _AMP, "/amp": Answer(status=503)}, note="may be well tomorrow"),
        Passes({"/": "<a href=/a>A</a>", "/a": "<p>No AMP</p>"}),
    ],
)
def html_amp_invalid(site: SiteView) -> Iterator[Evidence]:
    """Yield each page whose AMP version is broken or belongs elsewhere; each of the two faults is one cause."""
    for edge in site.edges((LinkKind.AMP,)):
        message, group = _fault(site, edge)
        if message:
            yield site.evidence(edge.source, message, group=group, line=edge.line, facts={"amp": edge.target})
