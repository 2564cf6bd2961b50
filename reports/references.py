"""Turns a rule's short references, such as "google:title-link" or "wcag:1.1.1", into names and addresses."""

from __future__ import annotations

import re
from functools import cache

from store.criteria import CRITERIA
from store.model import Reference

_SEARCH = "https://developers.google.com/search/docs/"

_GOOGLE_FOLDERS = {
    "appearance": (
        "title-link snippet google-images video publication-dates site-names favicon-in-search page-experience "
        "core-web-vitals avoid-intrusive-interstitials google-discover ai-features sitelinks featured-snippets "
        "visual-elements-gallery establish-business-details images"
    ),
    "appearance/structured-data": (
        "sd-policies merchant-listing review-snippet return-policy product product-snippet product-variants recipe "
        "qapage profile-page organization local-business job-posting event dataset course breadcrumb article faqpage "
        "software-app paywalled-content video generate-structured-data-with-javascript speakable book movie "
        "employer-rating carousel discussion-forum education-qa estimated-salary image-license-metadata math-solvers "
        "loyalty-program shipping-policy search-gallery intro-structured-data vacation-rental"
    ),
    "crawling-indexing": (
        "url-structure robots-meta-tag canonicalization links-crawlable special-tags qualify-outbound-links "
        "valid-page-metadata 301-redirects site-move-with-url-changes site-move-no-url-changes block-indexing "
        "googlebot large-site-managing-crawl-budget consolidate-duplicate-urls canonicalization-troubleshooting "
        "http-network-errors pause-online-business remove-information ask-google-to-recrawl indexable-file-types "
        "troubleshoot-crawling-errors"
    ),
    "crawling-indexing/robots": "robots-txt-spec robots intro create-robots-txt submit-updated-robots-txt",
    "crawling-indexing/sitemaps": (
        "build-sitemap large-sitemaps image-sitemaps video-sitemaps news-sitemap overview combine-sitemap-extensions"
    ),
    "crawling-indexing/javascript": ("javascript-seo-basics lazy-loading dynamic-rendering fix-search-javascript"),
    "crawling-indexing/mobile": "mobile-sites-mobile-first-indexing",
    "crawling-indexing/amp": "amp",
    "specialty/international": "localized-versions managing-multi-regional-sites locale-adaptive-pages",
    "specialty/ecommerce": (
        "pagination-and-incremental-page-loading help-google-understand-your-ecommerce-site-structure "
        "designing-a-url-structure-for-ecommerce-sites include-structured-data-relevant-to-ecommerce"
    ),
    "essentials": "spam-policies technical",
    "fundamentals": "creating-helpful-content seo-starter-guide ai-optimization-guide using-gen-ai-content",
}
_GOOGLE_BY_NAME = {
    "structured-data-policies": "appearance/structured-data/sd-policies",
    "title-links": "appearance/title-link",
    "video": "appearance/video",
    "favicon": "appearance/favicon-in-search",
    "hreflang": "specialty/international/localized-versions",
    "site-move": "crawling-indexing/site-move-with-url-changes",
    "large-site": "crawling-indexing/large-site-managing-crawl-budget",
    "sitemaps": "crawling-indexing/sitemaps/overview",
    "robots": "crawling-indexing/robots/intro",
    "ecommerce": "specialty/ecommerce",
    "essentials": "essentials",
    "security": "monitor-debug/security/prevent-malware",
    "designing-a-url-structure": "specialty/ecommerce/designing-a-url-structure-for-ecommerce-sites",
    "amp": "crawling-indexing/amp",
    "image": "appearance/google-images",
    "images": "appearance/google-images",
}

_BING = {
    "robots-meta": "which-robots-metatags-does-bing-support-5198d240",
    "crawl-control": "crawl-control-55a30302",
    "webmaster-guidelines": "webmasters-guidelines-30fba23a",
}

