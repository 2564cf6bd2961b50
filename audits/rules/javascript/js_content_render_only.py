"""Pages whose main text is not in the HTML that the server sends."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import facts_of, is_comparable, sent_words, words_in
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

_HALF = " ".join(f"word{number}" for number in range(80))
_NEW = " ".join(f"later{number}" for number in range(90))
_TEXT = f"{_HALF} " + " ".join(f"more{number}" for number in range(80))


@page_rule(
    id="js-content-render-only",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics"],
    title="Main text appears only after scripts run",
    message="Most of the main text is not in the HTML that the server sends.",
    why="Google reads such text later or, when a script fails, not at all; most other crawlers, link previews and AI "
    "assistants run no scripts and see an empty page.",
    fix="Ask your developers whether the text of these pages can be part of the page that the server sends.",
    fix_developer="Render the content on the server or at build time (server-side rendering, static generation) and "
    "let the scripts take over from there.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    settings={
        "share": "share of the rendered main text that is not in the HTML as sent, from which the page is reported",
        "min_words": "words of rendered main text below which a page is not judged",
    },
    applies=is_comparable,
    examples=[
        Fails('<div id="app"></div>', at=[""], artifacts={"rendered": {"main_text": _TEXT}}, note="an empty shell"),
        Fails(
            f"<div id='app'></div><noscript>{_TEXT}</noscript>",
            at=[""],
            artifacts={"rendered": {"main_text": _TEXT}},
            note="what stands in noscript is not shown to those who run scripts",
        ),
        Fails('<div id="app"></div>', at=[""], artifacts={"rendered": {"main_text": "本" * 120}}, note="no spaces"),
        Fails(
            f"<p>{_HALF}</p>",
            at=[""],
            artifacts={"rendered": {"main_text": f"{_HALF} {_NEW}"}},
            note="more than half came later",
        ),
        Passes(f"<main><p>{_TEXT}</p></main>", artifacts={"rendered": {"main_text": _TEXT}}),
        Passes(
            f"<header>{_TEXT}</header><main></main>",
            artifacts={"rendered": {"main_text": _TEXT}},
            note="a script moved it",
        ),
        Passes(
            f"<div hidden>{_TEXT}</div>",
            artifacts={"rendered": {"main_text": _TEXT}},
            note="a script unfolds what was sent",
        ),
        Passes(
            f"<p>{_TEXT}</p>",
            artifacts={"rendered": {"main_text": f"{_TEXT} {_NEW}"}},
            note="less than half was added, such as comments or a consent notice",
        ),
        Passes(
            '<div id="app"></div>',
            artifacts={"rendered": {"main_text": "Sign in to go on"}},
            note="too little text to say what the page is about",
        ),
        Inapplicable(
            '<div id="app"></div>',
            artifacts={"rendered": {"main_text": _TEXT, "document_url": "https://example.com/en/page"}},
            note="the browser was sent elsewhere",
        ),
        Inapplicable("", status=404),
    ],
)
def js_content_render_only(page: PageView, *, share: float = 0.5, min_words: int = 50) -> Iterator[Evidence]:
    """Yield the page where the share of words that were not sent reaches the limit."""
    rendered = words_in(str(facts_of(page).get("main_text", "")))
    total = rendered.total()
    if total < max(1, min_words):
        return
    missing = (rendered - sent_words(page)).total()
    if missing >= share * total:
        yield page.evidence(
            message=f"{missing:,} of the {total:,} words of the main text ({missing / total:.0%}) are not in the HTML "
            "that the server sends; scripts add them.",
            group="made by scripts",
            facts={"words": total, "words_not_sent": missing},
        )
