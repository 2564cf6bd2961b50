"""Policies on scripts that leave doors open."""

from collections.abc import Iterator

from audits.csp import policies_of, weaknesses_of
from audits.headers import hosts_of
from audits.rule import (
    Answer,
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


@site_rule(
    id="sec-csp-weak",
    category=Category.SECURITY,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.STANDARD,
    refs=["csp:directive-script-src", "mdn:Web/HTTP/Guides/CSP", "owasp:Content_Security_Policy_Cheat_Sheet"],
    title="Policy on scripts leaves doors open",
    message="The host's `Content-Security-Policy` leaves doors open.",
    why="A planted script runs in spite of the policy.",
    fix="Ask whoever builds the site to tighten the policy.",
    fix_developer=(
        "Allow scripts by nonce or hash with `'strict-dynamic'`; add `object-src 'none'` and `base-uri 'self'`."
    ),
    owner=Owner.SERVER,
    effort=Effort.SITE,
    applies=lambda site: any(_speaking(site)),
    examples=[
        Fails(
            {
                "/": Answer(
                    html="<p>A</p>",
                    headers={"Content-Security-Policy": "default-src 'self' 'unsafe-inline'; base-uri 'self'"},
                )
            },
            at=["/"],
        ),
        Fails(
            {"/": Answer(html="a", headers={"Content-Security-Policy": "default-src https: data:; base-uri 'none'"})},
            at=["/"],
        ),
        Fails(
            {"/": Answer(html="a", headers={"Content-Security-Policy": "script-src 'self'; base-uri 'self'"})},
            at=["/"],
            note="plug-ins are not limited",
        ),
        Fails(
            {"/": Answer(html="a", headers={"Content-Security-Policy": "default-src 'self'"})}, at=["/"], note="base"
        ),
        Passes(
            {
                "/": Answer(
                    html="<p>A</p>",
                    headers={
                        "Content-Security-Policy": "script-src 'nonce-r4nd0m' 'strict-dynamic' 'unsafe-inline' https:; "
                        "object-src 'none'; base-uri 'none'"
                    },
                )
            },
            note="the recommended strict policy: old browsers alone obey its last words",
        ),
        Passes(
            {
                "/": Answer(
                    html="<p>A</p>",
                    headers={
                        "Content-Security-Policy": "script-src 'unsafe-inline'; object-src 'none'; base-uri 'self'"
                        "\nscript-src 'self' 'sha256-abc='; object-src 'none'; base-uri 'self'"
                    },
                )
            },
            note="both bind: the stricter counts",
        ),
        Inapplicable({"/": Answer(html="a", headers={"Content-Security-Policy": "frame-ancestors 'self'"})}),
        Inapplicable({"/": "<p>A</p>"}, note="told as missing"),
    ],
)
def sec_csp_weak(site: SiteView) -> Iterator[Evidence]:
    """Yield each host once, by its first page with a policy on scripts, with all that it leaves open."""
    for host, url, header in _speaking(site):
        found = weaknesses_of(policies_of(header))
        if found:
            message = f"The policy of {host} leaves open: {'; '.join(found)}."
            yield site.evidence(url, message, group=host, facts={"policy": header[:500], "open": found})


def _speaking(site: SiteView) -> Iterator[tuple[str, str, str]]:
    """Host, page and header of each host whose policy speaks of scripts."""
    for host, pages in hosts_of(site):
        for page in pages:
            header = page.header("content-security-policy") or ""
            if "script-src" in header or "default-src" in header:
                yield host, page.url, header
                break
