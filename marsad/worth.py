"""What pages earn, by what outside services told in this run or before it: which pages deserve a closer look."""

from __future__ import annotations

from audits.page import SiteFacts
from audits.searching.traffic import page_worth
from audits.searching.views import SearchView
from audits.site import SiteView
from marsad.config import Config
from marsad.outside import read_period
from marsad.outside_visits import read_visits
from store.database import Store
from store.links import LinkTable
from store.model import Run


def pages_worth(store: Store, run: Run, config: Config) -> dict[str, float]:
    """Crawled URL -> revenue where Analytics knows it, else clicks from search, else visits, of the last weeks.

    Pages that are not here are unknown; empty where no service has told anything.
    """
    if not config.analytics.property and read_period(store, run, config, ()) is None:
        return {}  # nobody told anything: the pages are not read for it
    pages = list(store.pages(run.id))
    site = SiteView(SiteFacts(run.start_url), pages, LinkTable.empty(), {})
    site.visits = read_visits(store, run, config, pages)[0]
    period = read_period(store, run, config, pages)
    if period is not None:
        site.search = SearchView("", period)
    return page_worth(site)
