"""Templates whose markup is another on nearly all pages: a deploy."""

from collections.abc import Iterator

from audits.changes import comparison, has_previous
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView

_OLD = "<header><nav><a href=/>Home</a></nav></header><main><h1>A</h1><p>Text {}</p></main>"
_NEAR = _OLD.replace("</main>", "<aside><b>A</b></aside></main>")
_NEW = "<div><ul><li><a href=/>Home</a></ul></div><section><h2>A</h2><div><p>Text {}</p></div></section>"


def _site(new: int, count: int = 10, markup: str = _NEW) -> dict[str, str]:
    links = "".join(f'<a href="/p/{number}">A</a>' for number in range(count))
    pages = {f"/p/{number}": (markup if number < new else _OLD).format(number) for number in range(count)}
    return {"/": links, **pages}


@site_rule(
    id="change-template",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:site-move-no-url-changes"],
    title="Markup of a template changed",
    message="Nearly all pages of a template have another markup than in the run before.",
    why="What went wrong since then most likely came with this change.",
    fix="Look at the problems that are new since then on pages of this template first.",
    fix_developer="",
    owner=Owner.TEMPLATE,
    effort=Effort.TEMPLATE,
    settings={
        "share": "part of a template's pages with another markup, 0 to 1",
        "least": "pages that both runs must have read",
    },
    applies=has_previous,
    examples=[
        Fails(_site(10), at=["/p/0"], site_options={"previous": _site(0)}),
        Passes(_site(0), site_options={"previous": _site(0)}),
        Passes(_site(3, 3), site_options={"previous": _site(0, 3)}, note="too few pages to tell"),
        Passes(_site(2), site_options={"previous": _site(0)}, note="two pages"),
        Passes(_site(3, 10, _NEAR), site_options={"previous": _site(0)}, note="editors changed three pages"),
        Inapplicable(_site(10), note="the first run"),
    ],
)
def change_template(site: SiteView, *, share: float = 0.8, least: int = 5) -> Iterator[Evidence]:
    """Yield one page of each template that was changed as a whole."""
    for number, (urls, both) in comparison(site).reshaped.items():
        template = site.template(number)
        if template is None or both < least or len(urls) < share * both:
            continue
        part = len(urls) / both
        message = f"{part:.0%} of the pages of {template.name} have another markup than in the run before."
        facts = {"changed": len(urls), "compared": both, "template": template.name}
        yield Evidence(message, min(urls), facts=facts, group=template.name)
