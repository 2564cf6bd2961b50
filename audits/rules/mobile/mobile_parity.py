"""Pages that phones are given with less in them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

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
    site_rule,
)
from audits.site import SiteView
from audits.visits import differs_always, share_at_best
from store.model import Probe
from store.urls import split

_NAMES = {
    "robots": "robots directives",
    "canonical": "the canonical",
    "title": "the title",
    "h1": "the main heading",
    "schema": "structured data",
}


def _seen(desktop_words: int = 100, **mobile: Any) -> Mapping[str, Any]:
    """A probe for the examples: the front page as a desktop's browser and as a phone's was given it."""
    desktop = {
        "status": 200, "wall": "", "final_url": "https://example.com/", "title": "A", "h1": ["A"], "canonical": [],
        "robots": [], "schema": ["Product"], "links": 40, "words": desktop_words,
    }  # fmt: skip
    phone = {**desktop, **mobile}
    return {"kind": "mobile", "url": "/", "data": {"desktop": [desktop, desktop], "mobile": [phone, phone]}}


@site_rule(
    id="mobile-parity",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:mobile-sites-mobile-first-indexing"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Phones are given less than desktops",
    message="A phone's browser is given another page than a desktop's.",
    why="Google indexes what phones are given: what is missing there does not exist for it.",
    fix="Tell whoever builds the site which parts are missing for phones.",
    fix_developer="Send the same text, links, title, directives and structured data to both, and lay them out by CSS.",
    settings={
        "text_share": "share of the words that a phone must be given at least",
        "link_share": "share of the internal links that a phone must be given at least",
        "least_words": "texts shorter than this are not compared, in words",
    },
    applies=lambda site: any(_can_tell(probe) for probe in site.probes_of("mobile")),
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/"], probes=[_seen(words=79)]),
        Fails({"/": "<p>A</p>"}, at=["/"], probes=[_seen(links=31)]),
        Fails({"/": "<p>A</p>"}, at=["/"], probes=[_seen(robots=["noindex"])]),
        Fails({"/": "<p>A</p>"}, at=["/"], probes=[_seen(canonical=["https://example.com/m"])]),
        Fails({"/": "<p>A</p>"}, at=["/"], probes=[_seen(schema=[])]),
        Fails({"/": "<p>A</p>"}, at=["/"], probes=[_seen(title="B", h1=[])]),
        Fails({"/": "<p>A</p>"}, at=["/"], probes=[_seen(status=404)]),
        Passes({"/": "<p>A</p>"}, probes=[_seen()]),
        Passes({"/": "<p>A</p>"}, probes=[_seen(desktop_words=19, words=9)], note="too short to compare"),
        Passes({"/": "<p>A</p>"}, probes=[_seen(words=80, links=32)], note="a little less is a matter of layout"),
        Passes({"/": "<p>A</p>"}, probes=[_seen(words=120, links=60, schema=["Product", "Offer"])], note="more"),
        Passes(
            {"/": "<p>A</p>"},
            probes=[_seen(final_url="https://m.example.com/", canonical=["https://example.com/"], links=3)],
            note="a site of its own for phones, with its canonical",
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {
                    "kind": "mobile",
                    "url": "/",
                    "data": {
                        "desktop": [{"status": 200, "title": "5 left"}, {"status": 200, "title": "4 left"}],
                        "mobile": [{"status": 200, "title": "4 left"}, {"status": 200, "title": "3 left"}],
                    },
                }
            ],
            note="changes by itself",
        ),
        Inapplicable({"/": "<p>A</p>"}, probes=[_seen(wall="Cloudflare", status=403)], note="a bot wall"),
        Inapplicable({"/": "<p>A</p>"}, note="nobody asked"),
    ],
)
def mobile_parity(
    site: SiteView, *, text_share: float = 0.8, link_share: float = 0.8, least_words: int = 20
) -> Iterator[Evidence]:
    """Yield each asked page on which all visits of the phone were given something else, with what differs."""
    for probe in site.probes_of("mobile"):
        if not _can_tell(probe):
            continue
        desktop, mobile = probe.data["desktop"], probe.data["mobile"]
        if differs_always(desktop, mobile, "status"):
            message = f"A phone's browser is answered {mobile[0]['status']}, a desktop's {desktop[0]['status']}."
            yield site.evidence(probe.url, message, group="status")
            continue
        found = [name for name in _NAMES if differs_always(desktop, mobile, name) and _is_loss(desktop, mobile, name)]
        shown = [f"{_NAMES[name]} ({_value(desktop, name)}; phone: {_value(mobile, name)})" for name in found]
        is_long = max(int(look.get("words", 0)) for look in desktop) >= least_words
        for name, least in (("words", text_share if is_long else 0.0), ("links", link_share)):
            share = share_at_best(desktop, mobile, name)
            if share < least and not (name == "links" and _is_elsewhere(desktop, mobile)):
                found.append(name)
                shown.append(f"{mobile[0].get(name)} of {desktop[0].get(name)} {name}")
        if found:
            facts = {"differs": found, "desktop": dict(desktop[0]), "mobile": dict(mobile[0])}
            message = f"A phone's browser is given something else: {'; '.join(shown)}."
            yield site.evidence(probe.url, message, group=",".join(found), facts=facts)


def _can_tell(probe: Probe) -> bool:
    """Whether a desktop's browser was given a page, and the phone a page or a clear no."""
    desktop, mobile = probe.data.get("desktop", ()), probe.data.get("mobile", ())
    is_shown = all(look.get("status") == 200 and not look.get("wall") for look in desktop)
    is_clear = all(look.get("status") in (200, 404, 410) and not look.get("wall") for look in mobile)
    return bool(desktop) and bool(mobile) and is_shown and is_clear


def _is_loss(desktop: Sequence[Mapping[str, Any]], mobile: Sequence[Mapping[str, Any]], name: str) -> bool:
    """More structured data for phones is no loss, nor is the canonical of a phones' own host; all else counts."""
    if name == "schema":
        return not set(desktop[0]["schema"]) <= set(mobile[0]["schema"])
    if name == "canonical" and _is_elsewhere(desktop, mobile):
        return _canonical(mobile) not in (_canonical(desktop), desktop[0].get("final_url"))
    return True


def _canonical(looks: Sequence[Mapping[str, Any]]) -> str:
    """The first canonical that a visit was given, or ""."""
    return next(iter(looks[0].get("canonical") or ()), "")


def _is_elsewhere(desktop: Sequence[Mapping[str, Any]], mobile: Sequence[Mapping[str, Any]]) -> bool:
    """Whether phones are sent to another host."""
    hosts = [split(str(looks[0].get("final_url") or "https://x/")).netloc for looks in (desktop, mobile)]
    return hosts[0] != hosts[1]


def _value(looks: Sequence[Mapping[str, Any]], name: str) -> str:
    value = looks[0].get(name)
    return ", ".join(map(str, value[:3])) or "none" if isinstance(value, list | tuple) else str(value)[:80]
