"""Pages whose content has one link text for several targets."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from audits.link_texts import KNOWN_BY_PLACE
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from audits.standards.vague_link_texts import texts_for
from store.model import LinkKind, Outcome, Place

_FEWEST_LETTERS = 4


def _links(texts: list[str]) -> str:
    return "<main>" + "".join(f'<a href="/p{n}">{text}</a> ' for n, text in enumerate(texts)) + "</main>"


@site_rule(
    id="link-same-text-different-target",
    category=Category.ACCESSIBILITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["axe:identical-links-same-purpose", "wcag:2.4.9"],
    wcag=["2.4.9"],
    title="One link text leads to several pages",
    message="Links with the same text lead to different pages.",
    why="Who hears a list of the links cannot tell them apart.",
    fix="Say in each link what makes its page different from the others.",
    fix_developer="Build the link's text from the title of its target, or add what differs for screen readers.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"minimum_targets": "different pages behind one text from which it is told"},
    examples=[
        Reviews({"/": _links(["Annual report"] * 3)}, at=["/"]),
        Passes({"/": _links(["Annual report"] * 2)}),
        Passes({"/": _links(["Report 2023", "Report 2024", "Report 2025"])}),
        Passes({"/": _links(["Read more"] * 5)}, note="a text that says nothing is a finding of its own"),
        Passes({"/": _links(["Source"] * 9)}, note="stands beside what it belongs to"),
        Passes({"/": _links(["123"] * 5)}, note="numbers"),
        Passes({"/": '<main><a href="/p#a">Annual report</a><a href="/p#b">Annual report</a></main>'}),
        Passes({"/": _links(["Annual report"] * 5).replace("main", "nav")}, note="not the content"),
    ],
)
def link_same_text_different_target(site: SiteView, *, minimum_targets: int = 3) -> Iterator[Evidence]:
    """Yield each page with the texts of its main part that lead to several pages; a page's target is one row."""
    links = site.links
    mask = (links.place == int(Place.MAIN)) & (links.kind == int(LinkKind.A)) & (links.text > 0)
    source, text = links.source[mask], links.text[mask]
    often = np.bincount(text, minlength=1) >= max(minimum_targets, 1)
    source, text = source[often[text]], text[often[text]]
    size = np.int64(len(links.texts) + 1)
    keys, counts = np.unique(source.astype(np.int64) * size + text, return_counts=True)
    keys, counts = keys[counts >= minimum_targets], counts[counts >= minimum_targets]
    vague = texts_for("")
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
        said = links.texts[key % int(size)]
        if _says_something(said) and said.casefold().strip(" .…›»→") not in vague:
            found[key // int(size)].append((said, count))
    for number, texts in found.items():
        page = site.by_id.get(number)
        if page is not None and site.view(page).is_content:
            said, count = max(texts, key=lambda one: one[1])
            message = f"{count} links with the text “{said[:80]}” lead to different pages."
            facts = {"texts": [one[:80] for one, _ in texts[:10]], "targets": count}
            yield site.evidence(page.url, message, facts=facts, outcome=Outcome.REVIEW)


def _says_something(text: str) -> bool:
    folded = text.casefold()
    return sum(letter.isalpha() for letter in text) >= _FEWEST_LETTERS and folded not in KNOWN_BY_PLACE
