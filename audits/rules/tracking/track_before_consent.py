"""Tracking that begins before a visitor has answered the question for consent."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.rendering import facts_of, vitals_of
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.standards.trackers import COOKIES, DENIED, HITS


def _seen(cookies: list[str], hits: list[tuple[str, str]], notice: str = "Cookiebot") -> dict[str, dict[str, Any]]:
    return {
        "rendered": {
            "consent_notice": notice,
            "cookies": [{"name": name, "domain": "example.com"} for name in cookies],
        },
        "vitals": {"third_party": {"hits": [{"url": url, "gcs": signal} for url, signal in hits]}},
    }


_COLLECT = "https://region1.google-analytics.com/g/collect"


@page_rule(
    id="track-before-consent",
    category=Category.SECURITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://developers.google.com/tag-platform/security/guides/consent"],
    title="Tracking may start before consent",
    message="The page asks for consent, but tracking seems to start before anybody has answered.",
    why=(
        "If consent is needed for it, visitors who refuse are counted all the same. "
        "Whether it is needed depends on the purpose and on the law that applies."
    ),
    fix="Ask whoever is in charge of data protection whether this service may start without consent.",
    fix_developer="Hold the tag back until the consent tool allows it, or start it with consent mode set to denied.",
    owner=Owner.THIRD_PARTY,
    effort=Effort.SITE,
    needs=[ArtifactKind.RENDERED, ArtifactKind.VITALS],
    examples=[
        Reviews("<p>Cats</p>", at=[""], artifacts=_seen(["_ga", "_ga_ABC123"], []), note="a cookie"),
        Reviews("<p>Cats</p>", at=[""], artifacts=_seen([], [("https://www.facebook.com/tr/", "")]), note="a request"),
        Reviews("<p>Cats</p>", at=["", ""], artifacts=_seen(["_fbp"], [(_COLLECT, "G111")]), note="two services"),
        Passes("<p>Cats</p>", artifacts=_seen([], [(_COLLECT, "G100")]), note="told without knowing the visitor"),
        Passes("<p>Cats</p>", artifacts=_seen(["CookieConsent", "PHPSESSID", "lang"], []), note="needed for the site"),
        Passes(
            "<p>Cats</p>",
            artifacts=_seen([], [("https://www.googletagmanager.com/gtag/js", "")]),
            note="a tag that has told nothing yet",
        ),
        Passes("<p>Cats</p>", artifacts=_seen(["_ga"], [], notice=""), note="nobody is asked"),
        Inapplicable("", status=404),
    ],
)
def track_before_consent(page: PageView) -> Iterator[Evidence]:
    """Yield each service once, for review, where a notice is shown and nobody has answered it."""
    seen = facts_of(page)
    notice = str(seen.get("consent_notice") or "")
    if not notice:
        return
    found: dict[str, list[str]] = defaultdict(list)
    for cookie in seen.get("cookies", ()):
        name = str(cookie.get("name", ""))
        vendor = next((vendor for vendor, pattern in COOKIES.items() if pattern.fullmatch(name)), "")
        if vendor:
            found[vendor].append(f"the cookie {name}")
    for hit in (vitals_of(page).get("third_party") or {}).get("hits", ()):
        url = str(hit.get("url", ""))
        vendor = next((vendor for vendor, pattern in HITS.items() if pattern.search(url)), "")
        if vendor and hit.get("gcs") != DENIED:
            found[vendor].append(f"a request to {url.split('/')[2]}")
    for vendor, signs in found.items():
        distinct = list(dict.fromkeys(signs))
        message = f"{vendor}: before any answer to the consent notice ({notice}) there was {', '.join(distinct[:4])}."
        yield page.review(message=message, group=vendor, facts={"signs": distinct[:10]})
