"""A plausible site with its verdict, made up: for the report's tests and for looking at it."""

from __future__ import annotations

import base64
import io
import random

from PIL import Image, ImageDraw

from reports.keyboard import TabOrder, TabStop
from reports.lines import line_chart
from reports.model import LinkRow, PageRow, ReportInput
from reports.speed import FieldGap, FieldHistory, FieldRow, FileRow, SpeedChapter, TemplateSpeed, band
from reports.speed_google import GooglePages, GoogleRow
from reports.waterfall import waterfall
from store.model import (
    Category,
    Cause,
    CauseState,
    Certainty,
    Deduction,
    Effort,
    Evidence,
    EvidenceClass,
    Finding,
    LinkState,
    Outcome,
    Owner,
    RuleCard,
    RuleCount,
    Run,
    RunState,
    Score,
    Severity,
    Skip,
    Stage,
    Template,
    Verdict,
)
from tests.reports.specimen_numbers import goals, search
from tests.reports.specimen_site import sited

NOW = 1_795_000_000.0
HOST = "shop.example"
HOSTILE = '"><img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'

RULES = (
    ("link-broken", Category.LINKS, Severity.HIGH, EvidenceClass.GOOGLE_REQUIREMENT, "Link leads nowhere",
     "{n} pages share one broken link in the footer: `/returns` answers 404.", Owner.TEMPLATE, Effort.TEMPLATE,
     ("google:troubleshoot-crawling-errors", "rfc:9110"), '<a href="/returns">Returns</a>',
     '<a href="/help/returns">Returns</a>'),
    ("image-alt-missing", Category.ACCESSIBILITY, Severity.MEDIUM, EvidenceClass.STANDARD,
     "Image has no text alternative", "{n} pages carry product images without `alt`.", Owner.CONTENT, Effort.TEMPLATE,
     ("wcag:1.1.1", "act:23a2a8", "google:google-images"), '<img src="cat.jpg">',
     '<img src="cat.jpg" alt="A grey cat asleep">'),
    ("contrast-too-low", Category.ACCESSIBILITY, Severity.HIGH, EvidenceClass.STANDARD,
     "Text is too pale for its background", "Price text has a contrast of 2.9:1 on {n} pages; 4.5:1 is needed.",
     Owner.TEMPLATE, Effort.TEMPLATE, ("wcag:1.4.3",), '<span class="price" style="color:#999">€ 9</span>',
     '<span class="price" style="color:#595959">€ 9</span>'),
    ("title-duplicate", Category.SEARCH, Severity.MEDIUM, EvidenceClass.GOOGLE_RECOMMENDATION,
     "Pages share one title", "{n} pages have the title “Products”.", Owner.CONTENT, Effort.PAGE,
     ("google:title-link",), "/a: <title>Shoes</title>\n/b: <title>shoes </title>", "/a: <title>Shoes</title>"),
    ("lcp-slow", Category.SPEED, Severity.HIGH, EvidenceClass.GOOGLE_RECOMMENDATION, "The main picture comes late",
     "The largest picture appears after 4.8 s on {n} pages; 2.5 s is good.", Owner.TEMPLATE, Effort.TEMPLATE,
     ("google:core-web-vitals", "web.dev:lcp"), '<img src="hero.jpg" loading="lazy">',
     '<img src="hero.jpg" fetchpriority="high">'),
    ("canonical-broken", Category.SEARCH, Severity.CRITICAL, EvidenceClass.GOOGLE_REQUIREMENT,
     "Canonical names a page that is gone", "{n} pages name a canonical URL that answers 404.", Owner.TEMPLATE,
     Effort.TEMPLATE, ("google:canonicalization",), '<link rel="canonical" href="/gone">',
     '<link rel="canonical" href="/here">'),
    ("header-csp-missing", Category.SECURITY, Severity.LOW, EvidenceClass.STANDARD,
     "No content security policy", "No page sends a content security policy.", Owner.SERVER, Effort.SITE,
     ("csp:intro", "mdn:Web/HTTP/CSP"), "", ""),
    ("text-uncompressed", Category.SPEED, Severity.MEDIUM, EvidenceClass.STANDARD, "Text is sent uncompressed",
     "{n} pages are sent without compression, 61 KB more than needed on average.", Owner.SERVER, Effort.SITE,
     ("rfc:9110#section-8.4",), "", ""),
    ("price-markup-differs", Category.SEARCH, Severity.HIGH, EvidenceClass.GOOGLE_REQUIREMENT,
     "Price in the markup differs from the page", "On {n} pages the marked-up price is not the price shown.",
     Owner.TEMPLATE, Effort.TEMPLATE, ("schema.org/Product", "google:merchant-listing"),
     '<script type="application/ld+json">{"price": "9"}</script>', ""),
    ("heading-skipped", Category.ACCESSIBILITY, Severity.LOW, EvidenceClass.CONVENTION, "A heading level is skipped",
     "{n} pages jump from `h1` to `h4`.", Owner.CONTENT, Effort.PAGE, ("wcag:1.3.1",), "<h1>A</h1><h4>B</h4>",
     "<h1>A</h1><h2>B</h2>"),
)  # fmt: skip


