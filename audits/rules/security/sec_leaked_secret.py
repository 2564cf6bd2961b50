"""Keys and tokens in pages and scripts."""

from collections.abc import Iterator
from dataclasses import replace

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.credentials import find_credentials, may_hold_credentials
from store.document import text_of

_SHOWN_TAGS = ("code", "pre", "samp", "kbd")


def _hidden(text: str) -> str:
    """What an example holds: put together here, so that no key stands in this file."""
    return f"sk_{'live'}_{text}"


_KEY = _hidden("Zq8Rk3Vt6Yw1Xb5Nc7Md9Lf2Jg4Hh0")


@page_rule(
    id="sec-leaked-secret",
    category=Category.SECURITY,
    severity=Severity.HIGH,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["owasp:Secrets_Management_Cheat_Sheet"],
    title="A secret key can be read in the page",
    message="The page or its script holds what looks like a secret key.",
    why="Everybody can read it and act in your name: send mail, spend money, read customers' data.",
    fix="Tell the developer at once; the key has to be revoked, not only taken out.",
    fix_developer="Revoke the key with its maker, make a new one, and use it on the server only.",
    owner=Owner.TEMPLATE,
    applies=lambda page: page.is_content,
    examples=[
        # The first of each kind is shown in the documentation: it must hold no key.
        Reviews(
            '<p>A</p><script src="/app.js"></script>',
            at=["script"],
            site_options={"scripts": {"https://example.com/app.js": {"credentials": [["Stripe", "sk_live_…", 7]]}}},
        ),
        Reviews(f"<p>A</p><script>var key = '{_KEY}';</script>", at=["script"]),
        Reviews(f'<p>A</p><div data-key="{_KEY}"></div>', at=[""]),
        Passes('<p>A</p><script src="/app.js"></script>', note="nothing known of the script"),
        Passes(f"<h1>How to call us</h1><pre>curl -u {_KEY}:</pre>", note="shown to be read"),
        Passes(f"<script>var key = '{_hidden('xxxxxxxxxxxxxxxxxxxxxxxxxxxx')}';</script>", note="a placeholder"),
        Passes(f"<script>var key = '{_KEY.replace('sk_', 'pk_')}';</script>", note="made to be public"),
        Passes(f"<script>var t = '{'AI' + 'za'}SyDdI0hCZtE6vySjMm-WEfRq3CPzqKqqsHI';</script>", note="of maps: public"),
        Inapplicable("<p>A</p>", status=404),
    ],
)
def sec_leaked_secret(page: PageView) -> Iterator[Evidence]:
    """Yield each key once, redacted: the evidence never holds more than the prefix that its maker gives to all."""
    if page.site.scripts:
        yield from _in_files(page)
    scripts = [(element, element.text or "") for element in page.select("script:not([src])")]
    if not may_hold_credentials(page.body, only_frequent=True) and not any(
        may_hold_credentials(text) for _, text in scripts
    ):
        return
    shown = "\n".join(text_of(element) for tag in _SHOWN_TAGS for element in page.select(tag))
    for one in find_credentials(page.body):
        key = page.body[one.offset : one.offset + 40].split("\n")[0]
        if key[:30] in shown:
            continue
        element = next((script for script, text in scripts if key in text), None)
        message = f"Line {one.line} holds what looks like a key of {one.kind} ({one.shown})."
        facts = {"kind": one.kind, "key": one.shown}
        proof = page.review(element, message, group=one.kind, facts=facts)
        yield replace(proof, line=one.line, snippet="")


def _in_files(page: PageView) -> Iterator[Evidence]:
    for element in page.select("script[src]"):
        url = page.normal(element.attr("src") or "")
        for kind, shown, line in page.site.scripts.get(url or "", {}).get("credentials", ()):
            message = f"Line {line} of {url} holds what looks like a key of {kind} ({shown})."
            yield page.review(element, message, target=url or "", group=kind, facts={"kind": kind, "key": shown})
