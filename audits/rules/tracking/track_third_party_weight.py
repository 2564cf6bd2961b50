"""Pages that load very much from other sites."""

from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.rendering import is_comparable, vitals_of
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)


def _seen(requests: int, size: int) -> dict[str, dict[str, Any]]:
    hosts = {"cdn.example.net": {"requests": requests, "bytes": size}}
    return {"vitals": {"third_party": {"requests": requests, "bytes": size, "hosts": hosts}}}


@page_rule(
    id="track-third-party-weight",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:efficiently-load-third-party-javascript"],
    title="Much is loaded from other sites",
    message="The page loads many or heavy files from other sites.",
    why="Each other site costs a connection, may be slow or fail, and learns of the visit.",
    fix="Go through the services with whoever added them, and remove what nobody uses.",
    fix_developer="Remove unused tags, load widgets when they are needed, and serve libraries and fonts yourself.",
    owner=Owner.THIRD_PARTY,
    needs=[ArtifactKind.VITALS],
    settings={
        "most_requests": "requests to other sites above which there are many",
        "most_bytes": "bytes from other sites, as sent, above which it is much",
    },
    applies=is_comparable,
    examples=[
        Fails("<p>A</p>", at=[""], artifacts=_seen(51, 400_000)),
        Fails("<p>A</p>", at=[""], artifacts=_seen(4, 1_000_001)),
        Passes("<p>A</p>", artifacts=_seen(50, 1_000_000)),
        Passes("<p>A</p>", artifacts={"vitals": {"requests": 90, "bytes": 9_000_000}}, note="not told apart"),
        Inapplicable("<p>Gone</p>", status=404, artifacts=_seen(51, 400_000)),
    ],
)
def track_third_party_weight(
    page: PageView, *, most_requests: int = 50, most_bytes: int = 1_000_000
) -> Iterator[Evidence]:
    """Yield the page over one of the limits, with the hosts that sent most."""
    third = vitals_of(page).get("third_party") or {}
    requests, size = int(third.get("requests") or 0), int(third.get("bytes") or 0)
    if requests > most_requests or size > most_bytes:
        hosts = list(third.get("hosts", {}))
        message = f"{requests} requests to other sites brought {size / 1e6:.1f} MB, most from {', '.join(hosts[:3])}."
        yield page.evidence(message=message, facts={"requests": requests, "bytes": size, "hosts": hosts[:10]})