def cards() -> dict[str, RuleCard]:
    """The rule cards of the specimen."""
    return {
        rule: RuleCard(
            id=rule, group="specimen", category=category, severity=severity, certainty=Certainty.DEFECT,
            evidence_class=ground, title=title, message=message, refs=refs, owner=owner, effort=effort,
            wcag=tuple(ref.removeprefix("wcag:") for ref in refs if ref.startswith("wcag:")),
            why="People who meet it leave or are shut out, and the search engine cannot use the page as it stands.",
            fix_editor="Say it once, in the place that all these pages share, and publish again.",
            fix_developer="Change the shared template; the `footer` partial holds the element that is at fault.",
            failing_example=failing, passing_example=passing,
        )
        for rule, category, severity, ground, title, message, owner, effort, refs, failing, passing in RULES
    }  # fmt: skip


def crop() -> str:
    """A little picture of an element, as base64 of a PNG."""
    picture = Image.new("RGB", (320, 90), "#ffffff")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((10, 10, 80, 80), fill="#d8d8d8")
    pen.text((100, 38), "EUR 9.00", fill="#aaaaaa")
    held = io.BytesIO()
    picture.save(held, "PNG")
    return base64.b64encode(held.getvalue()).decode()


def _pages(number: int, chance: random.Random) -> list[PageRow]:
    titles = ("Blue running shoes", "أحذية جري زرقاء للرجال", "Copati za tek – modra", "Products", HOSTILE)
    slugs = ("blue-shoes", "%D8%A3%D8%AD%D8%B0%D9%8A%D8%A9-%D8%AC%D8%B1%D9%8A", "copati", "very-long-" + "slug-" * 30)
    rows = [PageRow(id=1, url=f"https://{HOST}/", status=200, template_id=1, title="Shop", words=320, inlinks=number,
                    link_score=0.2, ttfb_ms=90.0, size_bytes=48_000, fetched_at=NOW)]  # fmt: skip
    for one in range(2, number + 1):
        template = 2 + (one % 5 > 1) + (one % 17 == 0)
        folder = ("category", "product", "blog")[template - 2]
        broken = one % 41 == 0
        rows.append(
            PageRow(
                id=one,
                url=f"https://{HOST}/{folder}/{slugs[one % 4]}-{one}" + ("?sort=price" if one % 13 == 0 else ""),
                status=404 if broken else 200,
                template_id=None if broken else template,
                title=titles[one % 5],
                words=chance.randint(80, 1500),
                depth=1 + one % 4,
                inlinks=chance.randint(1, 60),
                link_score=chance.random() / number,
                ttfb_ms=chance.uniform(60, 900),
                size_bytes=chance.randint(9_000, 140_000),
                fetched_at=NOW + one,
                is_html=not broken,
            )
        )
    return rows


def _cause(number: int, rule: RuleCard, pages: list[PageRow], chance: random.Random) -> Cause:
    size = max(1, int(len(pages) / (1 + number * 0.8)))
    on = pages[:1] if number % 11 == 10 else chance.sample(pages, min(size, len(pages)))
    message = rule.message.replace("{n}", f"{len(on):,}")
    outcome = Outcome.REVIEW if number % 9 == 8 else Outcome.FAIL
    severity = Severity.INFO if number % 10 == 9 else rule.severity
    page = on[0]
    snippet = rule.failing_example if number % 4 else f'<a title="{HOSTILE}" href="javascript:alert(1)">{HOSTILE}</a>'
    evidence = Evidence(
        message=message, url=page.url, selector="main > ul.products > li:nth-of-type(3) > a > img",
        place="main > ul.products > li > a > img", line=214, snippet=snippet,
        target="https://shop.example/returns" if rule.category is Category.LINKS else "",
        facts={"status": 404, "seen_text": HOSTILE, "link": "javascript:alert(1)"},
    )  # fmt: skip
    sample = Finding(rule.id, page.url, outcome, severity, rule.certainty, message, evidence, page_id=page.id)
    weight = {"critical": 8, "high": 4, "medium": 2, "low": 1, "info": 0}[severity.value]
    reach, value = round(len(on) / len(pages), 2), round(1 + chance.random() * 3, 2)
    return Cause(
        id=f"c{number:03d}", rule=rule.id, outcome=outcome, severity=severity, certainty=rule.certainty,
        owner=rule.owner, effort=rule.effort, category=rule.category, message=message, pages=len(on),
        occurrences=len(on) * (1 + number % 3), template_id=on[0].template_id, place=evidence.place,
        target=evidence.target, page_ids=tuple(one.id for one in on), samples=(sample,),
        priority=weight * reach * value * 0.7 / rule.effort.value,
        priority_parts={"severity": weight, "reach": reach, "value": value, "confidence": 0.7,
                        "effort": rule.effort.value},
        state=tuple(CauseState)[number % 2 * 3] if number % 7 == 0 else CauseState.STILL,
        first_seen=NOW - 86_400 * 30, last_seen=NOW, inferred=number % 6 == 0,
    )  # fmt: skip


