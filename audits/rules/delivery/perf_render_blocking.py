"""Heads that hold up the first paint."""

from collections.abc import Iterator

from audits.blocking import blocking_files
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element, source_offset


@page_rule(
    id="perf-render-blocking",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:critical-rendering-path-render-blocking-css", "web.dev:efficiently-load-third-party-javascript"],
    title="Files in the head hold up the page",
    message="The browser must load several files before it may show anything.",
    why="Until each of them has come, visitors look at an empty screen; slow connections feel it most.",
    fix="Ask the developer which of these files the first view needs.",
    fix_developer="Give scripts `defer`, join small style sheets, and load those for later with `media`.",
    settings={"most_files": "files from which the head holds up the page"},
    applies=lambda page: (
        page.is_content and not page.is_signpost and page.page.template_id not in page.site.measured_templates
    ),
    examples=[
        Fails(
            "<head><link rel=stylesheet href=a.css><link rel=stylesheet href=b.css media=screen>"
            "<script src=c.js></script></head>",
            at=["script"],
        ),
        Passes("<head><link rel=stylesheet href=a.css><script src=c.js></script></head>"),
        Passes(
            "<head><script defer src=a.js></script><script async src=b.js></script>"
            "<script type=module src=c.js></script><script nomodule src=d.js></script>"
            "<link rel=stylesheet href=a.css media=print><link rel='alternate stylesheet' href=b.css>"
            "<link rel=preload href=c.css as=style><link rel=stylesheet href=d.css disabled></head>",
            note="none of these is waited for",
        ),
        Passes("<body><script src=a.js></script><script src=b.js></script><script src=c.js></script></body>"),
        Passes(
            "<head><link rel=stylesheet href=a.css><link rel=stylesheet href=b.css>"
            "<script src=https://x.example.net/c.js></script></head>",
            note="another site's script is told by itself",
        ),
        Inapplicable(
            "<head><script src=a.js></script><script src=b.js></script><script src=c.js></script></head>",
            page={"template_id": 7},
            site_options={"measured_templates": frozenset({7})},
            note="a browser measured what it costs",
        ),
        Inapplicable("<meta http-equiv=refresh content='0; url=/new'>"),
    ],
)
def perf_render_blocking(page: PageView, *, most_files: int = 3) -> Iterator[Evidence]:
    """Yield the file with which the limit is reached, once a page.

    Without a browser nobody knows the time, so files are counted, those of the head alone: what a script in the body
    stops has been shown down to there. `speed-render-blocking` tells bytes and time where a browser opened the page.
    """
    # A script of another site is told by itself.
    files = [one for one in blocking_files(page) if one.tag != "script" or page.is_same_domain(_address(page, one))]
    if len(files) < max(1, most_files):
        return
    files.sort(key=lambda element: source_offset(element) or 0)
    scripts = sum(element.tag == "script" for element in files)
    styles = len(files) - scripts
    kinds = [
        f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in ((styles, "style sheet"), (scripts, "script"))
    ]
    shown = " and ".join(kind for kind in kinds if not kind.startswith("0 "))
    message = f"{shown} in the head hold up the page."
    facts = {"styles": styles, "scripts": scripts}
    yield page.evidence(files[max(1, most_files) - 1], message, group="head", facts=facts)


def _address(page: PageView, element: Element) -> str:
    return page.resolve(element.attr("src") or "") or page.url
