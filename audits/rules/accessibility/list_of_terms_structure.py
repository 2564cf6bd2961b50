"""Lists of terms that are not built of terms and descriptions."""

from collections.abc import Iterator

from audits.aria import explicit_role, is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element

_PAIR = frozenset({"dt", "dd"})


@page_rule(
    id="list-of-terms-structure",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:the-dl-element", "wcag:1.3.1"],
    wcag=["1.3.1"],
    title="List of terms is not built right",
    message="This list of terms holds something else, or a part of one stands outside.",
    why="Screen readers do not tell which description belongs to which term.",
    fix="Ask the developer for a repair of the list.",
    fix_developer="Put only `dt` and `dd`, in groups or in `div`, straight into a `dl`.",
    applies=lambda page: page.is_content and any(page.select_one(one) is not None for one in ("dl", "dt", "dd")),
    examples=[
        Fails("<dl><p>A</p><dt>B</dt><dd>C</dd></dl>", at=["dl"]),
        Fails("<dl><dd>C</dd><dt>B</dt></dl>", at=["dl"], note="no description follows the term"),
        Fails("<div><dt>B</dt></div>", at=["dt"], note="in no list"),
        Fails("<dl><dt>B</dt></dl>", at=["dl"]),
        Passes("<dl><dt>A</dt><dt>B</dt><dd>C</dd></dl>"),
        Passes("<dl><div><dt>A</dt><dd>C</dd></div></dl>"),
        Passes("<dl><script>1</script><dt>A</dt><dd>C</dd></dl>"),
        Passes("<dl></dl>", note="a script may fill it"),
        Passes('<dl role="list"><p>A</p></dl>'),
        Passes("<dl><x-term></x-term></dl>"),
        Passes('<dl hidden><p>A</p></dl><p><dt role="term">A</dt></p>'),
        Inapplicable("<p>A</p>"),
    ],
)
def list_of_terms_structure(page: PageView) -> Iterator[Evidence]:
    """Yield each list of terms with a foreign part or without a pair, and each term or description outside a list."""
    for one in page.select("dl"):
        tags = [child.tag for child in one.children if isinstance(child, Element)]
        if one.attr("role") is not None or (_PAIR.issuperset(tags) and _has_pair(tags)):
            continue
        parts = [part for child in one.children if isinstance(child, Element) for part in _parts(child)]
        if any("-" in part.tag or part.tag == "slot" for part in parts) or not parts or not is_exposed(one):
            continue
        wrong = next((part.tag for part in parts if part.tag not in ("dt", "dd")), "")
        if wrong:
            yield page.evidence(one, f"A `{wrong}` stands straight in this list of terms.", facts={"tag": wrong})
        elif not _has_pair([part.tag for part in parts]):
            yield page.evidence(one, "No description follows a term in this list.")
    for part in [*page.select("dt"), *page.select("dd")]:
        above = part.parent.tag if isinstance(part.parent, Element) else ""
        if above == "dl" or part.attr("role") is not None or part.closest("dl > div") is not None:
            continue
        if is_exposed(part) and not (isinstance(part.parent, Element) and "-" in part.parent.tag):
            yield page.evidence(part, f"This `{part.tag}` stands in no list of terms.", group="outside")


def _parts(child: Element) -> list[Element]:
    if child.tag in ("script", "template", "style") or not is_exposed(child):
        return []
    if child.tag == "div" and not explicit_role(child):
        return [
            inner for inner in child.children if isinstance(inner, Element) and inner.tag not in ("script", "template")
        ]
    return [child]


def _has_pair(tags: list[str]) -> bool:
    return "dt" in tags and "dd" in tags[tags.index("dt") :]
