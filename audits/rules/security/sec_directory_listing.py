"""Listings of folders that visitors can see."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)


@page_rule(
    id="sec-directory-listing",
    category=Category.SECURITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["owasp:HTTP_Headers_Cheat_Sheet"],
    title="Folder shows its files",
    message="The page may be a listing of the files in a folder.",
    why="Strangers see every file there, also those that no page links to.",
    fix="Check whether all these files are meant for everybody.",
    fix_developer="Switch listings off (`autoindex off`, `Options -Indexes`), or put an index page into the folder.",
    owner=Owner.SERVER,
    applies=lambda page: (
        page.page.status == 200 and (page.facts.title or "").lower().startswith(("index of /", "directory list"))
    ),
    examples=[
        Reviews('<title>Index of /files</title><h1>Index of /files</h1><a href="../">Parent Directory</a>', at=["h1"]),
        Reviews(
            "<title>Directory listing for /files/</title><h1>Directory listing for /files/</h1><a href=a>a</a>",
            at=["h1"],
        ),
        Reviews("<title>Index of /files/</title><h2>Index of /files/</h2><a href=a>a</a>", at=[""], note="no `h1`"),
        Passes("<title>Index of /dev/null words</title><h1>A poem</h1>"),
        Inapplicable("<title>Index of birds</title><h1>Index of birds</h1>"),
    ],
)
def sec_directory_listing(page: PageView) -> Iterator[Evidence]:
    """Yield the heading of a listing for review."""
    if page.is_listing:
        yield page.review(page.select_one("h1"), group="listing")
