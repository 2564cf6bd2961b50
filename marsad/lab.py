"""The lab's part of a run: which pages are measured under a slow network, what it costs, and what was left out."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from types import MappingProxyType

from crawler.browser.options import BrowserOptions, LabOptions
from marsad.config import Config
from marsad.console import Console
from marsad.coverage import Coverage
from marsad.sample import choose_lab_sample
from store.database import Store
from store.model import Artifact, ArtifactKind, Page, Run

WHAT = "Lab: loading speed on a slow phone"
SECONDS_A_LOAD = {"mobile": 8.0, "desktop": 3.0}
SECONDS_A_FILMSTRIP = 6.0
_HOW = "leave out --no-lab, and set `enabled = true` under [browser.lab]"


def measure_lab(
    store: Store,
    run: Run,
    config: Config,
    console: Console,
    coverage: Coverage,
    stop: threading.Event,
    inlinks: Mapping[int, int] = MappingProxyType({}),
    worth: Mapping[str, float] = MappingProxyType({}),
) -> None:
    """Measure pages that the browser has loaded before; each page and device that has its artifact is left alone.

    `worth` tells by URL what a page earns. What was not measured, and a busy machine, are told in the coverage.
    """
    options = config.browser.lab
    if config.browser.enabled == "never" or config.sample.max_pages == 0:
        return  # told already: there is no browser at all
    if not options.enabled or options.max_pages == 0:
        coverage.add_gap(WHAT, "it was turned off", _HOW)
        return
    loaded = _loaded_pages(store, run)
    if not loaded:
        return
    sample = choose_lab_sample(loaded, inlinks, options.max_pages, worth)
    _measure(store, run, config, console, stop, sample)
    if stop.is_set():
        return
    done = list(store.artifacts(run.id, kinds=[ArtifactKind.LAB]))
    _tell_gaps(coverage, loaded, sample, done, options)
    good = {device: len({one.page_id for one in done if not one.error and one.device == device})
            for device in options.devices}  # fmt: skip
    said = ", ".join(f"{number} as {device}" for device, number in good.items())
    console.log("lab", f"pages measured, the median of {options.runs} loads each: {said}")


def _measure(
    store: Store, run: Run, config: Config, console: Console, stop: threading.Event, sample: list[Page]
) -> None:
    from crawler.browser.browse import BrowseTask
    from crawler.browser.lab import measure_pages
    from marsad.run import browser_options

    options = config.browser.lab
    done: dict[int, set[str]] = {}
    for one in store.artifacts(run.id, kinds=[ArtifactKind.LAB]):
        done.setdefault(one.page_id, set()).add(one.device)
    browser: BrowserOptions = browser_options(config, [run.start_url])
    left = [page for page in sample if not set(options.devices) <= done.get(page.id, set())]
    if not left:
        return
    console.log("lab", f"{len(left)} pages, about {_minutes(options, len(left))}; --no-lab leaves this out")
    with console.bar("lab", len(left) * len(options.devices)) as bar:
        measure_pages(
            [BrowseTask(page.id, page.url) for page in left],
            browser,
            lambda artifact: store.save_artifacts(run.id, [artifact]),
            lambda now: bar.update(now.done, now.total, now.url),
            stop,
        )


def _minutes(options: LabOptions, pages: int) -> str:
    seconds = sum(SECONDS_A_LOAD[device] for device in options.devices) * options.runs * pages
    if options.filmstrip and "mobile" in options.devices:
        seconds += SECONDS_A_FILMSTRIP * pages
    seconds = min(seconds, options.max_seconds or seconds)
    return f"{seconds / 60:.0f} minutes" if seconds >= 90 else f"{seconds:.0f} seconds"


def _loaded_pages(store: Store, run: Run) -> list[Page]:
    """The pages that a browser has loaded without fault, in the order in which they were crawled."""
    ids = {one.page_id for one in store.artifacts(run.id, kinds=[ArtifactKind.VITALS]) if not one.error}
    return list(store.pages(run.id, sorted(ids))) if ids else []


def _tell_gaps(
    coverage: Coverage, loaded: list[Page], sample: list[Page], done: list[Artifact], options: LabOptions
) -> None:
    missing = {page.template_id for page in loaded} - {page.template_id for page in sample}
    if missing:
        why = f"pages of {len(missing)} templates were not measured: `max_pages` allows {len(sample)}"
        coverage.add_gap(WHAT, why, "raise `max_pages` under [browser.lab] in marsad.toml")
    seen = {(one.page_id, one.device) for one in done}
    for device in options.devices:
        late = [page for page in sample if (page.id, device) not in seen]
        if late:
            why = f"{len(late)} of {len(sample)} pages were not measured as {device}"
            over = f": its {options.max_seconds:.0f} seconds were over"
            coverage.add_gap(WHAT, why + over, "raise `max_seconds` under [browser.lab] in marsad.toml; 0 is no limit")
    failed = [one for one in done if one.error]
    if failed:
        why = f"{len(failed)} of {len(done)} measurements failed ({failed[0].error})"
        coverage.add_gap(WHAT, why, "run the audit again")
    busy = [one for one in done if not one.error and one.data["machine"]["is_busy"]]
    if busy:
        least = min(one.data["machine"]["index"] for one in busy)
        why = f"this machine was busy in {len(busy)} of {len(done)} measurements (at worst {least:.0%} of it was free)"
        coverage.add_gap(WHAT, f"{why}: times are longer than they should be", "run the audit on a quiet machine")
