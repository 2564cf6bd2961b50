"""Every word that the report itself says, in one place, ready for translation; rules bring their own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})

ENGLISH: dict[str, str] = {
    # --- frame
    "title": "Site health of {host}, {date}",
    "skip": "Skip to the report",
    "nav.label": "Parts of the report",
    "nav.overview": "Overview",
    "nav.causes": "Causes",
    "nav.reviews": "To review",
    "nav.information": "Information",
    "nav.templates": "Templates",
    "nav.pages": "Pages",
    "nav.links": "Links",
    "nav.honesty": "Not done",
    "nav.method": "Method",
    "audited": "Audited {date}",
    # --- loads in a browser
    "keyboard.heading": "Where the Tab key leads",
    "keyboard.note": "One page that was walked through by keyboard, from stop to stop; a red, broken circle "
    "is a stop at which nothing shows the focus.",
    "keyboard.sum": "stops: {stops}, problems: {problems}.",
    "keyboard.whole": "The walk went through the whole page.",
    "keyboard.part": "The walk ended before the page did.",
    "keyboard.alt": "Picture of the page with {stops} numbered stops of the Tab key; the table below lists them.",
    "keyboard.caption": "The stops of the Tab key in their order",
    "keyboard.number": "Stop",
    "keyboard.name": "Name",
    "keyboard.role": "Role",
    "keyboard.focus": "Focus",
    "keyboard.selector": "Element",
    "keyboard.seen": "shows",
    "keyboard.unseen": "does not show",
    "loads.heading": "Seen in a browser",
    "loads.caption": "What Chromium measured on each page that it loaded",
    "loads.note": "Each page was loaded once, with an empty cache and without throttling, on the machine that made "
    "this report: read the figures as hints. They are no PageSpeed scores.",
    "loads.device": "Screen",
    "loads.fcp": "First paint (ms)",
    "loads.lcp": "Largest paint (ms)",
    "loads.cls": "Layout shift",
    "loads.tbt": "Blocking (ms)",
    "loads.load": "Loaded (ms)",
    "loads.requests": "Requests",
    "loads.bytes": "Size (KB)",
    "loads.dom": "Elements",
    "loads.errors": "Script errors",
    "loads.failed": "Could not be loaded:",
    # --- verdict
    "verdict.sentence": "{health}: {causes}",
    "verdict.with_chances": "{health}: {causes}, {chances}.",
    "verdict.problems.one": "one cause to mend",
    "verdict.problems.other": "{n} causes to mend",
    "verdict.problems.zero": "nothing to mend was found",
    "verdict.chances.one": "one opportunity",
    "verdict.chances.other": "{n} opportunities",
    "verdict.score": "Health {score} of 100",
    "verdict.no_score": "Health could not be scored",
    "verdict.causes.one": "one cause to mend.",
    "verdict.causes.other": "{n} causes to mend.",
    "verdict.causes.zero": "nothing to mend was found.",
    "verdict.worst": "The worst:",
    "verdict.unfinished": "This run did not finish: {why}. Figures cover only what was done.",
    "state.stopped": "it was stopped by hand",
    "state.failed": "it failed",
    "state.running": "it was still running",
    "score.of": "{score} of 100",
    "score.none": "not scored",
    # --- coverage
    "coverage.heading": "How much was seen",
    "coverage.crawled": "{n} of {known} known URLs crawled",
    "coverage.failed": "{n} without a usable answer",
    "coverage.left": "{n} not reached",
    "coverage.skipped": "{n} skipped: {reasons}",
    "coverage.unverified.one": "{n} link could not be verified",
    "coverage.unverified.other": "{n} links could not be verified",
    "coverage.rendered": "Seen in a browser: {n} of {html} pages, {t} of {templates} templates",
    "coverage.not_rendered": "No page was seen in a browser",
    "coverage.rules": "{n} checks run, {not_run} not run",
    "coverage.limit": "The crawl stopped at its limit: {limit}",
    "limit.pages": "number of pages",
    "limit.time": "time",
    "limit.bytes": "size",
    "limit.depth": "depth",
    "limit.errors": "too many errors",
    "coverage.all": "What was not done, in full",
    "coverage.gap": "Not done:",
    "coverage.gaps_more.one": "and one more gap",
    "coverage.gaps_more.other": "and {n} more gaps",
    "skip.robots": "closed by robots.txt",
    "skip.scope": "outside the audited site",
    "skip.depth": "too deep",
    "skip.pages": "over the page limit",
    "skip.time": "over the time limit",
    "skip.bytes": "over the size limit",
    "skip.errors": "after too many errors",
    "skip.scheme": "not a web address",
    "skip.trap": "in a spider trap",
    "skip.excluded": "excluded by settings",
    "skip.too-long": "address too long",
    "skip.stopped": "stopped before",
    # --- the first five
    "first.heading": "Mend first",
    "first.none": "No cause was found in what was tested.",
    "first.all.one": "See the cause",
    "first.all.other": "See all {n} causes",
    "pages.one": "{n} page",
    "pages.other": "{n} pages",
    "pages.site": "whole site",
    "gain": "+{points} points",
    "gain.one": "+1 point",
    "gain.little": "under 0.1 points",
    "gain.none": "no points",
    "tiles.heading": "Scores",
    "tile.causes.zero": "no cause found",
    "tile.causes.one": "one cause",
    "tile.causes.other": "{n} causes",
    "tile.not_tested": "Not scored: nothing was tested",
    "category.accessibility": "Accessibility",
    "category.speed": "Speed",
    "category.links": "Links",
    "category.search": "Search",
    "category.security": "Security",
    # --- words of the nouns
    "severity": "Severity",
    "severity.critical": "Critical",
    "severity.high": "High",
    "severity.medium": "Medium",
    "severity.low": "Low",
    "severity.info": "Information",
    "certainty.defect": "Defect",
    "certainty.check": "Worth checking",
    "certainty.opportunity": "Opportunity",
    "certainty.defect.why": "wrong whatever the intent",
    "certainty.check.why": "it may be intended, so look before you mend",
    "certainty.opportunity.why": "nothing is broken, but more could be had",
    "evidence.google-requirement": "Google requires it",
    "evidence.google-recommendation": "Google recommends it",
    "evidence.standard": "Web standard",
    "evidence.convention": "Convention",
    "evidence.contradicted": "Google says it does not matter",
    "owner": "Owner",
    "owner.content": "Editor",
    "owner.template": "Developer",
    "owner.server": "Server team",
    "owner.third-party": "Third party",
    "effort": "Effort",
    "effort.1": "One template",
    "effort.2": "One site setting",
    "effort.3": "Page by page",
    "life.new": "New",
    "life.still": "Still there",
    "life.fixed": "Fixed",
    "life.regressed": "Came back",
    "life.ignored": "Ignored",
    "life.not-retested": "Not tested again",
    "link.ok": "Works",
    "link.redirect": "Redirects",
    "link.dead": "Dead",
    "link.blocked": "Refused us",
    "link.flaky": "Sometimes fails",
    "link.soft-404": "Says it is gone, answers 200",
    "link.fragment-missing": "Anchor missing",
    "link.insecure": "Insecure",
    "link.excluded": "Not asked",
    "link.unknown": "Could not verify",
    "link.waiting": "Could not verify yet",
    "link.undecided": "Undecided",
    # --- causes
    "causes.heading": "Causes, in the order to mend them",
    "causes.intro": "One cause is one thing to mend, however many pages show it. Open one for proof and mending.",
    "causes.more.one": "One more cause of this check: {title}",
    "causes.more.other": "{n} more causes of this check: {title}",
    "causes.none": "Nothing that was tested failed.",
    "reviews.heading": "To review",
    "reviews.intro": "The checks could not decide these alone. They are no defects until a person has looked.",
    "reviews.open.one": "Show the one finding to review",
    "reviews.open.other": "Show {n} findings to review",
    "information.heading": "Information",
    "information.intro": "Facts without fault: worth knowing, never counted against the score.",
    "information.open.one": "Show one note",
    "information.open.other": "Show {n} notes",
    "settled.heading": "Ignored or fixed",
    "settled.intro": "These are not counted as causes to mend. What is fixed takes nothing from the score.",
    "settled.counted": "What is ignored takes its points from the score all the same.",
    "settled.spared": "What is ignored takes nothing from the score either: the configuration says so.",
    "score.spared.one": "The score leaves out one ignored cause.",
    "score.spared.other": "The score leaves out {n} ignored causes.",
    "score.spared_see": "See what is ignored and why",
    "ignored.heading": "Ignored:",
    "ignored.owner": "Decided by {owner}.",
    "ignored.until": "Counts until {date}.",
    "ignored.for_good": "Counts without an end.",
    "settled.open.one": "Show the one cause",
    "settled.open.other": "Show {n} causes",
    "empty": "There are none.",
    "filter.legend": "Filter the causes",
    "filter.search": "Search causes",
    "filter.category": "Part",
    "filter.severity": "Severity",
    "filter.owner": "Owner",
    "filter.state": "Since last run",
    "filter.segment": "Segment",
    "filter.clear": "Clear filters",
    "filter.count": "{n} of {all} causes",
    "filter.rows": "{n} of {all} rows",
    "cause.rank": "No. {rank}",
    "cause.why": "Why it matters here",
    "cause.reach": "{pages}, {share} of the site's pages.",
    "cause.reach_site": "It concerns the site as a whole.",
    "cause.occurrences": "{n} places in all.",
    "cause.key_urls": "Among them the most linked:",
    "cause.ground": "On what ground",
    "cause.rule": "Check",
    "cause.severity_why": "Why this severity",
    "cause.severity_text": "{severity}: {certainty}, {certainty_why}. Ground: {evidence}. Reach: {reach}.",
    "cause.priority_why": "Why number {rank}?",
    "cause.before": "Number {rank} comes to {priority}.",
    "cause.after": "Number {rank} comes to {priority}.",
    "cause.segments": "Segments",
    "cause.review_tag": "To review",
    "cause.inferred": "Seen on a sample of the template and inferred for its other pages.",
    "proof.heading": "Proof",
    "proof.none": "No single sample: the fact is about the site as a whole.",
    "proof.page": "Page",
    "proof.selector": "Element",
    "proof.line": "Source line",
    "proof.fetched": "Fetched",
    "proof.tries": "after {n} tries",
    "proof.code": "Code of the sample; the fault is marked",
    "proof.fault": "fault:",
    "proof.crop": "The element as the browser showed it: {selector}",
    "where.heading": "Where",
    "where.templates": "By template",
    "where.template": "Template",
    "where.pages": "Pages",
    "where.urls": "Pages, the most linked first ({n})",
    "where.capped": "{shown} of {n} are listed here; all are in report.json.",
    "where.show_all.one": "Show it in the pages table",
    "where.show_all.other": "Show all {n} in the pages table",
    "where.target": "Points at",
    "where.place": "Place in the page",
    "fix.heading": "How to mend it",
    "fix.editor": "For the editor",
    "fix.developer": "For the developer",
    "fix.failing": "Fails",
    "fix.passing": "Passes",
    "verify.heading": "How to verify",
    "verify.text": "Run this after mending; it tests exactly these pages again:",
    "verify.most": "Run this after mending; it tests the most linked of these pages again:",
    "verify.site": "Run this after mending; only a new audit sees this, because it takes the whole site:",
    "verify.copy": "Copy",
    "verify.copied": "Copied",
    "history.heading": "History",
    "history.first": "First seen",
    "history.last": "Last seen",
    "history.state": "State",
    # --- tables
    "templates.heading": "Templates",
    "templates.caption": "Pages made by one template share its faults: mend the template and all its pages are mended.",
    "templates.name": "Template",
    "templates.pages": "Pages",
    "templates.causes": "Causes",
    "templates.worst": "Mend first",
    "templates.sample": "Sample page",
    "templates.inside": "What differs inside",
    "inside.open.one": "One difference",
    "inside.open.other": "{n} differences",
    "inside.lacks": "{count} of {pages} pages lack {fact}",
    "inside.varies": "{fact}: {count} of {pages} pages are unlike the others, which have: {value}",
    "inside.range": "{fact}: from {low} to {high}",
    "inside.nothing": "nothing",
    "fact.title": "a title",
    "fact.description": "a description",
    "fact.h1": "a main heading",
    "fact.canonical": "a canonical",
    "fact.lang": "a language",
    "fact.images": "an image",
    "fact.open_graph": "Open Graph tags",
    "fact.schema": "types of structured data",
    "fact.robots": "robots directives",
    "fact.viewport": "viewport",
    "fact.h1_count": "number of main headings",
    "fact.words": "words of the main content",
    "pages.heading": "Pages",
    "pages.caption": "All pages of the run",
    "pages.worst": "The {shown} pages with the most causes, of {n}.",
    "pages.noscript": "Sorting, filtering and the other rows need JavaScript; all rows: marsad export pages.",
    "pages.capped": "The table holds the first {shown} of {n} pages; all rows: marsad export pages.",
    "col.url": "URL",
    "col.status": "Status",
    "col.template": "Template",
    "col.title": "Title",
    "col.words": "Words",
    "col.depth": "Clicks away",
    "col.inlinks": "Links in",
    "col.findings": "Causes",
    "col.ttfb": "First byte, ms",
    "col.size": "Size, KB",
    "col.target": "Target",
    "col.state": "Verdict",
    "col.answer": "Answer",
    "col.final": "Ends at",
    "col.sources": "Pages linking",
    "col.first_seen": "First seen",
    "col.last_ok": "Last worked",
    "col.failures": "Failures in a row",
    "col.line": "Line",
    "col.example": "For example on",
    "links.heading": "Links",
    "links.caption": "Links that do not simply work",
    "links.counts": "Link targets by what is known of them",
    "links.targets": "Targets",
    "links.meaning": "What it means",
    "links.intro": "Linked addresses: {n}. Working: {working}; broken: {broken}.",
    "links.unverified.zero": "None is in doubt.",
    "links.unverified.one": "{n} could not be verified, and is not called broken.",
    "links.unverified.other": "{n} could not be verified, and are not called broken.",
    "links.reused.one": "{n} answer of another site is an earlier run's that still holds, of {day}.",
    "links.reused.other": "{n} answers of other sites are earlier runs' that still hold, the oldest of {day}; "
    "--fresh asks all again.",
    "links.browser": "A browser had a second look at links that refuse crawlers.",
    "links.noscript": "The first {shown} of {n}; with JavaScript the table shows all.",
    "links.none": "Every link target that was asked works.",
    "links.verify": "To ask an address again, with what it answers:",
    "links.means.ok": "It answers.",
    "links.means.redirect": "It works, at another address.",
    "links.means.dead": "It is gone: 404, 410, or a host that does not exist.",
    "links.means.soft-404": "It answers 200, but what it shows is its page for missing addresses.",
    "links.means.fragment-missing": "The page is there, the place on it is not.",
    "links.means.insecure": "Its certificate is not valid: browsers warn before they show it.",
    "links.means.flaky": "It failed with an error or a timeout, in more than one run if it is another site's.",
    "links.means.waiting": "It failed, but in too few runs in a row to be sure; the next run asks again.",
    "links.means.blocked": "It refuses crawlers or asks for a password; in a browser it may work.",
    "links.means.unknown": "Its answer does not say whether it works.",
    "links.means.excluded": "It was not asked, by robots.txt or by the settings.",
    "table.past": "Skip this table",
    "table.filter": "Filter rows",
    "table.region": "{name}, scrolls sideways",
    "table.cause": "Only pages of: {name}",
    "table.cause_clear": "Show all pages",
    "table.old": "This browser cannot unpack the whole table; the rows above are the worst ones.",
    # --- honesty
    "honesty.heading": "What was not done",
    "honesty.intro": "A report is only as good as what it saw. Here is all that this one did not.",
    "honesty.gaps": "Gaps",
    "honesty.none": "Nothing that was planned was left out.",
    "honesty.what": "Not done",
    "honesty.why": "Why",
    "honesty.how": "How to have it done",
    "honesty.skipped": "URLs known but not crawled",
    "honesty.skipped_none": "No known URL was skipped.",
    "honesty.reason": "Reason",
    "honesty.number": "URLs",
    "honesty.examples": "Examples",
    "honesty.notes": "Notes of the judgement",
    "checks.heading": "Every check and what became of it",
    "checks.open.one": "Show the one check",
    "checks.open.other": "Show all {n} checks",
    "checks.caption": "Pages by outcome for each check; an unknown outcome is never counted as passed.",
    "checks.rule": "Check",
    "checks.fail": "Fail",
    "checks.review": "Review",
    "checks.pass": "Pass",
    "checks.na": "Not applicable",
    "checks.not_run": "Not run",
    "checks.error": "Error",
    "checks.detail": "Remark",
    # --- method
    "method.heading": "How scores and order are computed",
    "method.score": "Score",
    "method.score_text": "Only HTML pages that were tested count. Each part begins at 100. Every cause takes its "
    "weight times the share of pages that show it, and no cause takes more than 25 points of its part. Information, "
    "findings to review and what could not be verified take nothing.",
    "method.score_formula": "score of a part = 100 − Σ over its causes of "
    "min(25, weight × affected pages ÷ pages tested)",
    "method.score_weights": "Weight: critical 40, high 20, medium 8, low 2, information 0; half of it where the fault "
    "may be intended, none for an opportunity. "
    "The whole: accessibility 25 %, speed 15 %, links 20 %, search 30 %, security 10 %; "
    "a part that was not tested leaves its share to the others and has no score.",
    "method.score_caption": "Scores of this run and the causes that took the most",
    "method.part": "Part",
    "method.value": "Score",
    "method.tested": "Pages tested",
    "method.taken": "Points taken, the most first",
    "method.whole": "Whole site",
    "method.more.one": "and one more cause",
    "method.more.other": "and {n} more causes",
    "method.priority": "Order",
    "method.priority_text": "The order to mend is by priority: how much it hurts, on how many pages, how much those "
    "pages are worth, how certain it is, divided by what mending costs.",
    "method.priority_formula": "priority = severity × reach × value × confidence ÷ effort",
    "method.severity_weights": "Severity: critical 8, high 4, medium 2, low 1, information 0. "
    "Reach: log₂(1 + affected pages) ÷ log₂(1 + pages tested). "
    "Value: 1 + 4 × the pages' share of the site's link weight. "
    "Confidence: found in an earlier run too 1, found once 0.7, inferred or to review 0.4. "
    "Effort: one template 1, one site setting 2, page by page 3.",
    "part.severity": "severity",
    "part.reach": "reach",
    "part.value": "value",
    "part.confidence": "confidence",
    "part.effort": "effort",
    "part.severity.means": "{severity}; how much it hurts, from 0 for information to 8 for critical",
    "part.reach.means": "{pages} of {html} tested; the first pages count most",
    "part.reach.site": "it concerns the whole site",
    "part.reach.target": "it is counted like one page",
    "part.value.means": "these pages hold {share} of the site's link weight",
    "part.value.none": "these pages hold no link weight that was measured",
    "part.confidence.confirmed": "found in an earlier run too",
    "part.confidence.once": "found once; 1 when the next run finds it again",
    "part.confidence.review": "a person must look first",
    "part.confidence.inferred": "seen on a sample and inferred for the other pages",
    "part.effort.means": "{effort}; what mending costs, so the priority is divided by it",
    # --- footer
    "footer.made": "Made by Marsad on {date}",
    "footer.command": "Command",
    "footer.versions": "Versions",
    "footer.duration": "Duration",
    "footer.machine": "The same in machine form: report.json beside this file.",
    "stage.crawl": "crawl",
    "stage.browse": "browse",
    "stage.ask": "ask",
    "stage.judge": "judge",
    "stage.tell": "tell",
    "unknown": "not known",
    "none": "–",
    "sort": "Sort by {name}",
    "top": "Back to the top",
}


class Words:
    """The catalogue of one language: `words(key, n=3, …)` gives the text, `words.number(…)` a number."""

    def __init__(self, lang: str = "en", catalogue: Mapping[str, str] | None = None, direction: str = "auto") -> None:
        """`catalogue` holds texts by key in the language `lang`; English stands in for what it lacks.

        `direction` is that of the page: "ltr", "rtl" or "auto" for the language's own. Texts that run against the
        page are isolated, so that their full stops stay at their end.
        """
        self.lang = lang
        own = "rtl" if lang.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
        self.direction = own if direction == "auto" else direction
        spoken = "ltr" if catalogue is None else own
        self._isolate = "" if self.direction == spoken else "\u2066" if spoken == "ltr" else "\u2067"
        self.texts = {**ENGLISH, **(catalogue or {})}

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`; a number `n` chooses the form (`key.one`, `key.other`).

        Raises KeyError where there is no such key.
        """
        text = self.texts.get(key)
        number = values.get("n")
        if text is None and isinstance(number, int):
            form = self.texts.get(f"{key}.{self.plural_form(number)}")
            text = form if form is not None else self.texts[f"{key}.other"]
        if text is None:
            raise KeyError(key)
        shown = {name: self.number(one) if isinstance(one, int) else one for name, one in values.items()}
        text = text.format_map(shown) if shown else text
        return f"{self._isolate}{text}\u2069" if self._isolate and not text.isalpha() else text

    def template(self, key: str) -> str:
        """The text of `key` with its places still open, for the report's script to fill."""
        return f"{self._isolate}{self.texts[key]}\u2069" if self._isolate else self.texts[key]

    def has(self, key: str) -> bool:
        """Whether there is a text of that key."""
        return key in self.texts

    def plural_form(self, number: int) -> str:
        """The CLDR name of the plural form; zero is a form of its own where a text has one."""
        if number == 0:
            return "zero"
        language = self.lang.split("-")[0].lower()
        if language == "sl":
            return {1: "one", 2: "two", 3: "few", 4: "few"}.get(number % 100, "other")
        if language == "ar":
            if number in (1, 2):
                return "one" if number == 1 else "two"
            return "few" if 3 <= number % 100 <= 10 else "many" if number % 100 >= 11 else "other"
        return "one" if number == 1 else "other"

    def number(self, value: float | None, decimals: int = 0) -> str:
        """A number with separators, as the language writes it in Western digits."""
        if value is None:
            return self("none")
        text = f"{value:,.{decimals}f}" if decimals or not float(value).is_integer() else f"{int(value):,}"
        if not decimals and "." in text:
            text = f"{value:,.1f}"
        if self.lang.split("-")[0].lower() == "sl":
            text = text.translate(str.maketrans(",.", ".,"))
        return text

    def short(self, value: float) -> str:
        """A number with at most two decimals, and none that say nothing."""
        return self.number(value, 0 if float(value).is_integer() else 1 if round(value, 1) == round(value, 2) else 2)

    def score(self, value: float | None) -> str:
        """A score as a whole number; what is not quite 100 is never shown as 100."""
        return self("none") if value is None else self.number(min(99, round(value)) if value < 100 else 100)

    def percent(self, share: float) -> str:
        """A share of 1 as per cent; what is not nothing is never shown as 0."""
        if share <= 0:
            return "0%"
        if share < 0.01:
            return "<1%"
        return "100%" if share >= 1 else f"{min(99, round(share * 100))}%"

    def date(self, moment: float) -> str:
        """A Unix time as a date; a dash where there is none."""
        return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d") if moment else self("none")

    def time(self, moment: float) -> str:
        """A Unix time as date and time in UTC; a dash where there is none."""
        if not moment:
            return self("none")
        text = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M UTC")
        return f"\u2066{text}\u2069" if self.direction == "rtl" else text

    def duration(self, seconds: float) -> str:
        """Seconds in words."""
        if seconds < 60:
            return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
        minutes, rest = divmod(round(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