def specimen(pages: int = 500, causes: int = 34, browser: bool = True, state: RunState = RunState.DONE) -> ReportInput:
    """A made-up run of `pages` pages and `causes` causes; without `browser` nothing was rendered."""
    chance = random.Random(7)
    rows, known = _pages(pages, chance), list(cards().values())
    found = [_cause(one, known[one % len(known)], rows, chance) for one in range(causes)]
    counted = [one for one in found if one.outcome is Outcome.FAIL and one.severity is not Severity.INFO]
    scores = [
        Score(None, 74.3, pages, tuple(Deduction(one.id, round(12 / (1 + at), 1)) for at, one in enumerate(counted)))
    ]
    for category, value in zip(Category, (61.0, 48.2, 83.9, 77.5, 95.0), strict=True):
        own = [one for one in counted if one.category is category]
        untested = category is Category.SPEED and not browser
        scores.append(Score(category, None if untested else value, 0 if untested else pages,
                            tuple(Deduction(one.id, round(25 / (1 + at), 1))
                                  for at, one in enumerate(own))))  # fmt: skip
    counts = [RuleCount(one.id, fail=len(rows) // 3, passed=len(rows) // 2, not_applicable=9) for one in known]
    counts += [RuleCount("axe/color-contrast", not_run=0 if browser else pages, passed=pages if browser else 0,
                         detail="" if browser else "no Chromium was found"),
               RuleCount("feed-broken", error=3, passed=pages - 3, detail="ValueError: bad date")]  # fmt: skip
    gaps = [] if browser else [
        {"what": "Browser checks", "why": "no Chromium was found on this machine",
         "how": "Install Chromium, then `marsad doctor`."},
        {"what": "Search Console", "why": "no account is configured", "how": "Add it to `marsad.toml`."},
        {"what": "External links", "why": "switched off", "how": "Set `check_external`."},
    ]  # fmt: skip
    links = [
        LinkRow(f"https://{HOST}/returns", LinkState.DEAD, 404, "", "", 412, (rows[0].url,), "Returns"),
        LinkRow("https://partner.example/old", LinkState.REDIRECT, 301, "", "https://partner.example/new", 12,
                (rows[1].url,)),
        LinkRow("https://social.example/us", LinkState.BLOCKED, 403, "", "", pages, (rows[0].url,)),
        LinkRow("https://slow.example/", LinkState.UNKNOWN, 0, "timeout", "", 3, (rows[2].url,)),
        *(LinkRow(f"https://{HOST}/gone/{one}", LinkState.DEAD, 410, "", "", 1 + one % 9, (rows[one % pages].url,))
          for one in range(1, 80)),
    ]  # fmt: skip
    run = Run(
        id=12, site=HOST, start_url=f"https://{HOST}/", started_at=NOW, ended_at=NOW + 95, state=state,
        stages_done=tuple(Stage), versions={"marsad": "0.1.0", "chromium": "156.0", "axe": "4.14.1"},
        coverage={
            "known": pages + 170, "fetched": pages, "html": pages - 12, "failed": 4,
            "skipped": {"robots": 90, "depth": 22, "trap": 41}, "unverified": 7, "rendered": 24 if browser else 0,
            "templates": 4, "templates_rendered": 4 if browser else 0, "rules_run": 212,
            "rules_not_run": 0 if browser else 61,
            "limit": "", "not_done": gaps, "seconds": {"crawl": 61.2, "browse": 22.0, "judge": 9.4, "tell": 0.6},
        },
    )  # fmt: skip
    templates = tuple(
        Template(number, name, sum(1 for page in rows if page.template_id == number), rows[number].url)
        for number, name in ((1, "/"), (2, "/category/{slug}"), (3, "/product/{slug}"), (4, "/blog/{slug}"))
    )
    crops = {(one.samples[0].page_id or 0, one.samples[0].evidence.selector): crop() for one in found[:6]}
    return sited(ReportInput(
        run=run,
        verdict=Verdict(tuple(found), tuple(counts), tuple(scores), templates, ("Grouped by template.",),
                        goals=goals(tuple(one.id for one in found[:3])) if browser else ()),
        search=search() if browser else None,
        cards=cards(), pages=rows, links=links, skip_counts={Skip.ROBOTS: 90},
        skipped=[(f"https://{HOST}/private/{one}", Skip.ROBOTS, "Disallow: /private/") for one in range(5)],
        crops=crops, generated_at=NOW + 100, tab_order=_walk() if browser else None,
        speed=_speed() if browser else None,
    ))  # fmt: skip


def _walk() -> TabOrder:
    stops = (
        TabStop(1, "Skip to content", "link", "body > a", True, 30, 20),
        TabStop(2, "Search", "button", "#search", False, 200, 60),
        TabStop(3, HOSTILE, "", 'a[title="<b>"]', True, 40, 110),
    )
    out = io.BytesIO()
    Image.new("RGB", (320, 160), "#eee").save(out, "WEBP")
    shown = base64.b64encode(out.getvalue()).decode()
    return TabOrder(f"https://{HOST}/", stops, 3, True, 1, 320, 160, shown)


def _speed() -> SpeedChapter:
    figures = {"lcp_ms": band("lcp_ms", 4_900.0), "cls": band("cls", 0.0), "tbt_ms": band("tbt_ms", 300.0)}
    rows = [
        {"url": f"https://{HOST}/{HOSTILE}", "type": "document", "start_ms": 0.0, "response_ms": 600.0, "end_ms": 9e2},
        {"url": f"https://{HOST}/a.css", "type": "stylesheet", "start_ms": 900.0, "end_ms": 1.9e3, "is_blocking": 1},
    ]
    drawn = waterfall({"waterfall": rows, "fcp_ms": 1_000.0, "lcp_ms": 2_000.0}, f"https://{HOST}/", HOSTILE)
    weeks = tuple((f"2026-0{month}-07", 2_000.0 + 300 * month) for month in range(1, 10))
    chart = line_chart(weeks, target=2_500.0)
    assert chart is not None
    budget = {"metric": "lcp_ms", "measured": "lab", "device": "mobile", "limit": 2_500, "is_least": False}
    return SpeedChapter(
        templates=(TemplateSpeed(HOSTILE, 40, f"https://{HOST}/", figures, 2, 0.5, figures, 2, figures, (1, 1, 1)),),
        field=(
            FieldRow(f"https://{HOST}", True, "PHONE", "lcp_ms", band("lcp_ms", 4_100.0), (0.5, 0.2, 0.3)),
            FieldRow(f"https://{HOST}/a", False, "DESKTOP", "cls", band("cls", None), None),
        ),
        field_days=("2026-08-10", "2026-09-06"),
        history=(FieldHistory("PHONE", "lcp_ms", chart, weeks),),
        emulations=("mobile, slow 4G, CPU ×4, applied",),
        runs_each=3,
        is_busy=True,
        files=(FileRow(f"https://{HOST}/{HOSTILE}.js", "c001", "A `slow` one", 412, 1_800_000, 1_100, Owner.CONTENT),),
        file_rows=130,
        frames=((500.0, crop()), (1_900.0, crop())),
        frames_url=f"https://{HOST}/",
        waterfall=drawn,
        trend=line_chart([("2026-08-01", 4_000.0), ("2026-09-01", 3_000.0)]),
        trend_rows=(("2026-08-01", 11, 4_000.0, 3), ("2026-09-01", 12, 3_000.0, 3)),
        budgets=(
            {**budget, "name": HOSTILE, "state": "broken", "value": 4_900.0, "url": f"https://{HOST}/", "why": "",
             "pages": 2, "beyond": 1},
            {**budget, "name": "shop", "state": "unknown", "value": None, "url": "", "why": HOSTILE, "pages": 0,
             "beyond": 0},
        ),
        missing=(("PageSpeed Insights", HOSTILE, "set a key"),),
        lab_score=0.5,
        trend_templates=((HOSTILE, (None, 3_000.0)),),
        gap=FieldGap(f"https://{HOST}/", 4_900.0, 2_100.0, 900.0),
        google=GooglePages("2026-09-01", HOSTILE, (GoogleRow(f"https://{HOST}/", "PHONE", 0.4, {"lcp_ms": 3e3}),)),
    )  # fmt: skip
