"""Scripts that wait for the page to be left, which keeps it out of the browser's memory."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_LISTENS = re.compile(
    r"addEventListener\s{0,9}\(\s{0,9}[\"']unload[\"']|\bonunload\s{0,9}=(?!=)|\.on\(\s{0,9}[\"']unload[\"']"
)


@page_rule(
    id="perf-unload-handler",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:bfcache"],
    title="Script waits for `unload`",
    message="A script in the page waits for the `unload` event.",
    why="Browsers then do not keep the page for the way back, so the back button loads it anew.",
    fix="Ask the developer to use another event.",
    fix_developer="Use `pagehide` instead of `unload`.",
    applies=lambda page: page.is_content and "unload" in page.folded_body,
    examples=[
        Fails("<script>window.addEventListener('unload', save)</script>", at=["script"]),
        Fails("<script>$(window).on('unload', save)</script>", at=["script"]),
        Fails("<body onunload='save()'><p>A</p></body>", at=["body"]),
        Passes("<script>window.addEventListener('beforeunload', ask); window.onbeforeunload = ask</script>"),
        Passes("<script>window.addEventListener('pagehide', save) // not unload</script>"),
        Passes("<pre>window.addEventListener('unload', save)</pre>", note="an example of code"),
        Inapplicable("<p>A</p>"),
    ],
)
def perf_unload_handler(page: PageView) -> Iterator[Evidence]:
    """Yield each script, and a body, with such a handler."""
    for body in page.select("body[onunload]"):
        yield page.evidence(body)
    for script in page.select("script:not([src])"):
        if "json" not in (script.attr("type") or "").lower() and _LISTENS.search(script.inner_html):
            yield page.evidence(script, group="inline script")
