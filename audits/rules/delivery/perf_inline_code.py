"""Pages with much code written into them."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule
from audits.savings import size_words
from store.document import inner_span

_DATA = ("ld+json", "speculationrules")


@page_rule(
    id="perf-inline-code",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:extract-critical-css", "web.dev:performance-budgets-101"],
    title="Much code is written into the page",
    message="Scripts and styles inside the page are large.",
    why="They come again with every page, because browsers keep files but not parts of pages.",
    fix="Ask the developer to move code into files.",
    fix_developer="Inline only the styles of the first view; send data of the application when it is needed.",
    settings={"maximum_bytes": "characters of inline scripts and styles above which they are large"},
    examples=[
        Fails(f"<script>{'x' * 50_001}</script>", at=["script"]),
        Fails(f"<style>{'x' * 30_000}</style><script>{'y' * 30_000}</script>", at=["style"]),
        Passes(f"<script>{'x' * 50_000}</script>"),
        Passes(f"<script type='application/ld+json'>{'x' * 60_000}</script>", note="structured data"),
        Passes(f"<pre>{'x ' * 60_000}</pre>", note="text"),
    ],
)
def perf_inline_code(page: PageView, *, maximum_bytes: int = 50_000) -> Iterator[Evidence]:
    """Yield the largest of the elements, where all together are large."""
    if len(page.source) - len(page.folded_markup) <= maximum_bytes:
        return
    sizes = []
    for element in page.select("script, style"):
        inside = inner_span(element)
        if inside is not None and not any(kind in (element.attr("type") or "").lower() for kind in _DATA):
            sizes.append((inside[1] - inside[0], element))
    total = sum(size for size, _ in sizes)
    if total > max(maximum_bytes, 0):
        _, largest = max(sizes, key=lambda pair: pair[0])
        message = f"The page carries {size_words(total)} of scripts and styles in itself."
        yield page.evidence(largest, message, group="inline", facts={"bytes": total})
