"""Boxes that cover the page as soon as it is open."""

import re
from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.rendering import facts_of, is_comparable
from audits.rule import (
    ArtifactKind,
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

# What Google excepts: consent, age and login; and what is no message at all: a screen while something loads.
_EXCEPTED = re.compile(
    r"cookie|consent|gdpr|dsgvo|rgpd|ccpa|privacy|datenschutz|privacidad|confidentialit|zasebnost|piškot|"
    r"ملفات تعريف|الخصوصية|プライバシー|クッキー|개인정보|隐私|"
    r"\bage[-_ ]?(?:gate|check|verif|restrict)|verify your age|\b(?:18|21)\s?\+|over (?:18|21)|under (?:18|21)|"
    r"(?:18|21) (?:years|jahre|ans|años|anni|let|lat|лет)|volljährig|majeur|mayor de edad|maggiorenn|العمر|年齢|"
    r"\b(?:log|sign)[-_ ]?in\b|\blogin\b|anmelden|einloggen|connexion|se connecter|iniciar sesión|accedi|prijava|"
    r"войти|تسجيل الدخول|ログイン|登录|登入|로그인|"
    r"\b(?:pre)?load(?:er|ing)\b|spinner|splash|captcha",
    re.IGNORECASE,
)


def _over(share: float, text: str = "Subscribe to our letter", **rest: Any) -> dict[str, dict[str, Any]]:
    box = {"share": share, "selector": "div", "html": "<div>", "text": text, "names": "modal", **rest}
    return {"rendered": {"overlay": box}}


@page_rule(
    id="mobile-interstitial",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:avoid-intrusive-interstitials", "google:page-experience"],
    title="Box covers the page when it opens",
    message="As soon as the page is open, a box covers most of the screen.",
    why="Visitors from the search do not see what they came for, and Google may rank such pages lower.",
    fix="Show the message as a banner that leaves the text readable, or later; consent, age and login may cover it.",
    fix_developer="Replace the overlay by a banner of at most a third of the screen, or open it only when asked for.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    settings={"share": "share of the screen above which a box covers the page"},
    applies=is_comparable,
    examples=[
        Reviews("<p>Cats</p><div></div>", at=["div"], artifacts=_over(0.52)),
        Passes("<p>Cats</p><div></div>", artifacts=_over(0.48)),
        Passes("<p>Cats</p><div></div>", artifacts=_over(1, "We value your privacy")),
        Passes("<p>Cats</p><div></div>", artifacts=_over(1, "Are you over 18?"), note="a question of the law"),
        Passes("<p>Cats</p><div></div>", artifacts=_over(1, "Welcome back", has_password=True), note="a login"),
        Passes("<p>Cats</p><div></div>", artifacts=_over(1, "", names="shade"), note="an empty shade"),
        Passes("<p>Cats</p><div></div>", artifacts=_over(1, "Please wait a moment", names="page-loader")),
        Passes("<p>Cats</p>", artifacts={"rendered": {"overlay": None}}),
        Inapplicable(
            "<p>Cats</p><div></div>",
            artifacts={"rendered": {**_over(1)["rendered"], "document_url": "https://example.com/en"}},
            note="the browser was sent elsewhere",
        ),
    ],
)
def mobile_interstitial(page: PageView, *, share: float = 0.5) -> Iterator[Evidence]:
    """Yield the box that covers the page, for review, unless it asks for consent, age or login."""
    seen = facts_of(page)
    box = seen.get("overlay") or {}
    covered = float(box.get("share") or 0)
    text = str(box.get("text", ""))
    if covered <= share or box.get("has_password") or seen.get("consent_notice"):
        return
    if not (len(text) >= 10 or box.get("has_picture")) or _EXCEPTED.search(f"{text} {box.get('names', '')}"):
        return
    said = f": “{text[:100]}”" if text else ""
    yield page.review(
        message=f"A box covers {covered:.0%} of the screen when the page opens{said}.",
        selector=str(box.get("selector", "")),
        snippet=str(box.get("html", "")),
        group="overlay",
        facts={"share": covered},
    )
