"""One-off questions to the site: each is asked once a run, in small number, and kept as a probe in the store."""

from crawler.probes.hosts import ask_host_variants, note_variant, variants_of
from crawler.probes.plan import ask_after_pages, ask_beside_pages, wants_measures, wants_questions

__all__ = [
    "ask_after_pages",
    "ask_beside_pages",
    "ask_host_variants",
    "note_variant",
    "variants_of",
    "wants_measures",
    "wants_questions",
]
