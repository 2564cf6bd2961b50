"""What page rules may know of speed: files that were read, templates and pictures a browser measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audits.measured import image_waste
from store.database import Store
from store.model import ArtifactKind, Run
from store.urls import normal_form


def speed_facts(store: Store, run: Run) -> dict[str, Any]:
    """The fields `assets`, `measured_templates` and `lcp_images` of the facts of a site."""
    assets: dict[str, Mapping[str, Any]] = {
        probe.url: probe.data for probe in store.probes(run.id) if probe.kind == "asset" and probe.status in (200, 206)
    }
    pages: set[int] = set()
    images: set[str] = set()
    for artifact in store.artifacts(run.id, kinds=[ArtifactKind.VITALS]):
        if artifact.error:
            continue
        pages.add(artifact.page_id)
        address = normal_form(str(artifact.data.get("lcp_url") or ""))
        if address and image_waste(assets.get(address, {})):
            images.add(address)
    templates = {page.template_id for page in store.pages(run.id, ids=sorted(pages)) if page.template_id is not None}
    return {"assets": assets, "measured_templates": frozenset(templates), "lcp_images": frozenset(images)}
