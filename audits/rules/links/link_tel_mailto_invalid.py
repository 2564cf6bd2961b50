"""Telephone and mail links that cannot work."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from audits.page import PageView
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule

_MAIL = re.compile(r"[^@\s<>,]+@[^@\s<>,]+\.[^@\s<>,.]+$")


@page_rule(
    id="link-tel-mailto-invalid",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:3966", "rfc:6068"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Telephone or mail link cannot work",
    message="This link holds no valid telephone number or mail address.",
    why="People who tap it reach nobody.",
    fix="Write the number with its country code, or the full mail address.",
    fix_developer='Write `href="tel:+38612345678"` or `href="mailto:name@example.com"`, without spaces.',
    examples=[
        Fails('<a href="tel:">Call</a>', at=["a"]),
        Fails('<a href="tel:call us">Call</a>', at=["a"]),
        Fails('<a href="mailto:bob">Mail</a>', at=["a"]),
        Passes('<a href="tel:+386 1 234-56.78">Call</a>', note="separators are read over"),
        Passes('<a href="tel:112">Call</a>'),
        Passes('<a href="tel:+1-800-555-0100;ext=12">Call</a>'),
        Passes('<a href="tel:*100#">Call</a>'),
        Passes('<a href="tel:1-800-FLOWERS">Call</a>', note="letters stand for digits on some phones"),
        Passes('<a href="mailto:bob@example.com?subject=Boats">Mail</a>'),
        Passes('<a href="mailto:bob@example.com,eve@example.com">Mail</a>'),
        Passes('<a href="mailto:?subject=Look">Share</a>', note="the reader chooses whom to write to"),
    ],
)
def link_tel_mailto_invalid(page: PageView) -> Iterator[Evidence]:
    """Yield each link that no phone or mail program understands."""
    for link in page.select('a[href^="tel:" i], a[href^="mailto:" i]'):
        scheme, _, value = (link.attr("href") or "").strip().partition(":")
        value = unquote(value).partition("?")[0].strip()
        if scheme.lower() == "tel":
            is_valid = sum(letter.isdigit() for letter in value.partition(";")[0]) >= 2
        else:
            is_valid = not value or all(_MAIL.match(one.strip()) for one in re.split("[,;]", value) if one.strip())
        if not is_valid:
            yield page.evidence(link, f"The link holds `{value[:100]}`.", facts={"value": value[:200]})
