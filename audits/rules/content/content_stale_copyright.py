"""Footers whose year is long past."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)
from store.document import Element, text_of

_SIGNS = ("©", "&copy", "copyright")
_FOOTER = "footer, [role=contentinfo], #footer, .footer, .site-footer"
_YEAR = re.compile(
    r"(?:©|\(c\)|copyright)[^.|]{0,40}?\b((?:19|20)\d\d)(?:\s*[-–—/,&]\s*((?:19|20)\d\d|\d\d)?(\S*))?", re.I
)


@page_rule(
    id="content-stale-copyright",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:creating-helpful-content"],
    title="Year in the footer is past",
    message="The copyright year in the footer is long past.",
    why="Visitors may take it for a sign that nobody looks after the site. For search engines it does not matter.",
    fix="Have the year brought up to date, or taken out: the law asks for none.",
    fix_developer="Print the year of the latest change, or no year.",
    owner=Owner.TEMPLATE,
    settings={"years": "years that the footer's year may lie back"},
    applies=lambda page: page.is_content and any(sign in page.folded_markup for sign in _SIGNS),
    examples=[
        Fails("<footer><p>© 2024 Cats</p></footer>", at=["footer"]),
        Fails("<footer>Copyright 2010–2020 Cats Ltd</footer>", at=["footer"]),
        Fails('<div class="footer">&copy; 2010-19 Cats</div>', at=["div"]),
        Passes("<footer>© 2025 Cats</footer>", note="January is long"),
        Passes("<footer>© 2010–2026 Cats</footer>"),
        Passes("<footer>© 2010–present Cats</footer>"),
        Passes("<footer>© 2010 - <script>document.write(new Date().getFullYear())</script> Cats</footer>"),
        Passes("<article><p>Photo © 2001 Ann</p></article><footer>Cats</footer>", note="of a picture"),
        Passes("<footer><p>© 2012 The font's makers</p><p>© 2026 Cats</p></footer>", note="the latest year counts"),
        Inapplicable("<footer>Cats since 2001</footer>"),
    ],
)
def content_stale_copyright(page: PageView, *, years: int = 1) -> Iterator[Evidence]:
    """Yield the footer with the latest of its years where that is past."""
    now = page.site.year
    for footer in page.select(_FOOTER):
        if footer.closest("article, main, blockquote") is not None:
            continue
        latest = _latest_year(footer)
        if latest is not None and latest < now - years:
            yield page.evidence(footer, f"The footer says © {latest}.", facts={"year": latest})
        return


def _latest_year(footer: Element) -> int | None:
    """The latest year that a footer claims; None where it claims none or a script or a word says "until now"."""
    years = []
    for found in _YEAR.finditer(text_of(footer)):
        first, second, rest = found.groups()
        is_open = rest is not None and second is None
        if is_open:
            return None
        years.append(int(first))
        if second:
            years.append(int(second) if len(second) == 4 else int(first[:2] + second))
    return max(years, default=None)
