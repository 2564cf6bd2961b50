"""axe-core's rules as rules of ours: `axe/<id>`, with our words, read from what the browser stage kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from audits.page import PageView
from audits.rule import Example, Fails, Passes, Reviews, Rule, Scope
from audits.standards.axe_questions import QUESTIONS
from audits.standards.axe_rules import ACT, AXE_RULES, AXE_VERSION, AxeRule
from audits.twins import by_the_browser
from store.document import css_path, place_of
from store.model import (
    Artifact,
    ArtifactKind,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Finding,
    Outcome,
    Owner,
    RuleCard,
    Severity,
)

if TYPE_CHECKING:
    from store.document import Document

PREFIX = "axe/"

SAME_AS: dict[str, str] = {
    "accesskeys": "accesskey-duplicate",
    "area-alt": "area-unnamed",
    "aria-allowed-attr": "aria-attribute-not-allowed",
    "aria-command-name": "aria-control-unnamed",
    "aria-hidden-body": "aria-hidden-body",
    "aria-hidden-focus": "aria-hidden-focusable",
    "aria-input-field-name": "form-control-unlabelled",
    "aria-meter-name": "aria-control-unnamed",
    "aria-progressbar-name": "aria-control-unnamed",
    "aria-prohibited-attr": "aria-name-prohibited",
    "aria-required-attr": "aria-state-missing",
    "aria-required-children": "aria-children-wrong",
    "aria-required-parent": "aria-parent-missing",
    "aria-roles": "aria-role-invalid",
    "aria-tab-name": "aria-control-unnamed",
    "aria-toggle-field-name": "aria-control-unnamed",
    "aria-treeitem-name": "aria-control-unnamed",
    "aria-valid-attr": "aria-attribute-unknown",
    "aria-valid-attr-value": "aria-value-invalid",
    "autocomplete-valid": "autocomplete-invalid",
    "blink": "moving-text",
    "button-name": "button-unnamed",
    "definition-list": "list-of-terms-structure",
    "dlitem": "list-of-terms-structure",
    "bypass": "bypass-missing",
    "document-title": "title-missing",
    "duplicate-id-aria": "id-duplicate-referenced",
    "empty-heading": "heading-empty",
    "form-field-multiple-labels": "form-label-several",
    "frame-title": "frame-untitled",
    "frame-title-unique": "frame-same-name",
    "heading-order": "heading-skip",
    "html-has-lang": "content-lang-missing",
    "html-lang-valid": "content-lang-invalid",
    "image-alt": "image-alt-missing",
    "image-redundant-alt": "image-alt-repeats-text",
    "input-button-name": "button-unnamed",
    "input-image-alt": "image-button-unnamed",
    "label": "form-control-unlabelled",
    "link-name": "link-no-anchor-text",
    "list": "list-structure",
    "listitem": "list-item-outside",
    "marquee": "moving-text",
    "meta-refresh": "refresh-delayed",
    "meta-viewport": "mobile-zoom-disabled",
    "nested-interactive": "nested-focusable",
    "no-autoplay-audio": "sound-starts-alone",
    "object-alt": "object-unnamed",
    "page-has-heading-one": "heading-h1-missing",
    "role-img-alt": "image-alt-missing",
    "scope-attr-valid": "table-scope-invalid",
    "select-name": "form-control-unlabelled",
    "server-side-image-map": "image-map-on-server",
    "summary-name": "button-unnamed",
    "svg-img-alt": "drawing-unnamed",
    "tabindex": "tabindex-positive",
    "table-fake-caption": "table-caption-faked",
    "td-has-header": "table-no-headers",
    "td-headers-attr": "table-headers-lost",
    "valid-lang": "content-lang-part-invalid",
    "video-caption": "video-no-captions",
}
"""Rule of axe-core -> our own rule that says the same of the same element."""

ALSO_SAME_AS = {"aria-allowed-attr": "aria-value-invalid", "aria-command-name": "link-no-anchor-text"}
"""Rule of axe-core -> a second rule of ours, which tells of the rest of its elements."""

LOST_IN_HEAD = {
    "canon-outside-head": "canonical",
    "hreflang-outside-head": "alternate",
    "index-robots-in-body": "robots",
    "title-outside-head": "title",
}
"""Rule -> what `html-head-broken` names as lost where this rule only tells the consequence."""

OF_THE_PAGE = frozenset(
    {
        "aria-hidden-body",
        "bypass",
        "document-title",
        "html-has-lang",
        "html-lang-valid",
        "meta-refresh",
        "meta-viewport",
        "page-has-heading-one",
    }
)
"""Rules of which a page has one subject: the same page is the same element."""

_ATTRIBUTE_VALUE = re.compile(r"""(\[[\w|:-]+)[~|^$*]?=(?:"[^"]*"|'[^']*'|[^\]]*)\]""")
_EDGES = re.compile(r"^[\s>]+|[\s>]+$")
_START_TAG = re.compile(r"<\s*([a-zA-Z][\w-]*)")
_ACCESS_KEY = re.compile(r"""accesskey=["']?([^"'\s>]+)""", re.IGNORECASE)
_SPACE = re.compile(r"\s+")

