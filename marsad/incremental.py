"""Which earlier run an audit may take unchanged pages from, and what it says of that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crawler.browser.find import find_browser
from marsad.admission import is_asked
from marsad.config import Config
from marsad.identity import tool_versions
from marsad.judged import digest_of
from store.database import Store
from store.model import Run, RunState

EXTRACTION = "extraction"
_SOURCES = ("crawler", "store/document.py", "store/urls.py", "store/model.py", "store/packing.py", "store/links.py")
_HARMLESS = frozenset({
    "incremental", "concurrency", "delay_s", "adaptive", "max_crawl_delay_s", "max_retry_after_s", "retries",
    "retry_wait_s", "timeout_s", "max_seconds", "max_errors", "ask_concurrency", "ask_per_host", "ask_retry_s",
    "ask_timeout_s", "max_asked", "max_measured", "questions", "exposed_files", "indexnow_key", "check_external",
    "check_assets", "measure_assets", "max_pages", "max_bytes", "max_depth", "sitemaps", "urls",
    "max_vanished",
})  # fmt: skip
"""Options of the crawl that change nothing of what is read from one page."""


def run_versions(config: Config) -> dict[str, str]:
    """What a run records of the program, the source of the extraction among it.

    It is marked where the person sends request headers: what a visitor with a login sees is nobody else's.
    """
    found = find_browser(config.browser) if config.browser.enabled != "never" else None
    browser = {"browser": found.browser_version} if found is not None and found.ok else {}
    own = is_asked(config) or any(host.headers for host in config.crawl.hosts)
    return {**tool_versions(), **browser, EXTRACTION: digest_of(_SOURCES)[:12] + ("+headers" if own else "")}


def run_before(store: Store, run: Run, config: Config) -> Run | None:
    """The newest whole run of the site from which unchanged pages may be taken; None where there is none.

    It must have begun at the same address, with the options that decide what is read from a page, and by the same
    extraction.
    """
    if is_asked(config):
        return None  # what one visitor is shown is no word on what another is, and no secret is kept to tell them apart
    if config.crawl.incremental != "auto" or EXTRACTION not in run.versions:
        return None
    for one in store.runs(run.site):
        if one.id < run.id and one.state is RunState.DONE:
            is_alike = (
                one.start_url == run.start_url
                and one.versions.get(EXTRACTION) == run.versions[EXTRACTION]
                and _options(one.options) == _options(run.options)
            )
            return one if is_alike else None
    return None


def _options(options: Mapping[str, Any]) -> dict[str, Any]:
    crawl = options.get("crawl", {})
    hosts = [{**one, "delay": None, "concurrency": None, "accept": ()} for one in crawl.get("hosts", ())]
    return {**{name: value for name, value in crawl.items() if name not in _HARMLESS}, "hosts": hosts}
