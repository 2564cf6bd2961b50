"""Pages that are a server's error message, and answer 200."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)

_ERROR = "(?:internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|server error)"
_SAYS = re.compile(
    rf"(?:(?:http )?error 50[0234]|50[0234] error|(?:http |error |http error )?50[0234][ :–—-]+{_ERROR}|{_ERROR}"
    r"|server error in ['’]/.{0,80}['’] application|error establishing a database connection"
    r"|(?:whoops|oops)[,!] (?:looks like )?something went wrong"
    r"|we['’]?re sorry, but something went wrong(?: \(500\))?)",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"error establishing a database connection"
    r"|(?:the server encountered an internal error|an internal server error occurred)"
    r"|the server is temporarily unable to service your request"
    r"|application error: a (?:client|server)-side exception has occurred"
    r"|we['’]re sorry, but something went wrong"
    r"|there has been a critical error on (?:this|your) website"
    r"|es gab einen kritischen fehler auf (?:dieser|deiner) website"
    r"|il y a eu une erreur critique sur (?:ce|votre) site|ha habido un error crítico en esta web"
    r"|no application encryption key has been specified",
    re.IGNORECASE,
)


@page_rule(
    id="resp-soft-5xx-text",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:troubleshoot-crawling-errors", "google:http-network-errors"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Server error answers 200",
    message="The page is an error message of the server, and answers 200.",
    why="Visitors find an error in place of the page, and search engines may index it as if it were the page.",
    fix="Tell whoever runs the site which pages fail.",
    fix_developer="Find the error in the server's log. Answer 500 or 503 with the error page, never 200.",
    settings={"max_words": "words of main text up to which the page can be nothing but an error message"},
    examples=[
        Fails("<title>500 Internal Server Error</title><h1>Internal Server Error</h1><p>nginx</p>", at=["h1"]),
        Fails("<title>Cat Shop</title><p>Error establishing a database connection</p>", at=[""]),
        Fails("<title>Cat Shop</title><main><p>There has been a critical error on this website.</p></main>", at=[""]),
        Passes(
            "<title>500 Internal Server Error</title><main><h1>500 Internal Server Error</h1><p>"
            + "how to mend it " * 20
            + "</p></main>",
            note="an article on the error",
        ),
        Passes("<title>Internal Server Error | Our API</title><h1>Internal Server Error</h1><p>Try again.</p>"),
        Passes("<title>504</title><h1>504</h1><p>The bus to the harbour.</p>"),
        Passes("<title>502 cats</title><h1>502 cats</h1><p>All of our cats.</p>"),
        Passes("<title>Log</title><h1>Error 500</h1><pre>GET /</pre>", note="shows code"),
        Passes("<title>Service</title><p>We repair boats.</p>"),
        Inapplicable("<h1>Internal Server Error</h1>", status=500),
    ],
)
def resp_soft_5xx_text(page: PageView, *, max_words: int = 60) -> Iterator[Evidence]:
    """Yield the heading, or the page, where title, heading or the little text is a server's error."""
    facts = page.facts
    if facts.word_count > max_words:
        return
    names = [facts.title] if facts.title else facts.h1[:1]
    headings = [text for text in names if _SAYS.fullmatch(text.strip(" .!"))]
    found = None if headings else _TEXT.search(page.main_text)
    said = headings[0] if headings else found[0] if found else ""
    if said and page.select_one("pre, code, table") is None:
        element = page.select_one("h1") if headings else None
        yield page.evidence(
            element, f"The page answers 200 and says “{said[:100]}”.", facts={"words": facts.word_count}
        )