CONTRAST = {"color-contrast": "4.5:1", "color-contrast-enhanced": "7:1"}
"""Rules on the contrast of text -> the ratio that they ask for where axe does not say."""

_SHOWS_WHAT_IT_CONTROLS = re.compile(r"""aria-expanded=["']?true|role=["']?scrollbar""", re.IGNORECASE)
_CONTRAST_DOUBTS = {
    "bgImage": "a picture lies behind the text",
    "bgGradient": "a gradient lies behind the text",
    "imgNode": "an image lies behind the text",
    "bgOverlap": "something overlaps the background",
    "fgAlpha": "the text is translucent",
    "elmPartiallyObscured": "something covers a part of it",
    "elmPartiallyObscuring": "it covers something else in part",
    "outsideViewport": "it lies outside the screen",
    "equalRatio": "text and background have the same colour, so it may be hidden on purpose",
    "shortTextContent": "the text is a single character, which may be decoration",
    "nonBmp": "the text is made of symbols",
    "pseudoContent": "a pseudo-element lies behind the text",
    "complexTextShadows": "the text has several shadows",
    "colorParse": "its colour could not be read",
}


@cache
def axe_rules() -> tuple[Rule, ...]:
    """Every rule of axe-core that Marsad reports, in order of id."""
    return tuple(_rule(words) for words in AXE_RULES.values())


rules = axe_rules


def _rule(words: AxeRule) -> Rule:
    owner = Owner(words.owner)
    examples = _examples(words)
    card = RuleCard(
        id=PREFIX + words.id,
        group="accessibility",
        category=Category.ACCESSIBILITY,
        severity=Severity(words.severity),
        certainty=Certainty.DEFECT if words.wcag else Certainty.CHECK,
        evidence_class=EvidenceClass.STANDARD if words.wcag else EvidenceClass.CONVENTION,
        title=words.title,
        message=words.message,
        why=words.why,
        fix_editor=words.fix_editor,
        fix_developer=words.fix_developer,
        owner=owner,
        effort=Effort.PAGE if owner is Owner.CONTENT else Effort.TEMPLATE,
        refs=(
            *(f"wcag:{number}" for number in words.wcag),
            *(f"act:{act}" for act in ACT.get(words.id, ())),
            f"axe:{words.id}",
        ),
        wcag=words.wcag,
        needs=(ArtifactKind.AXE.value,),
        failing_example=examples[0].html,
        passing_example=examples[-1].html,
    )
    return Rule(card, Scope.PAGE, _check_of(words), _applies_to(words.id), examples, (ArtifactKind.AXE,), False)


def _applies_to(axe_id: str) -> Callable[[PageView], bool]:
    """A rule applies where axe found something to look at; without results it applies, and is then not run."""

    def applies(page: PageView) -> bool:
        artifact = page.artifact(ArtifactKind.AXE)
        if not page.is_content or artifact is None or artifact.error:
            return page.is_content
        data = artifact.data
        return axe_id in data.get("passes", ()) or any(
            found["id"] == axe_id for part in ("violations", "incomplete") for found in data.get(part, ())
        )

    return applies


