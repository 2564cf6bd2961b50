"""Rules for loading pages in advance that are wrong, or that would do something by being loaded."""

from collections.abc import Iterator

import orjson

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Severity,
    page_rule,
)
from audits.speculation import speculation_faults


def _rules(text: str) -> str:
    return f"<script type=speculationrules>{text}</script>"


def _at_once(count: int) -> str:
    rule = {"eagerness": "immediate", "urls": ["/a"] * count}
    return _rules(orjson.dumps({"prefetch": [rule]}).decode())


@page_rule(
    id="perf-speculation-rules",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["mdn:Web/API/Speculation_Rules_API", "mdn:Web/HTML/Reference/Elements/script/type/speculationrules"],
    title="Rules for loading pages in advance are wrong",
    message="The page's speculation rules are wrong.",
    why="Browsers leave out rules that they cannot read, and loading the wrong page logs people out or fills carts.",
    fix="Show this to the developer who set up loading in advance.",
    fix_developer="Write valid JSON, leave out addresses that do something, and use `moderate` for many addresses.",
    settings={"most_immediate": "addresses that may be loaded at once"},
    applies=lambda page: page.is_content and "speculationrules" in page.folded_body,
    examples=[
        Fails(_rules('{"prerender": [}'), at=["script"]),
        Fails(_rules('["/a"]'), at=["script"]),
        Fails(_rules('{"prerender": [{"urls": ["/logout"]}]}'), at=["script"]),
        Fails(
            _rules('{"prerender": [{"where": {"href_matches": "/*"}}]}') + "<a href='/?add-to-cart=7'>Buy</a>",
            at=["script"],
        ),
        Fails(_at_once(11), at=["script"]),
        Passes(_at_once(10)),
        Passes(
            _rules(
                '{"prerender": [{"where": {"and": [{"href_matches": "/*"}, {"not": {"href_matches": "/*\\\\?*"}}]}}]}'
            )
            + "<a href='/?add-to-cart=7'>Buy</a>",
        ),
        Passes(
            _rules(
                '{"prerender": [{"where": {"and": [{"href_matches": "/*"}, {"not": {"selector_matches": ".no"}}]}}]}'
            )
            + "<a class=no href='/logout'>Out</a>",
            note="what a selector leaves out is not told",
        ),
        Passes(_rules('{"prefetch": [{"where": {"href_matches": "/*"}}]}') + "<a href='/b'>B</a>"),
        Inapplicable("<p>A</p>"),
    ],
)
def perf_speculation_rules(page: PageView, *, most_immediate: int = 10) -> Iterator[Evidence]:
    """Yield each set of rules with the first thing that is wrong with it."""
    for script in page.select('script[type="speculationrules" i]:not([src])'):
        try:
            rules = orjson.loads(script.inner_html)
        except orjson.JSONDecodeError:
            yield page.evidence(script, "The speculation rules are not valid JSON.")
            continue
        if not isinstance(rules, dict):
            yield page.evidence(script, "The speculation rules are no JSON object.")
        elif fault := next(speculation_faults(_links(page), rules, most_immediate), ""):
            yield page.evidence(script, fault)


def _links(page: PageView) -> Iterator[tuple[str, str]]:
    for link in page.select("a[href]"):
        href = link.attr("href") or ""
        yield href, page.resolve(href) or ""
