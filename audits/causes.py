"""From findings to causes: the unit that people read, one defect to mend with all its pages.

A finding belongs to the cause with its key, and the first of these that fits is the key (always with the outcome):

1. rule and target, where the evidence points at a URL: one dead link is one cause, wherever it stands. Where most
   pages of a template point at targets of their own from the same place, the template is at fault: 3 holds.
2. rule and group, where the rule says what belongs together (pages that share a title).
3. rule, template and place. A place in the header, footer or navigation, one that nearly all pages have, or one that
   most pages of several templates have, belongs to the site: one cause, not one for each template. So do a server's
   settings (owner, effort). A place that few pages of a template have (content) is generalised to its landmark and its
   element, whatever the template. Templates of one or two pages share one key. What a browser saw of a sample is
   always so generalised, and what it saw in two templates belongs to the site: a sample of one page does not tell
   templates apart. Classes of places that belong to the site do not count, so that neighbours (`li.next > a`,
   `li.prev > a`) are one cause. Information, and questions about whole pages, are not told template by template.
4. the rule alone, for what is said of the site as a whole.

Ids are digests of these keys with the template's name, so they stay from run to run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import xxhash

from audits.linking import MAX_SOURCES
from audits.priority import is_of_site
from audits.verdicts import Counted, verdict_sentence
from store.model import Cause, CauseState, Effort, Finding, Outcome, Owner, RuleCard, Severity, Template

SAMPLES = 25
"""Findings shown of one cause, spread over its pages."""
OWN_PLACE = 0.3
"""A place on this share of a template's pages is part of the template; on fewer it is content."""
MOST = 0.5
"""A place on this share of the pages of two templates and more belongs to the site."""
NEARLY_ALL = 0.9
"""What this share of all pages have belongs to the site, wherever it stands."""
FEWEST_OF_PLACE = 2
"""A place on one page alone is not known to be part of a template, however few pages that has."""
SMALL_TEMPLATE = 2
SCATTERED_TARGETS = 10

_CHROME = frozenset({"header", "footer", "nav", "aside", "head"})
_CHROME_CLASSES = frozenset(
    "header footer nav navbar navigation menu sidebar topbar masthead breadcrumb breadcrumbs cookie cookies "
    "site-header site-footer main-nav page-header page-footer offcanvas megamenu".split()
)
_CONTENT = frozenset({"main", "article"})
_SITE = 0  # template id of what belongs to all templates
_SMALL = -1  # template id of all templates that are too small to tell


@dataclass(frozen=True, slots=True)
class CauseKey:
    """What the findings of one cause share."""

    rule: str
    outcome: Outcome
    kind: str  # "target", "group", "place" or "rule"
    template: int = _SITE
    place: str = ""
    target: str = ""
    group: str = ""


@dataclass(slots=True)
class _Group:
    key: CauseKey
    part: str = ""
    findings: list[Finding] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    templates: Counter[int] = field(default_factory=Counter)  # template id -> pages


def group_causes(
    findings: Sequence[Finding],
    *,
    cards: Mapping[str, RuleCard],
    templates: Sequence[Template] = (),
    page_templates: Mapping[int, int] | None = None,
    first_seen: Mapping[str, float] | None = None,
    now: float = 0.0,
    parts: Sequence[str] | None = None,
) -> list[Cause]:
    """Return the causes behind findings, those with the most pages first.

    `first_seen` gives the time when a cause was first found in earlier runs; `now` is the time of this run. `parts`
    names, for each finding, the part of its cause that stands alone: findings of different parts are told apart.
    """
    grouping = _Grouping(findings, cards, templates, page_templates or {}, parts)
    return _causes(grouping, first_seen or {}, now)


def assign_and_group(
    findings: Sequence[Finding],
    *,
    cards: Mapping[str, RuleCard],
    templates: Sequence[Template] = (),
    page_templates: Mapping[int, int] | None = None,
    now: float = 0.0,
) -> tuple[list[Finding], list[Cause]]:
    """Return what `assign_causes` and then `group_causes` give, counting once where findings stand."""
    grouping = _Grouping(findings, cards, templates, page_templates or {})
    grouping.findings = assigned = _assigned(grouping)
    return assigned, _causes(grouping, {}, now)


