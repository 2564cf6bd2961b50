"""Links in comments that pass on the site's rank."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)

_COMMENT = (
    "ol.commentlist, ol.comment-list, ul.comment-list, .comment-body, .comment-content, .comment-author, "
    '.comment-text, [itemprop="comment"], [itemtype$="schema.org/Comment"], [itemtype$="schema.org/Answer"], '
    "#comments .comment"
)
_MARKED = frozenset({"ugc", "nofollow", "sponsored"})
_SAID = '<div class="comment-body"><p>See <a href="https://pills.example/"{}>here</a></p></div>'


@page_rule(
    id="link-ugc-unqualified",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:qualify-outbound-links", "google:spam-policies"],
    title="Links in comments are not marked",
    message="A link in a comment has neither `rel=ugc` nor `nofollow`.",
    why="Links that pass on rank draw spam to comments, and Google may hold them against your site.",
    fix="Have links that visitors write marked, unless you trust those who write here.",
    fix_developer='Add `rel="ugc nofollow"` to every link in what visitors write, names of authors included.',
    applies=lambda page: (
        page.is_content and ("comment" in page.folded_markup or "schema.org/answer" in page.folded_markup)
    ),
    examples=[
        Reviews(_SAID.format(""), at=["a"]),
        Reviews(_SAID.format(' rel="noopener"'), at=["a"]),
        Reviews('<ol class="commentlist"><li><a class="url" href="https://ann.example/">Ann</a></li></ol>', at=["a"]),
        Passes(_SAID.format(' rel="ugc"')),
        Passes(_SAID.format(' rel="external nofollow"')),
        Passes('<div class="comment-body"><a href="/cats">Cats</a></div>', note="to the own site"),
        Passes('<p class="comment">See <a href="https://a.example/">here</a></p>', note="a remark of the author"),
        Passes('<div class="comment-body"><p><a href="https://disqus.com/x">Powered by Disqus</a></p></div>'),
        Inapplicable('<p><a href="https://a.example/">here</a></p>'),
    ],
)
def link_ugc_unqualified(page: PageView) -> Iterator[Evidence]:
    """Yield each unmarked link to another site inside what visitors wrote."""
    told = set()
    for comment in page.select(_COMMENT):
        for link in comment.select('a[href^="http" i]'):
            marks = set((link.attr("rel") or "").lower().split())
            address = link.attr("href") or ""
            if marks & _MARKED or link in told or page.is_same_domain(address) or _is_service(address):
                continue
            told.add(link)
            yield page.review(link, f"The link to {address[:100]} is not marked.", facts={"link": address[:200]})


def _is_service(address: str) -> bool:
    """Whether the link belongs to the comment system itself."""
    host = address.partition("://")[2].partition("/")[0].lower()
    return host.endswith(("disqus.com", "gravatar.com", "facebook.com", "wordpress.org", "wordpress.com"))