def _check_of(words: AxeRule) -> Callable[[PageView], Iterator[Evidence]]:
    def check(page: PageView) -> Iterator[Evidence]:
        artifact = page.artifact(ArtifactKind.AXE)
        data: Mapping[str, Any] = artifact.data if artifact is not None else {}
        for evidence in _evidence(words, data.get("violations", ()), Outcome.FAIL):
            if words.id == "accesskeys" and _is_same_link(page, evidence.snippet):
                continue
            yield _asked(words, evidence) if _is_unsure(words.id, evidence) else evidence
        yield from _evidence(words, data.get("incomplete", ()), Outcome.REVIEW)

    check.__name__ = words.id.replace("-", "_")
    return check


def _is_unsure(axe_id: str, evidence: Evidence) -> bool:
    """Whether axe is surer than what can be seen allows.

    `aria-controls` may name what is made only when it is opened: browsers do nothing with it, and people miss nothing
    until then. A scroll bar, and what says that it is open, must have it.
    """
    if axe_id != "aria-valid-attr-value":
        return False
    faulty = [part for part in str(evidence.facts.get("faulty", "")).split(", ") if part]
    is_control = bool(faulty) and all(part.startswith("aria-controls=") for part in faulty)
    return is_control and not _SHOWS_WHAT_IT_CONTROLS.search(evidence.snippet)


def _asked(words: AxeRule, evidence: Evidence) -> Evidence:
    """A failure of axe as a question to a person."""
    question = QUESTIONS.get(words.id, f"{words.message} Is that so?")
    return replace(evidence, message=question, outcome=Outcome.REVIEW, certainty=Certainty.CHECK, group="?")


def _is_same_link(page: PageView, markup: str) -> bool:
    """Whether all elements with the shortcut key of this one lead to the same place, as links above and below do."""
    key = _ACCESS_KEY.search(markup)
    if key is None:
        return False
    sharing = [one for one in page.select("[accesskey]") if (one.attr("accesskey") or "").lower() == key[1].lower()]
    targets = {page.resolve(one.attr("href") or "") if one.attr("href") else None for one in sharing}
    return len(sharing) > 1 and len(targets) == 1 and None not in targets


def _evidence(words: AxeRule, found: Iterable[Mapping[str, Any]], outcome: Outcome) -> Iterator[Evidence]:
    for result in found:
        if result["id"] != words.id:
            continue
        nodes = result["nodes"]
        for number, node in enumerate(nodes):
            facts = _facts(node)
            if number == 0 and result.get("total", 0) > len(nodes):
                facts["found"] = result["total"]
            yield Evidence(
                message=_doubt(words, node) if outcome is Outcome.REVIEW else _message(words, node),
                selector=node["selector"],
                place=place_of_node(node),
                snippet=node.get("html", ""),
                group=_group_of(words, node, outcome),
                facts=facts,
                certainty=Certainty.CHECK if outcome is Outcome.REVIEW else None,
                outcome=outcome,
            )


