"""Recognises a bot wall that answered instead of the site, so that its page feeds no other check."""

from __future__ import annotations

from crawler.ask import Answer

_LOOK_BYTES = 16 * 1024
_STATUSES = frozenset({200, 202, 401, 403, 405, 406, 429, 503})

# A mark in the first part of the body, and whose it is. Marks that also stand on normal pages need a telling status.
_BODY_MARKS: tuple[tuple[bytes, str, bool], ...] = (
    (b"__cf_chl_", "Cloudflare", False),
    (b"/cdn-cgi/challenge-platform/h/", "Cloudflare", True),
    (b"_Incapsula_Resource", "Imperva", True),
    (b"Request unsuccessful. Incapsula", "Imperva", False),
    (b"window._pxAppId", "HUMAN", True),
    (b"px-captcha", "HUMAN", True),
    (b"geo.captcha-delivery.com", "DataDome", True),
    (b"sec-if-cpt-container", "Akamai", False),
    (b"AwsWafIntegration", "AWS WAF", True),
    (b"ak-challenge", "Akamai", True),
    (b"sucuri_cloudproxy_js", "Sucuri", False),
    (b"ddos-guard/js-challenge", "DDoS-Guard", False),
)


def challenge_by(answer: Answer) -> str:
    """Return whose bot wall answered, or "" where the site itself did."""
    if answer.status not in _STATUSES:
        return ""
    for name, value in answer.headers:
        if name == "cf-mitigated" and "challenge" in value.lower():
            return "Cloudflare"
        if name == "x-amzn-waf-action" and value.lower() in ("challenge", "captcha"):
            return "AWS WAF"
        if name == "x-datadome" and answer.status == 403:
            return "DataDome"
    if answer.status == 200 and answer.body_bytes > _LOOK_BYTES:
        return ""  # walls are short; a long page is the site
    start = answer.body[:_LOOK_BYTES]
    return next(
        (
            owner
            for mark, owner, needs_status in _BODY_MARKS
            if mark in start and not (needs_status and answer.status == 200)
        ),
        "",
    )
