"""Links to documents and archives that do not say so."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.document import Element, text_of
from store.urls import split

_ENDINGS = "pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|epub|zip|rar|7z|dmg|exe|msi|apk"
_FILE = re.compile(rf"\.(?:{_ENDINGS})(?:[\"'?#\s>]|$)")
_ALSO = {
    "doc": ("word",), "docx": ("word", "doc"), "xls": ("excel",), "xlsx": ("excel", "xls"),
    "ppt": ("powerpoint", "slides", "folien"), "pptx": ("powerpoint", "ppt", "slides", "folien"),
    "odt": ("opendocument",), "ods": ("opendocument",), "odp": ("opendocument",), "epub": ("e-book", "ebook"),
    "exe": ("windows", "setup"), "msi": ("windows", "setup"), "dmg": ("mac",), "apk": ("android",),
}  # fmt: skip
_SIZE = re.compile(r"\d\s*(?:[kmg]i?b|ko|mo|go|кб|мб|ميجا|ميغا)\b", re.IGNORECASE)
_DOWNLOAD = re.compile(
    r"download|herunterladen|télécharg|descarg|scarica|prenes|preuzmi|ladda ner|pobierz|stáhn|"
    r"скачать|تحميل|تنزيل|دانلود",
    re.IGNORECASE,
)


@page_rule(
    id="link-file-untold",
    category=Category.ACCESSIBILITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["wcag:2.4.4", "https://www.w3.org/WAI/WCAG22/Techniques/general/G201"],
    title="Link leads to a file and does not say so",
    message="A link leads to a document or an archive, and its words do not say so.",
    why="Another program opens or a download begins, where people expect a page; on a phone it uses up data.",
    fix="Write the kind of file, and its size where it is large, into the link: “Annual report (PDF, 2 MB)”.",
    fix_developer="Let the template add the type and size of the file to links to downloads.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_content and _FILE.search(page.folded_body) is not None,
    examples=[
        Reviews('<p><a href="/r.pdf">Annual report</a>, <a href="/s.pdf">plan</a></p>', at=["a:first-of-type"]),
        Reviews('<p><a href="/r.docx?v=2">Form</a></p>', at=["a"]),
        Passes('<p><a href="/r.pdf">Annual report (PDF)</a></p>'),
        Passes('<p><a href="/r.pdf">Annual report</a> (pdf, 2 MB)</p>'),
        Passes('<p><a href="/r.xlsx">Prices</a> as an Excel sheet</p>'),
        Passes('<p><a class="icon-pdf" href="/r.pdf">Annual report</a></p>', note="a sign tells it"),
        Passes('<p><a href="/r.zip">Download the film</a></p>'),
        Passes('<p><a href="/r.zip" download>The film</a></p>'),
        Passes('<p><a href="/r.pdf" title="PDF, 2 MB">Annual report</a></p>'),
        Passes('<a href="/pdf.html">What a .pdf is</a>'),
        Inapplicable('<a href="/a">Report</a>'),
    ],
)
def link_file_untold(page: PageView) -> Iterator[Evidence]:
    """Yield for review, of each kind of file, the first such link with the number of them."""
    found: dict[str, list[Element]] = {}
    for link, text in page.links:
        href = link.attr("href") or ""
        if "." not in href or not _FILE.search(href.lower()):
            continue
        target = page.normal(href)
        kind = split(target).path.rpartition(".")[2].lower() if target else ""
        if _FILE.fullmatch(f".{kind}") and not _is_told(page, link, text, kind):
            found.setdefault(kind, []).append(link)
    for kind, links in found.items():
        message = f"Links to {kind.upper()} files whose words do not say so: {len(links):,}."
        yield page.review(links[0], message, group=kind, facts={"kind": kind, "links": len(links)})


def _is_told(page: PageView, link: Element, text: str, kind: str) -> bool:
    parent = link.parent
    around = text_of(parent) if isinstance(parent, Element) and len(parent.text) < len(text) + 80 else ""
    signs = " ".join(one.attr("class") or "" for one in (link, *link.select("[class]")))
    said = f"{text} {around} {link.attr('title') or ''} {page.accessible_name(link)} {signs}".lower()
    if any(word in said for word in (kind, *_ALSO.get(kind, ()))) or link.attr("download") is not None:
        return True
    return _SIZE.search(said) is not None or _DOWNLOAD.search(said) is not None