def _facts(node: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    told = node.get("data", {})
    contrast = told.get("color-contrast") or told.get("color-contrast-enhanced") or {}
    if contrast.get("contrastRatio"):
        facts["contrast"] = contrast["contrastRatio"]
    if contrast.get("expectedContrastRatio"):
        facts["needed"] = contrast["expectedContrastRatio"]
    if contrast.get("fgColor"):
        facts["colour"] = contrast["fgColor"]
    if contrast.get("bgColor"):
        facts["background"] = contrast["bgColor"]
    faulty = told.get("aria-valid-attr-value")
    if isinstance(faulty, list) and faulty:
        facts["faulty"] = ", ".join(map(str, faulty))
    size = told.get("target-size") or {}
    if size.get("width") is not None:
        facts["width"] = size["width"]
    if size.get("height") is not None:
        facts["height"] = size["height"]
    if node.get("devices"):
        facts["devices"] = list(node["devices"])
    return facts


def _message(words: AxeRule, node: Mapping[str, Any]) -> str:
    facts = _facts(node)
    if words.id in CONTRAST and "contrast" in facts:
        needed = str(facts.get("needed", CONTRAST[words.id]))
        colours = f" ({facts['colour']} on {facts['background']})" if {"colour", "background"} <= set(facts) else ""
        return f"The contrast of this text is {facts['contrast']}:1 where {needed} is needed{colours}."
    if words.id == "target-size" and {"width", "height"} <= set(facts):
        return f"This target is {facts['width']} by {facts['height']} CSS pixels and has too little room around it."
    return words.message


def _doubt(words: AxeRule, node: Mapping[str, Any]) -> str:
    """What a person is to judge, and why it could not be told."""
    if words.id == "frame-tested":
        return words.message
    question = QUESTIONS.get(words.id, f"{words.message} Is that so?")
    if words.id in CONTRAST:
        why = _CONTRAST_DOUBTS.get(_reason(words, node), "the background could not be made out")
        return f"{question} The contrast could not be measured, because {why}."
    why = _CONTRAST_DOUBTS.get(_reason(words, node), "")
    return f"{question} The test could not tell{f', because {why}' if why else ''}."


def _reason(words: AxeRule, node: Mapping[str, Any]) -> str:
    """axe-core's key for why its check of the same name could not decide; empty where it gives none."""
    told = node.get("data", {}).get(words.id)
    return str(told.get("messageKey") or "") if isinstance(told, Mapping) else ""


def _group_of(words: AxeRule, node: Mapping[str, Any], outcome: Outcome) -> str:
    """What makes elements one cause wherever they stand: a pair of colours, or one question to a person."""
    if outcome is Outcome.REVIEW:
        return f"? {_reason(words, node)}".strip()
    if words.id == "region":
        return "content"  # paragraphs, lists and headings outside all regions are one defect of the page
    facts = _facts(node)
    if words.id in CONTRAST and {"colour", "background"} <= set(facts):
        return f"{facts['colour']} on {facts['background']}"
    return ""


def place_of_node(node: Mapping[str, Any]) -> str:
    """The element's place in its template: as the browser stage tells it, else made from selector and markup."""
    told = str(node.get("place") or "")
    if told:
        return told
    steps = [_ATTRIBUTE_VALUE.sub(r"\1]", step) for step in str(node["selector"]).split(" >>> ")]
    places = [_EDGES.sub("", place_of(step)) for step in steps]
    if places and not places[-1]:
        tag = _START_TAG.match(str(node.get("html", "")))
        places[-1] = tag[1].lower() if tag else "element"
    return " >>> ".join(place for place in places if place)


# --- two devices


def merge_devices(one: Artifact, other: Artifact) -> Artifact:
    """Two devices' results as one: each element once, with the devices on which it failed in `devices`."""
    merged = dict(one.data)
    for part in ("violations", "incomplete"):
        merged[part] = _merged(
            (_marked(one.data.get(part, ()), one.device), _marked(other.data.get(part, ()), other.device))
        )
    found = {result["id"] for part in ("violations", "incomplete") for result in merged[part]}
    passes = ({*one.data.get("passes", ())} | {*other.data.get("passes", ())}) - found
    inapplicable = {*one.data.get("inapplicable", ())} | {*other.data.get("inapplicable", ())}
    merged["passes"] = sorted(passes)
    merged["inapplicable"] = sorted(inapplicable - passes - found)
    return replace(one, data=merged, device=f"{one.device}+{other.device}")


def _marked(found: Iterable[Mapping[str, Any]], device: str) -> list[dict[str, Any]]:
    return [
        {**result, "nodes": [{**node, "devices": list(node.get("devices") or [device])} for node in result["nodes"]]}
        for result in found
    ]


def _merged(parts: Iterable[Sequence[dict[str, Any]]]) -> list[dict[str, Any]]:
    by_id: dict[str, dict[str, Any]] = {}
    for part in parts:
        for result in part:
            kept = by_id.setdefault(result["id"], {**result, "nodes": [], "total": 0})
            known = {node["selector"]: node for node in kept["nodes"]}
            for node in result["nodes"]:
                same = known.get(node["selector"])
                if same is None:
                    kept["nodes"].append(node)
                else:
                    same["devices"] = [
                        *same["devices"],
                        *(one for one in node["devices"] if one not in same["devices"]),
                    ]
            kept["total"] = max(kept["total"], result.get("total", 0), len(kept["nodes"]))
    return list(by_id.values())


# --- told once


def told_once(
    findings: Iterable[Finding], document: Document | None = None, looked: Artifact | None = None
) -> list[Finding]:
    """One page's findings without those of axe that a rule of ours already tells of the same element.

    Elements are compared in the document where one is given, else by selector and markup. Where axe's own results are
    given (`looked`), its word wins over that of rules that judge by markup alone.
    """
    kept = _without_consequences(findings)
    if looked is not None and not looked.error:
        kept = by_the_browser(kept, looked.data, partial(element_keys, document=document))
    ours: dict[str, list[Finding]] = {}
    wanted = set(SAME_AS.values())
    for finding in kept:
        if finding.rule in wanted:
            ours.setdefault(finding.rule, []).append(finding)
    keys = {rule: set().union(*(element_keys(one, document) for one in found)) for rule, found in ours.items()}
    kept = [finding for finding in kept if not _is_told(finding, keys, document)]
    return most_precise(kept)


def most_precise(findings: list[Finding]) -> list[Finding]:
    """One page's findings without those of ours that go away when another one, told with its reason, is mended."""
    if not any(one.rule in ("html-head-broken", "image-alt-empty-in-link") for one in findings):
        return findings
    lost = {name for one in findings if one.rule == "html-head-broken" for name in one.evidence.facts.get("lost", ())}
    late = {rule for rule, name in LOST_IN_HEAD.items() if name in lost}
    mute = {one.evidence.selector for one in findings if one.rule == "image-alt-empty-in-link"}
    return [
        one
        for one in findings
        if one.rule not in late and not (one.rule == "link-no-anchor-text" and one.evidence.selector in mute)
    ]


def _without_consequences(findings: Iterable[Finding]) -> list[Finding]:
    """Without what follows from another finding: content outside all regions where there is no main region at all, and
    contrast below AAA where it is below AA."""
    kept = list(findings)
    faint = {one.evidence.selector for one in kept if one.rule == PREFIX + "color-contrast"}
    if faint:  # what misses level AA misses AAA as well
        enhanced = PREFIX + "color-contrast-enhanced"
        kept = [one for one in kept if one.rule != enhanced or one.evidence.selector not in faint]
    if any(one.rule == PREFIX + "landmark-one-main" and one.outcome is Outcome.FAIL for one in kept):
        return [one for one in kept if one.rule != PREFIX + "region"]
    return kept


def _is_told(finding: Finding, keys: Mapping[str, set[str]], document: Document | None) -> bool:
    axe_id = finding.rule.removeprefix(PREFIX)
    same = [names[axe_id] for names in (SAME_AS, ALSO_SAME_AS) if axe_id in names and names[axe_id] in keys]
    if not finding.rule.startswith(PREFIX) or not same:
        return False
    return axe_id in OF_THE_PAGE or any(element_keys(finding, document) & keys[one] for one in same)


def element_keys(finding: Finding, document: Document | None) -> set[str]:
    """What identifies the element of a finding: its path in the document, or selector and markup as they are."""
    evidence = finding.evidence
    if document is not None and evidence.selector and " >>> " not in evidence.selector:
        try:
            elements = document.select(evidence.selector)
        except Exception:  # noqa: BLE001  a selector that this parser does not know
            elements = []
        if len(elements) == 1:
            return {"path:" + css_path(elements[0])}
    keys = {"selector:" + evidence.selector} if evidence.selector else set()
    markup = _SPACE.sub("", evidence.snippet.replace('"', "").replace("'", "").replace("/>", ">")).lower()
    return keys | ({"markup:" + markup[:200]} if markup else set())


# --- examples


def _examples(words: AxeRule) -> tuple[Example, ...]:
    """One failing, one doubtful and one passing page, as the browser stage would have kept them."""
    page = '<!doctype html><html lang="en"><title>Page</title><main><p id="example">Text</p></main>'
    result = {
        "id": words.id,
        "impact": "serious",
        "tags": [],
        "nodes": [{"selector": "#example", "html": '<p id="example">Text</p>', "summary": "", "data": {}}],
        "total": 1,
    }
    empty: dict[str, Any] = {"version": AXE_VERSION, "violations": [], "incomplete": [], "passes": []}
    return (
        Fails(page, at=["#example"], artifacts={"axe": {**empty, "violations": [result]}}),
        Reviews(page, at=["#example"], artifacts={"axe": {**empty, "incomplete": [result]}}),
        Passes(page, artifacts={"axe": {**empty, "passes": [words.id]}}),
    )
