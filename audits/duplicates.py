"""Which pages say the same: a digest for exact copies, a min-hash of word triples for near copies."""

from __future__ import annotations

from audits.page import PageView
from audits.site import Signature


def signature_of(view: PageView) -> Signature | None:
    """Return what a content page leaves for comparing; None where it is no content."""
    if not view.is_content:
        return None
    return Signature(view.page.id, view.facts.word_count, view.facts.text_digest)
