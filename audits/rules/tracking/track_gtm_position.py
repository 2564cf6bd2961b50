"""Snippets of Google Tag Manager that stand where they do harm."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.document import source_offset

_LOADER = re.compile(r"googletagmanager\.com/gtm\.js|['\"]dataLayer['\"]\s*,\s*['\"]GTM-")
_END = re.compile(r"</head\s*>|<body[\s>]", re.IGNORECASE)
_LOAD = "<script>(function(w,d,s,l,i){})(window,document,'script','dataLayer','GTM-ABCD1');</script>"
_FRAME = "<noscript><iframe src='https://www.googletagmanager.com/ns.html?id=GTM-ABCD1'></iframe></noscript>"


@page_rule(
    id="track-gtm-position",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["google:valid-page-metadata", "https://developers.google.com/tag-platform/tag-manager/web"],
    title="Snippet of the tag manager stands in the wrong place",
    message="A part of the tag manager's snippet stands in the wrong place.",
    why=(
        "A frame in the head ends the head for readers without scripts, and what follows it may be ignored; "
        "a loader far down counts late, or not at all for short visits."
    ),
    fix="Ask the developer to put the two parts of the snippet where Google's instructions say.",
    fix_developer="Put the script high in `head`, and the `noscript` part right after `<body>`.",
    owner=Owner.TEMPLATE,
    examples=[
        Fails(f"<head>{_FRAME}<title>C</title></head><body></body>", at=["iframe"]),
        Reviews(f"<head><title>C</title></head><body><p>C</p>{_LOAD}</body>", at=["script"]),
        Passes(f"<head>{_LOAD}<title>C</title></head><body>{_FRAME}</body>"),
        Passes(f"<title>C</title>{_LOAD}<p>No tags of a head</p>{_FRAME}"),
        Passes("<body><pre>https://www.googletagmanager.com/gtm.js?id=GTM-ABCD1</pre></body>", note="a sample"),
    ],
)
def track_gtm_position(page: PageView) -> Iterator[Evidence]:
    """Yield the frame that is written before the head ends, and for review a loader that stands in the body."""
    if "googletagmanager" not in page.body and "GTM-" not in page.body:
        return
    end = _END.search(page.source)
    for frame in page.select('iframe[src*="googletagmanager.com/ns.html"]'):
        offset = source_offset(frame)
        if end is not None and offset is not None and offset < end.start():
            message = "The `noscript` frame of the tag manager stands in the head."
            yield page.evidence(frame, message, group="frame")
            break
    loaders = [one for one in page.select("script:not([src])") if _LOADER.search(one.text)]
    if loaders and all(one.closest("body") is not None for one in loaders):
        yield page.review(
            loaders[0],
            "The tag manager is loaded from the body, not from the head.",
            group="loader",
            severity=Severity.LOW,
        )