_PATTERNS = (
    ("act:", "ACT rule {}", "https://www.w3.org/WAI/standards-guidelines/act/rules/{}/"),
    ("aria:", "WAI-ARIA: {}", "https://www.w3.org/TR/wai-aria-1.2/#{}"),
    ("apg:", "ARIA patterns: {}", "https://www.w3.org/WAI/ARIA/apg/patterns/{}/"),
    ("mdn:", "MDN: {}", "https://developer.mozilla.org/en-US/docs/{}"),
    ("web.dev:", "web.dev: {}", "https://web.dev/articles/{}"),
    ("webdev:", "web.dev: {}", "https://web.dev/articles/{}"),
    ("web.dev/", "web.dev: {}", "https://web.dev/{}"),
    ("axe:", "axe: {}", "https://dequeuniversity.com/rules/axe/4.11/{}"),
    ("schema.org/", "schema.org: {}", "https://schema.org/{}"),
    ("schema:", "schema.org: {}", "https://schema.org/{}"),
    ("html:", "HTML standard: {}", "https://html.spec.whatwg.org/multipage/{}"),
    ("url:", "URL standard: {}", "https://url.spec.whatwg.org/#{}"),
    ("fetch:", "Fetch standard: {}", "https://fetch.spec.whatwg.org/#{}"),
    ("csp:", "Content Security Policy: {}", "https://www.w3.org/TR/CSP3/#{}"),
    ("sitemaps.org", "Sitemap protocol{}", "https://www.sitemaps.org/protocol.html{}"),
    ("sitemaps:", "Sitemaps: {}", "https://www.sitemaps.org/{}.html"),
    ("whatwg:", "WHATWG: {}", "https://{}.spec.whatwg.org/"),
    ("w3c:", "W3C: {}", "https://www.w3.org/TR/{}/"),
    ("ogp:", "Open Graph protocol: {}", "https://ogp.me/#{}"),
    ("owasp:", "OWASP: {}", "https://cheatsheetseries.owasp.org/cheatsheets/{}.html"),
)
_SAFE_TAIL = re.compile(r"[A-Za-z0-9._~/#?=&%+-]*")


@cache
def google_path(name: str) -> str:
    """The path of a page of Google's search documentation by its known name; empty where it is not known."""
    name = name.strip("/")
    for folder in _GOOGLE_FOLDERS:
        if name.startswith(f"{folder}/"):
            return name
    if name in _GOOGLE_BY_NAME:
        return _GOOGLE_BY_NAME[name]
    for folder, names in _GOOGLE_FOLDERS.items():
        if name in names.split():
            return f"{folder}/{name}"
    return ""


@cache
def reference(ref: str) -> Reference:
    """The name and address of a reference; the address is empty where none is known, never guessed from hostile text.

    >>> reference("rfc:9110").url
    'https://www.rfc-editor.org/rfc/rfc9110'
    """
    ref = ref.strip()
    if ref.startswith(("https://", "http://")):
        return Reference(ref.split("://", 1)[1].rstrip("/"), ref)
    prefix, _, tail = ref.partition(":")
    tail, prefix = tail.strip(), prefix.lower()
    if prefix == "google":
        path = google_path(tail.partition("#")[0])
        words = tail.partition("#")[0].rsplit("/", 1)[-1].replace("-", " ")
        return Reference(f"Google: {words}", _SEARCH + path if path else "")
    if prefix == "wcag":
        known = CRITERIA.get(tail)
        return Reference(f"WCAG {tail} {known.name}", known.url) if known else Reference(f"WCAG {tail}", "")
    if ref.lower() == "bcp47":
        return Reference("BCP 47: language tags", "https://www.rfc-editor.org/info/bcp47")
    if prefix == "bing":
        page = _BING.get(tail, "")
        name = f"Bing: {tail.replace('-', ' ')}"
        return Reference(name, f"https://www.bing.com/webmasters/help/{page}" if page else "")
    if prefix == "rfc":
        number, _, part = tail.partition("#")
        if number.isdigit():
            return Reference(
                f"RFC {number}", f"https://www.rfc-editor.org/rfc/rfc{number}" + (f"#{part}" if part else "")
            )
    if prefix == "html" and ".html" not in tail and _SAFE_TAIL.fullmatch(tail):
        return Reference(f"HTML standard: {tail.replace('-', ' ')}", f"https://html.spec.whatwg.org/#{tail}")
    for start, name, address in _PATTERNS:
        if ref.lower().startswith(start) and _SAFE_TAIL.fullmatch(ref[len(start) :]):
            rest = ref[len(start) :]
            return Reference(name.format(rest), address.format(rest))
    return Reference(ref, "")
