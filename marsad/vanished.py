"""Which pages of earlier runs a crawl asks that it did not meet, and what became of them."""

from __future__ import annotations

from audits.life import is_counted
from crawler.vanished import EarlierPages
from marsad.incremental import EXTRACTION
from store.database import Store
from store.model import CauseState, Run, Source, Verdict
from store.run_changes import is_truncated, scope_of, stood_in

MOST_RUNS = 5
"""Runs that were cut short are looked behind, so many at most."""
_SETTLED = frozenset({CauseState.FIXED, CauseState.IGNORED})
_MARK = "+headers"


def earlier_pages(store: Store, run: Run) -> EarlierPages | None:
    """The earlier judged runs that were to read the same part of the site as the same visitor, and the pages of the
    causes that are open; None where there is nothing to look for.
    """
    alike: list[tuple[Run, Verdict]] = []
    for one in store.runs(run.site):
        if one.id >= run.id or scope_of(one) != scope_of(run) or _visitor(one) != _visitor(run):
            continue
        verdict = (store.verdict_summary if alike else store.verdict)(one.id)
        if verdict is None:
            continue
        alike.append((one, verdict))
        if len(alike) == MOST_RUNS or not is_truncated(store, one):
            break
    if not alike:
        return None
    waiting = [one for one in alike[0][1].causes if one.state not in _SETTLED and is_counted(one)]
    waiting.sort(key=lambda one: (len(one.page_ids), -one.severity.rank))  # it takes all pages of a cause to mend it
    of_causes = dict.fromkeys(number for one in waiting for number in one.page_ids)
    return EarlierPages(tuple(one.id for one, _ in alike), tuple(of_causes))


def _visitor(run: Run) -> bool:
    return run.versions.get(EXTRACTION, "").endswith(_MARK)


def what_became(store: Store, run: Run) -> dict[str, int]:
    """How many pages of earlier runs this run did not meet (found), how many of them it asked, and what they answered:
    there (still a page), moved (a redirect), gone (404, 410, or what any address is answered), unclear. Empty: none.
    """
    noted = next((one for one in store.probes(run.id) if one.kind == "vanished"), None)
    if noted is None:
        return {}
    ids = store.ids_from(run.id, Source.EARLIER)
    counts = dict.fromkeys(("there", "moved", "gone", "unclear"), 0)
    for page in store.pages(run.id, ids, headers=False):
        if page.sources & Source.REDIRECT:
            continue  # where such a page moved to
        if page.status in (404, 410):
            counts["gone"] += 1
        elif page.redirect_to:
            counts["moved"] += 1
        elif page.status == 200 and page.failure is None:
            counts["there"] += 1
        else:
            counts["unclear"] += 1
    counts["gone"] += len(stood_in(store, run))
    return {"found": int(noted.data["found"]), "asked": sum(counts.values()), **counts}


__all__ = ["earlier_pages", "what_became"]