def _causes(grouping: _Grouping, first_seen: Mapping[str, float], now: float) -> list[Cause]:
    causes = []
    for group in grouping.groups():
        cause = grouping.cause(group)
        earlier = first_seen.get(cause.id)
        causes.append(
            replace(
                cause,
                state=CauseState.NEW if earlier is None else CauseState.STILL,
                first_seen=now if earlier is None else earlier,
                last_seen=now,
            )
        )
    return sorted(causes, key=lambda cause: (-cause.pages, -cause.severity.rank, cause.rule, cause.id))


def assign_causes(
    findings: Sequence[Finding],
    *,
    cards: Mapping[str, RuleCard],
    templates: Sequence[Template] = (),
    page_templates: Mapping[int, int] | None = None,
    parts: Sequence[str] | None = None,
) -> list[Finding]:
    """Return the same findings in the same order, each with the id of its cause; `parts` as for `group_causes`."""
    return _assigned(_Grouping(findings, cards, templates, page_templates or {}, parts))


def _assigned(grouping: _Grouping) -> list[Finding]:
    ids: dict[tuple[int, str], str] = {}
    assigned = []
    for one, key, part in zip(grouping.findings, grouping.keys, grouping.parts, strict=True):
        cause = ids.get((id(key), part))  # equal keys are one object
        if cause is None:
            cause = ids[id(key), part] = grouping.id_of(key, part)
        assigned.append(_with_cause(one, cause))
    return assigned


def _with_cause(one: Finding, cause: str) -> Finding:
    """What `replace` gives, in a third of its time: there are many findings."""
    return Finding(
        one.rule, one.url, one.outcome, one.severity, one.certainty, one.message, one.evidence, one.page_id,
        one.fingerprint, one.inferred, cause,
    )  # fmt: skip


