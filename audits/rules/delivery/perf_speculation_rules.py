"""Rules for loading pages in advance that are wrong, or that would do something by being loaded."""

import re
from collections.abc import Iterator
from typing import Any

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

_DEEDS = re.compile(
    r"log-?out|sign-?out|/(?:add|remove)[-_]?(?:to|from)[-_]?(?:cart|basket)|[?&](?:add-to-cart|add|delete|remove|logout|"
    r"unsubscribe)=|/cart/add|/delete(?:/|$)",
    re.IGNORECASE,
)
_ACTIONS = ("prerender", "prefetch")


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
        elif fault := next(_faults(page, rules, most_immediate), ""):
            yield page.evidence(script, fault)


def _faults(page: PageView, rules: dict[str, Any], most: int) -> Iterator[str]:
    for action in _ACTIONS:
        listed = rules.get(action)
        for rule in listed if isinstance(listed, list) else ():
            if not isinstance(rule, dict):
                yield f"A rule of `{action}` is no object."
                continue
            urls = rule.get("urls")
            urls = [str(url) for url in urls] if isinstance(urls, list) else []
            if rule.get("eagerness") == "immediate" and len(urls) > most:
                yield f"{len(urls)} addresses are loaded at once."
            if action == "prerender" and (deed := next(filter(_DEEDS.search, urls), "")):
                yield f"{deed} is loaded in advance, which does something."
            if action == "prerender" and isinstance(rule.get("where"), dict):
                for link in page.select("a[href]"):
                    href = link.attr("href") or ""
                    if _DEEDS.search(href) and _matches(rule["where"], page.resolve(href) or ""):
                        yield f"The rules load {href} in advance, which does something."


def _matches(where: Any, url: str) -> bool | None:
    """Whether a document rule takes an address; None where a selector decides."""
    if not isinstance(where, dict):
        return None
    if "and" in where:
        parts = [_matches(one, url) for one in where["and"]]
        return False if False in parts else None if None in parts else True
    if "or" in where:
        parts = [_matches(one, url) for one in where["or"]]
        return True if True in parts else None if None in parts else False
    if "not" in where:
        inside = _matches(where["not"], url)
        return None if inside is None else not inside
    if "href_matches" in where:
        given = where["href_matches"]
        patterns = given if isinstance(given, list) else [given]
        return any(_fits(str(one), url) for one in patterns)
    return None


def _fits(pattern: str, url: str) -> bool:
    """Whether an address fits a URL pattern, as far as stars go; the query counts only where the pattern names it."""
    path = "/" + url.partition("://")[2].partition("/")[2].partition("#")[0]
    has_query = "?" in pattern
    subject = path if has_query else path.partition("?")[0]
    if pattern.startswith("http"):
        subject = url.partition("#")[0] if has_query else url.partition("#")[0].partition("?")[0]
    plain = pattern.replace("\\?", "?")
    return bool(re.fullmatch(".*".join(map(re.escape, plain.split("*"))), subject))
