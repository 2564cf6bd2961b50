"""Whether a run saw a site at work at all, or mostly its error pages."""

from __future__ import annotations

from dataclasses import dataclass

from store.database import Store
from store.model import Failure, Run, Source

_MOST = 0.5
_UNREACHED = frozenset({Failure.DNS, Failure.REFUSED, Failure.TLS, Failure.TIMEOUT, Failure.RESET})
_FEW = 2  # errors: one may pass by itself


@dataclass(frozen=True, slots=True)
class Answers:
    """How a site answered the crawler. Redirects and what a wall refused are in none but `asked`."""

    asked: int = 0  # URLs of the site that were asked
    pages: int = 0  # that answered 200
    errors: int = 0  # server errors, timeouts, refused connections
    start_failed: bool = False  # the start URL itself is one of the errors

    @property
    def is_down(self) -> bool:
        """Whether what was gathered is mostly errors, so that nothing can be concluded from it."""
        if self.start_failed:
            return True
        return self.errors >= _FEW and self.errors > _MOST * (self.errors + self.pages)

    @property
    def why_untrusted(self) -> str:
        """One sentence on why no gate may pass on these answers; empty where they will do."""
        if self.start_failed:
            return f"the start page answered with an error, as did {self.errors} of {self.asked} URLs"
        if not self.pages:
            return f"no page was audited: none of {self.asked} URLs answered with status 200"
        if self.is_down:
            return f"{self.errors} of {self.asked} URLs answered with a server error or not at all"
        return ""


def answers_of(store: Store, run: Run) -> Answers:
    """Count how the site answered in a run."""
    asked = pages = errors = 0
    start_failed = False
    alone = set(store.ids_from(run.id, Source.EARLIER))  # nothing leads there: no word on the site at work
    for page in store.page_answers(run.id):
        if page.id in alone:
            continue
        asked += 1
        pages += page.status == 200
        is_error = page.status >= 500 and page.failure is not Failure.CHALLENGE
        if is_error or (page.status == 0 and page.failure in _UNREACHED):
            errors += 1
            start_failed = start_failed or page.url == run.start_url
    return Answers(asked, pages, errors, start_failed)
