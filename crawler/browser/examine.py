"""One load of one page on one device: everything a browser can tell of it, as artifacts."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from crawler.browser.axe import run_axe
from crawler.browser.interaction import read_interaction
from crawler.browser.keyboard.read import read_keyboard
from crawler.browser.media import read_media
from crawler.browser.narrow import read_narrow
from crawler.browser.options import BrowserOptions, Device
from crawler.browser.pictures import read_pictures
from crawler.browser.places import read_places
from crawler.browser.rendered import read_rendered
from crawler.browser.responsive import Changes, read_responsive
from crawler.browser.screenshot import crop_elements, take_screenshot
from crawler.browser.scripts import read_scripts
from crawler.browser.session import Browser, BrowserFailedError, ContextGoneError, PageFailedError
from crawler.browser.unused import read_unused, watch_scripts
from crawler.browser.visit import Visit, visit
from crawler.browser.vitals import read_vitals
from store.model import Artifact, ArtifactKind


def examine(
    browser: Browser, page_id: int, url: str, device: Device, options: BrowserOptions, *, stands: bool = False
) -> list[Artifact]:
    """Load the page once and take every artifact that the options ask for; what fails is an artifact with `error`.

    One that `stands` for its template is looked at on all screens and with larger letters too, and then loaded once
    more and walked through with the Tab key, for the walk changes what it touches.

    Raises BrowserFailedError where the browser must be replaced before anything useful was seen.
    """
    keyboard = stands and options.keyboard.enabled
    try:
        seen = visit(browser, url, device, options, watch_scripts if options.unused else None)
    except (PageFailedError, ContextGoneError) as fault:
        return failed(page_id, device, str(fault), options, stands=stands)
    artifacts: list[Artifact] = []
    spent = ""

    def take(kind: ArtifactKind, read: Callable[[], tuple[dict[str, Any], bytes]]) -> dict[str, Any]:
        try:
            data, blob = read()
        except (PageFailedError, ContextGoneError) as fault:
            artifacts.append(_error(page_id, kind, device, str(fault)))
            return {}
        artifacts.append(Artifact(page_id, kind, device, data, blob, "", time.time()))
        return data

    take(ArtifactKind.VITALS, lambda: (_vitals(browser, seen, options), b""))
    take(
        ArtifactKind.RENDERED,
        lambda: (
            {
                **read_rendered(browser, seen),
                **read_places(browser),
                **read_pictures(browser),
                **read_scripts(browser, options.scripts),
            },
            b"",
        ),
    )
    try:
        changes = _watched(browser, options) if stands else None
        flagged: list[str] = []
        if options.axe:
            flagged = _flagged(take(ArtifactKind.AXE, lambda: (run_axe(browser, options), b"")))
        if options.screenshots:
            take(ArtifactKind.SCREENSHOT, lambda: take_screenshot(browser, seen, options))
            _take_crops(browser, artifacts, seen, page_id, flagged, options)
        changed = _read_changes(changes)
        _take_narrow(browser, artifacts)
        if ArtifactKind.RESPONSIVE in wanted_kinds(options, device):
            take(ArtifactKind.RESPONSIVE, lambda: (_responsive(browser, device, options, stands, changed), b""))
        if ArtifactKind.MEDIA in wanted_kinds(options, device):
            take(ArtifactKind.MEDIA, lambda: (read_media(browser, options.media), b""))
        if options.interaction:
            _take_interaction(browser, artifacts, device)
    except BrowserFailedError as fault:  # what was seen before the browser failed is kept
        browser.is_spent, spent = True, str(fault)
        missing = [kind for kind in wanted_kinds(options, device) if kind not in {one.kind for one in artifacts}]
        artifacts += [_error(page_id, kind, device, str(fault)) for kind in missing]
    if keyboard and browser.is_spent:
        reason = f"not walked through, for the browser failed before: {spent or 'it hung'}"
        artifacts.append(_error(page_id, ArtifactKind.KEYBOARD, device, reason))
    elif keyboard:
        artifacts.append(_walked(browser, page_id, url, device, options))
    return artifacts


def _watched(browser: Browser, options: BrowserOptions) -> Changes | None:
    """The watch over texts that change by themselves, begun; None where it is not wanted or the page moved on."""
    with contextlib.suppress(PageFailedError, ContextGoneError):
        return Changes(browser, options.responsive) if options.responsive.enabled else None
    return None


def _read_changes(changes: Changes | None) -> dict[str, Any]:
    with contextlib.suppress(PageFailedError, ContextGoneError):
        return {"changes": changes.read()} if changes is not None else {}
    return {}


def _responsive(
    browser: Browser, device: Device, options: BrowserOptions, whole: bool, changed: dict[str, Any]
) -> dict[str, Any]:
    return {**read_responsive(browser, device, options.responsive, whole=whole), **changed}


def _walked(browser: Browser, page_id: int, url: str, device: Device, options: BrowserOptions) -> Artifact:
    """The keyboard walk; a page that withstands it costs this one artifact, and the browser where it hangs."""
    try:
        visit(browser, url, device, options)
        data = read_keyboard(browser, options.keyboard)
    except (PageFailedError, ContextGoneError) as fault:
        return _error(page_id, ArtifactKind.KEYBOARD, device, str(fault))
    except BrowserFailedError as fault:
        browser.is_spent = True
        return _error(page_id, ArtifactKind.KEYBOARD, device, str(fault))
    return Artifact(page_id, ArtifactKind.KEYBOARD, device, data, b"", "", time.time())


def _take_crops(
    browser: Browser, artifacts: list[Artifact], seen: Visit, page_id: int, flagged: list[str], options: BrowserOptions
) -> None:
    picture = next((one.blob for one in artifacts if one.kind is ArtifactKind.SCREENSHOT), b"")
    if not (picture and flagged and options.elements):
        return
    try:
        crops = crop_elements(browser, picture, flagged, options)
    except (PageFailedError, ContextGoneError):
        return  # the page moved on: the picture of the whole page has to do
    if crops:
        artifacts.append(Artifact(page_id, ArtifactKind.ELEMENTS, seen.device, crops, b"", "", time.time()))


def _take_narrow(browser: Browser, artifacts: list[Artifact]) -> None:
    """Add what a narrow screen shows to what is known of the rendered page. It comes last: it resizes the page."""
    for number, one in enumerate(artifacts):
        if one.kind is ArtifactKind.RENDERED and not one.error:
            with contextlib.suppress(PageFailedError, ContextGoneError):  # the page moved on: that much is not known
                artifacts[number] = replace(one, data={**one.data, "narrow": read_narrow(browser)})


def _vitals(browser: Browser, seen: Visit, options: BrowserOptions) -> dict[str, Any]:
    vitals = read_vitals(browser, seen)
    return {**vitals, "unused": read_unused(browser, seen)} if options.unused else vitals


def _take_interaction(browser: Browser, artifacts: list[Artifact], device: Device) -> None:
    """Add how fast the page answers to what is known of its speed. It comes last: it presses keys and buttons."""
    for number, one in enumerate(artifacts):
        if one.kind is ArtifactKind.VITALS and not one.error:
            answer = None
            with contextlib.suppress(PageFailedError, ContextGoneError):  # the page moved on: not known
                browser.set_screen(device)
                answer = read_interaction(browser, device)
            artifacts[number] = replace(one, data={**one.data, "inp": answer})


def failed(
    page_id: int, device: Device, reason: str, options: BrowserOptions, *, stands: bool = False
) -> list[Artifact]:
    """The artifacts of a page that could not be examined: one error for each kind that was asked for."""
    walk = [ArtifactKind.KEYBOARD] if stands and options.keyboard.enabled else []
    return [_error(page_id, kind, device, reason) for kind in (*wanted_kinds(options, device), *walk)]


def wanted_kinds(options: BrowserOptions, device: Device) -> list[ArtifactKind]:
    """The kinds of artifact that every page should have on a device; what brings its own screens is asked once."""
    kinds = [ArtifactKind.VITALS, ArtifactKind.RENDERED]
    if options.axe:
        kinds.append(ArtifactKind.AXE)
    if options.screenshots:
        kinds.append(ArtifactKind.SCREENSHOT)
    if options.responsive.enabled and device == options.devices[0]:
        kinds.append(ArtifactKind.RESPONSIVE)
    if options.media.enabled and device == options.devices[0]:
        kinds.append(ArtifactKind.MEDIA)
    return kinds


def _error(page_id: int, kind: ArtifactKind, device: Device, reason: str) -> Artifact:
    return Artifact(page_id, kind, device, {}, b"", reason or "unknown", time.time())


def _flagged(axe: dict[str, Any]) -> list[str]:
    """Selectors that axe found wrong, violations before those to review, each rule's first element first."""
    columns = [[node["selector"] for node in rule["nodes"]] for rule in axe.get("violations", ())]
    columns += [[node["selector"] for node in rule["nodes"]] for rule in axe.get("incomplete", ())]
    longest = max(map(len, columns), default=0)
    return [column[row] for row in range(longest) for column in columns if row < len(column)]