class _Grouping:
    """Counts where findings stand, then gives each its key."""

    def __init__(
        self,
        findings: Sequence[Finding],
        cards: Mapping[str, RuleCard],
        templates: Sequence[Template],
        page_templates: Mapping[int, int],
        parts: Sequence[str] | None = None,
    ) -> None:
        self.findings = findings
        self.parts = parts if parts is not None else [""] * len(findings)
        self.cards = cards
        self.templates = {one.id: one for one in templates}
        self.page_templates = page_templates
        self._large = {
            page_id: number
            for page_id, number in page_templates.items()
            if (known := self.templates.get(number)) is not None and known.size > SMALL_TEMPLATE
        }
        self._rendered = frozenset(rule for rule, card in cards.items() if card.needs)
        self.pages_at: dict[tuple[str, str], dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        self.targets_at: dict[tuple[str, int, str], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        self.sampled: dict[int, set[int]] = defaultdict(set)  # template -> pages of which a browser told something
        self.scattered: dict[tuple[str, int, str], bool] = {}
        self.shared: dict[tuple[str, str], bool] = {}
        self._count()
        self.keys = list(self._keys())

    def _count(self) -> None:
        for one in self.findings:
            if one.page_id is None:
                continue
            template = self._large.get(one.page_id, _SMALL)
            self.pages_at[one.rule, self._place(one)][template].add(one.page_id)
            if one.rule in self._rendered:
                self.sampled[self.page_templates.get(one.page_id, _SMALL)].add(one.page_id)
            if one.evidence.target:
                self.targets_at[one.rule, template, one.evidence.place][one.evidence.target].add(one.page_id)

    def _keys(self) -> Iterator[CauseKey]:
        """The key of each finding; equal ones are one object. Made once for all that say the same from one place."""
        met: dict[tuple[str, Outcome, int | None, str, str, str], CauseKey] = {}
        same: dict[CauseKey, CauseKey] = {}
        for one in self.findings:
            evidence = one.evidence
            template = self._large.get(one.page_id, _SMALL) if one.page_id is not None else None
            what = (one.rule, one.outcome, template, evidence.place, evidence.target, evidence.group)
            key = met.get(what)
            if key is None:
                key = self._key(one)
                key = met[what] = same.setdefault(key, key)
            yield key

    def _place(self, one: Finding) -> str:
        """The finding's place; that of a sampled page is generalised."""
        place = one.evidence.place
        return general_place(place) if place and one.rule in self._rendered else place

    def _key(self, one: Finding) -> CauseKey:
        evidence = one.evidence
        template = self._large.get(one.page_id, _SMALL) if one.page_id is not None else _SITE
        if evidence.target and not self._is_scattered(one, template):
            return CauseKey(one.rule, one.outcome, "target", target=evidence.target, group=evidence.group)
        if evidence.group:
            return CauseKey(one.rule, one.outcome, "group", group=evidence.group)
        if one.page_id is None:
            return CauseKey(one.rule, one.outcome, "rule")
        place = self._place(one)
        if self._is_sitewide(one, template):
            return CauseKey(one.rule, one.outcome, "place", place=shape_of(place))
        card = self.cards.get(one.rule)
        is_asked = one.outcome is Outcome.REVIEW and not place
        if is_asked or (card is not None and card.severity is Severity.INFO):
            return CauseKey(one.rule, one.outcome, "place")
        if not self._is_own_place(one.rule, place, template):
            # Not the template's: it is content, and content of all templates is mended by the same people.
            return CauseKey(one.rule, one.outcome, "place", place=general_place(place) if place else "")
        return CauseKey(one.rule, one.outcome, "place", template=template, place=place)

    def _is_scattered(self, one: Finding, template: int) -> bool:
        """Whether most pages of the template point at targets of their own from this place."""
        if one.page_id is None or template == _SMALL:
            return False
        where = (one.rule, template, one.evidence.place)
        if where not in self.scattered:
            own = [pages for pages in self.targets_at[where].values() if len(pages) <= SMALL_TEMPLATE]
            pages = set().union(*own) if own else set()
            enough = len(own) >= SCATTERED_TARGETS and len(pages) >= MOST * self.templates[template].size
            self.scattered[where] = enough
        return self.scattered[where] and len(self.targets_at[where][one.evidence.target]) <= SMALL_TEMPLATE

    def _is_sitewide(self, one: Finding, template: int) -> bool:
        card = self.cards.get(one.rule)
        if card is not None and (card.effort is Effort.SITE or card.owner is Owner.SERVER) and not one.evidence.place:
            return True
        where = (one.rule, self._place(one))
        if where not in self.shared:
            self.shared[where] = self._is_shared(*where)
        return self.shared[where]

    def _is_shared(self, rule: str, place: str) -> bool:
        found = self.pages_at[rule, place]
        if len(found) < 2:
            return False
        if place and rule in self._rendered:
            return True
        if sum(map(len, found.values())) >= NEARLY_ALL * len(self.page_templates):
            return True
        if place and is_chrome(place):
            return True
        if place and any(tag in _CONTENT for tag, _ in _steps(place)):
            return False
        known = {number: pages for number, pages in found.items() if number in self.templates}
        most = sum(len(pages) >= MOST * self.templates[number].size for number, pages in known.items())
        return most >= 2 and most == len(known)

    def _is_own_place(self, rule: str, place: str, template: int) -> bool:
        known = self.templates.get(template)
        fewest = max(FEWEST_OF_PLACE, OWN_PLACE * known.size) if known is not None else 0
        return known is not None and len(self.pages_at[rule, place][template]) >= fewest

    # --- causes

    def groups(self) -> Iterable[_Group]:
        groups: dict[tuple[int, str], _Group] = {}
        for one, key, part in zip(self.findings, self.keys, self.parts, strict=True):
            group = groups.get((id(key), part))
            if group is None:
                group = groups[id(key), part] = _Group(key, part)
            group.findings.append(one)
            if one.page_id is not None and one.page_id not in group.pages:
                group.pages.add(one.page_id)
                group.templates[self.page_templates.get(one.page_id, _SMALL)] += 1
        return groups.values()

    def id_of(self, key: CauseKey, part: str = "") -> str:
        """The digest that a cause keeps from run to run."""
        known = self.templates.get(key.template)
        template = known.name if known is not None else str(key.template)
        parts: tuple[str, ...] = (key.rule, key.outcome.value, key.kind, template, key.place, key.target, key.group)
        if part:
            parts = (*parts, part)
        return xxhash.xxh3_64_hexdigest("\x1f".join(parts).encode(errors="replace"))

    def cause(self, group: _Group) -> Cause:
        key, card = group.key, self.cards[group.key.rule]
        worst = max(group.findings, key=lambda one: one.severity.rank)
        occurrences = sum(_found(one) for one in group.findings)
        carried = self._carried_over(group, card)
        pages = max(len(group.pages), _linking_pages(group))
        place = key.place or _shared_place(group)
        owner, effort = self._mender(group, card)
        # Where only some of the linking pages are known, nobody knows of which template the others are.
        template = self.templates.get(self._main_template(group)) if pages == len(group.pages) else None
        counted = Counted(
            pages=pages,
            template_pages=carried or (template.size if template is not None else 0),
            occurrences=occurrences,
            template=template.name if template is not None else "",
            place=place,
            target=key.target,
            is_sampled=carried > 0,
            is_of_site=is_of_site(card.effort, group.findings),
            is_everywhere=len(self.templates) > 1 and pages == len(self.page_templates),
        )
        return Cause(
            id=self.id_of(key, group.part),
            rule=key.rule,
            outcome=key.outcome,
            severity=worst.severity,
            certainty=worst.certainty,
            owner=owner,
            effort=effort,
            category=card.category,
            message=verdict_sentence(card, group.findings, counted),
            pages=max(carried, pages),
            occurrences=max(occurrences, pages),
            template_id=template.id if template is not None else None,
            place=place,
            target=key.target,
            group=key.group,
            page_ids=tuple(sorted(group.pages)),
            samples=spread(group.findings),
            inferred=carried > 0,
        )

    def _main_template(self, group: _Group) -> int:
        """The template that nearly all pages of the cause come from; 0 where there is none."""
        if not group.templates:
            return _SITE
        number, pages = group.templates.most_common(1)[0]
        return number if pages >= 0.9 * len(group.pages) else _SITE

    def _carried_over(self, group: _Group, card: RuleCard) -> int:
        """Pages that the sampled ones stand for; 0 where nothing carries over.

        A template is taken as a whole where two and more of its pages were seen with it and most of those that a
        browser opened, or where the place is one that pages share or nearly all opened pages have it.
        """
        if not card.needs or group.key.kind not in ("place", "group") or group.key.outcome is not Outcome.FAIL:
            return 0
        if len(group.pages) < 2 or (group.key.kind == "place" and not group.key.place):
            return 0
        is_shared = is_chrome(group.key.place) or len(group.pages) >= NEARLY_ALL * sum(map(len, self.sampled.values()))
        total = 0
        for number, pages in group.templates.items():
            template = self.templates.get(number)
            is_own = pages >= 2 and pages >= MOST * len(self.sampled[number])
            total += template.size if template is not None and (is_own or is_shared) else pages
        return total if total > len(group.pages) else 0

    def _mender(self, group: _Group, card: RuleCard) -> tuple[Owner, Effort]:
        """Who mends it: what stands in the same place on most pages is mended once, in the template."""
        if card.owner is Owner.SERVER or card.owner is Owner.THIRD_PARTY or card.effort is Effort.SITE:
            return card.owner, card.effort
        places = Counter(one.evidence.place for one in group.findings)
        place, number = places.most_common(1)[0]
        is_one_place = bool(place) and number >= 0.9 * len(group.findings)
        template = self.templates.get(group.key.template or self._main_template(group))
        covers = template is not None and len(group.pages) >= 0.8 * template.size and len(group.pages) >= 5
        # Titles and descriptions stand in the head, yet each page has its own.
        is_head = place.partition(" > ")[0] == "head"
        is_shared = is_chrome(place) and (not is_head or len(group.pages) >= 0.8 * len(self.page_templates))
        if is_one_place and (covers or (is_shared and len(group.pages) >= 5)):
            return Owner.TEMPLATE, Effort.TEMPLATE
        return card.owner, card.effort


def _linking_pages(group: _Group) -> int:
    """The true number of pages that link to a target, or load a file, of which only some pages are told; else 0."""
    if group.key.kind != "target" or group.part:
        return 0
    name = "loading_pages" if len(group.findings) < MAX_SOURCES else "linking_pages"
    told = (one.evidence.facts.get(name, 0) for one in group.findings)
    return max((number for number in told if isinstance(number, int)), default=0)


def _shared_place(group: _Group) -> str:
    """The place from which nearly all findings point at their common target."""
    if group.key.kind != "target":
        return ""
    place, number = Counter(one.evidence.place for one in group.findings).most_common(1)[0]
    return place if number >= NEARLY_ALL * len(group.findings) else ""


def spread(findings: Sequence[Finding], limit: int = SAMPLES) -> tuple[Finding, ...]:
    """Return at most `limit` findings: one from each page first, the pages spread over the site's URLs."""
    rounds: dict[str, int] = defaultdict(int)
    ranked = []
    for one in sorted(findings, key=lambda finding: (finding.url, finding.evidence.line or 0, finding.fingerprint)):
        ranked.append((rounds[one.url], one))
        rounds[one.url] += 1
    first = [one for number, one in ranked if number == 0]
    if len(first) >= limit:
        step = len(first) / limit
        return tuple(first[int(number * step)] for number in range(limit))
    rest = sorted((pair for pair in ranked if pair[0] > 0), key=lambda pair: (pair[0], pair[1].url))
    return tuple([*first, *(one for _, one in rest)][:limit])


@lru_cache(maxsize=8_192)
def general_place(place: str) -> str:
    """Return a place cut down to its last landmark and its element.

    Classes of `main` and `article` do not count: themes name them after the kind of page.

    >>> general_place("div.page > main.product > article.post > div.text > p > img")
    'main > article … img'
    """
    if "… " in place:
        return place
    steps = [_plain_content(step) for step in place.split(" > ")]
    last = max((number for number, (tag, _) in enumerate(_steps(place)) if tag in _CONTENT | _CHROME), default=-1)
    first = next((number for number, (tag, _) in enumerate(_steps(place)) if tag in _CONTENT | _CHROME), 0)
    if last == len(steps) - 1:
        return " > ".join(steps[first:])
    element = steps[-1].partition(".")[0]
    return f"{' > '.join(steps[first : last + 1])} … {element}" if last >= 0 else f"… {element}"


def _plain_content(step: str) -> str:
    tag = step.partition(".")[0]
    return tag if tag in _CONTENT else step


@lru_cache(maxsize=8_192)
def shape_of(place: str) -> str:
    """Return a place without the classes that do not name a landmark.

    >>> shape_of("footer.dark > div.menu > ul > li.next > a")
    'footer > div.menu > ul > li > a'
    """
    for sign in (" > ", " … "):
        place = sign.join(_shape_of_step(step) for step in place.split(sign))
    return place


def _shape_of_step(step: str) -> str:
    tag, _, name = step.partition(".")
    return step if name.lower() in _CHROME_CLASSES or "." not in step or " " in step else tag


@lru_cache(maxsize=8_192)
def is_chrome(place: str) -> bool:
    """Whether a place lies in what the pages of a site share: header, footer, navigation, head."""
    if place in {"nav", "header", "footer", "aside", "head"}:
        return True
    for tag, name in _steps(place):
        if tag in _CONTENT:
            return False  # an article's own header is content
        if tag in _CHROME or name.lower() in _CHROME_CLASSES:
            return True
    return False


def _steps(place: str) -> list[tuple[str, str]]:
    return [(tag, name) for tag, _, name in (step.partition(".") for step in place.split(" > "))]


def _found(finding: Finding) -> int:
    found = finding.evidence.facts.get("found", 1)
    # The first of many findings on one page says how many there are; the others stand for themselves.
    return max(1, int(found) - 199) if isinstance(found, (int, float)) and found > 200 else 1


__all__ = [
    "CauseKey", "assign_and_group", "assign_causes", "general_place", "group_causes", "is_chrome", "shape_of", "spread",
]  # fmt: skip
