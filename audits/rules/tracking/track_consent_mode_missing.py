"""Google tags that are not told what to do before consent."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Owner, Passes, Reviews, Severity, page_rule
from audits.standards.trackers import CONSENT_TOOLS

_STARTS = re.compile(r"""gtag\(\s*['"]config['"]\s*,\s*['"](?:G|AW|DC|GT)-[A-Z0-9-]+['"]""")


@page_rule(
    id="track-consent-mode-missing",
    category=Category.SECURITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://developers.google.com/tag-platform/security/guides/consent"],
    title="Google tag starts without a consent default",
    message="The page starts a Google tag and sets no default for consent.",
    why="For visitors from Europe Google asks for this signal; without it, ads may be measured and shown less.",
    fix="If you have visitors from Europe, ask whoever keeps the tags whether consent mode is set up elsewhere.",
    fix_developer="Call `gtag('consent', 'default', …)` before the tag, and update it when the visitor answers.",
    owner=Owner.THIRD_PARTY,
    examples=[
        Reviews("<script>gtag('config', 'G-ABCDEF1');</script>", at=["script"]),
        Passes("<script>gtag('consent', 'default', {});gtag('config', 'G-ABCDEF1');</script>"),
        Passes(
            "<script src='https://cdn.cookielaw.org/stub.js'></script><script>gtag('config', 'G-ABCDEF1');</script>",
            note="a consent tool can set it",
        ),
        Passes("<script>gtag('config', 'G-ABCDEF1');</script><p>Manage consent</p>", note="somebody is asked"),
        Passes("<script>(f)(window,document,'script','dataLayer','GTM-ABCD1');</script>", note="may be set inside"),
        Passes("<script>gtag('config', 'UA-123456-1');</script>", note="counts no more"),
        Passes("<pre>gtag('config', 'G-ABCDEF1');</pre>", note="shown as a sample"),
    ],
)
def track_consent_mode_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the script that starts the tag, for review, where nothing on the page speaks of consent."""
    if "gtag(" not in page.body or "gtm.js" in page.body or not _STARTS.search(page.body):
        return
    if "consent" in page.folded_body or "gtag_enable_tcf_support" in page.folded_body:
        return
    files = " ".join(one.attr("src") or "" for one in page.select("script[src]")).lower()
    if any(name in files for name in CONSENT_TOOLS):
        return
    for script in page.select("script:not([src])"):
        if _STARTS.search(script.text):
            yield page.review(script)
            return
