"""What the browser's sample says of links: places that scripts add, and links that only scripts make."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from crawler.admission import Admission
from crawler.decode import decode
from crawler.fragments import Places
from store.database import Batch, Store
from store.links import LinkTable
from store.model import Artifact, ArtifactKind, Link, LinkFlag, LinkKind, Page, Place, Probe, Run
from store.urls import normal_form

MAX_SCRIPTED = 200  # links of one page that only scripts make
MAX_NEW = 1_000
_ENOUGH = 1  # pages of a template that were rendered and to which scripts added no place


def pages_in_doubt(store: Store, run: Run, limit: int) -> list[Page]:
    """Pages with scripts that seem to lack places that links name, the most wanted first: a browser can tell."""
    wanted: dict[str, int] = defaultdict(int)
    for probe in store.probes(run.id):
        if probe.kind == "fragments" and probe.data.get("is_scripted") and not probe.data.get("is_rendered"):
            final = str(probe.data.get("final_url") or probe.url)
            wanted[final] += sum(int(wish["pages"]) for wish in probe.data["missing"].values())
    first = sorted(wanted, key=lambda url: -wanted[url])[: limit * 5]
    found = (store.page(run.id, url) for url in first)
    return [page for page in found if page is not None and page.facts is not None][:limit]


def settle_places(store: Store, run: Run) -> None:
    """Take back the places that scripts add, and say which of the others are missing for certain."""
    probes = [probe for probe in store.probes(run.id) if probe.kind == "fragments" and probe.data.get("is_scripted")]
    if not probes:
        return
    rendered = dict(_rendered(store, run))
    quiet = _quiet_templates(store, run, rendered)
    changed: list[Probe] = []
    for probe in probes:
        page = store.page(run.id, str(probe.data.get("final_url") or probe.url))
        if page is None:
            continue
        places = rendered.get(page.id)
        if places is None and page.template_id not in quiet:
            continue
        missing: Mapping[str, Any] = probe.data["missing"]
        if places is not None:
            missing = {name: wish for name, wish in missing.items() if not places.has(name)}
        changed.append(replace(probe, data={**probe.data, "missing": missing, "is_rendered": True}))
    if changed:
        store.save_batch(run.id, Batch(probes=changed))


def _rendered(store: Store, run: Run) -> Iterator[tuple[int, Places]]:
    for artifact in _seen(store, run):
        yield artifact.page_id, Places(frozenset(artifact.data["ids"]))


def _seen(store: Store, run: Run) -> Iterator[Artifact]:
    for artifact in store.artifacts(run.id, kinds=[ArtifactKind.RENDERED]):
        if not artifact.error and "ids" in artifact.data:
            yield artifact


def _quiet_templates(store: Store, run: Run, rendered: Mapping[int, Places]) -> set[int]:
    """Templates to whose rendered pages scripts add no places, so that their other pages have none but those sent."""
    bodies = store.bodies(run.id, rendered)
    grown: dict[int, list[bool]] = defaultdict(list)
    for page in store.pages(run.id, ids=rendered):
        if page.template_id is not None and page.id in bodies:
            sent = Places.of(decode(bodies[page.id], page.content_type)[0]).names
            grown[page.template_id].append(bool(set(rendered[page.id].names) - set(sent)))
    return {number for number, said in grown.items() if len(said) >= _ENOUGH and not any(said)}


def ask_scripted_links(
    store: Store, run: Run, options: Any, stop: threading.Event, admission: Admission | None = None
) -> int:
    """Note the links that only scripts make on the pages of the sample, and ask those that nobody asked yet."""
    found: dict[int, list[Link]] = {}
    artifacts = list(_seen(store, run))
    if not artifacts:
        return 0
    table = store.links(run.id)
    urls = store.urls(run.id)
    pages = {page.id: page for page in store.pages(run.id, ids=[one.page_id for one in artifacts])}
    for artifact in artifacts:
        page = pages.get(artifact.page_id)
        if page is not None and page.id not in found:
            known = _links_of(table, urls, page.id)
            made = _made(artifact, page, {link.target for link in known})
            if made:
                found[page.id] = [*known, *made]
    if not found:
        return 0
    targets = [link.target for links in found.values() for link in links if link.kind is LinkKind.SCRIPTED]
    from crawler.afterwards import ask_more

    asked = ask_more(store, run, options, dict.fromkeys(targets[:MAX_NEW]), stop, admission)
    store.save_batch(run.id, Batch(linking=[(pages[number].url, links) for number, links in found.items()]))
    return asked


def _made(artifact: Artifact, page: Page, known: set[str]) -> list[Link]:
    made: dict[str, Link] = {}
    for _kind, raw, text in artifact.data.get("addresses", ()):
        target = normal_form(str(raw))
        if target and target not in known and target != page.url and len(made) < MAX_SCRIPTED:
            made.setdefault(target, Link(target, LinkKind.SCRIPTED, str(text)))
    return list(made.values())


def _links_of(table: LinkTable, urls: Mapping[int, str], page_id: int) -> list[Link]:
    """The links of a page as they are stored."""
    import numpy as np

    low, high = np.searchsorted(table.source, [page_id, page_id + 1])
    return [
        Link(
            urls[int(table.target[row])],
            LinkKind(int(table.kind[row])),
            table.texts[int(table.text[row])],
            Place(int(table.place[row])),
            LinkFlag(int(table.flags[row])),
            int(table.line[row]),
            int(table.count[row]),
        )
        for row in range(int(low), int(high))
    ]
