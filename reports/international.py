"""The chapter on languages and regions: what pages declare, which versions name each other, and which do not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reports.survey import Survey
from store.indexability import Indexability

X_DEFAULT = "x-default"
MOST_LANGUAGES = 12
"""Languages of the matrix; those with the most pages."""
MOST_ROWS = 50
_DEAD = frozenset({Indexability.MISSING, Indexability.ERROR, Indexability.ROBOTS})
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """One declared language or region."""

    code: str
    pages: int  # pages that say of themselves that they are in it
    versions: int  # addresses that any page names as its version in it
    unusable: int  # of these, addresses that were fetched and cannot be indexed
    unseen: int  # of these, addresses that were not fetched
    missing: int  # links to its versions that the version does not answer
    other_lang: int  # of its own pages, those whose `lang` names another language


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """Links from the pages of one language to versions in another."""

    links: int
    missing: int  # of these, links that the version does not answer


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """Pages that are tied together as versions of one another."""

    url: str  # one of its pages, the one for everybody else where it has one
    pages: int
    codes: tuple[str, ...]
    missing: int  # links without one in return
    unseen: int  # members that were not fetched
    has_x_default: bool


@dataclass(frozen=True, slots=True)
class MissingReturn:
    """A page and its version that does not name it."""

    url: str
    code: str
    version: str


@dataclass(frozen=True, slots=True)
class InternationalChapter:
    """What pages say of their languages. Links are those between versions, from pages that may be indexed."""

    languages: tuple[LanguageRow, ...]  # declared, the one with the most pages first
    matrix_codes: tuple[str, ...]  # rows and columns of the matrix
    matrix: tuple[tuple[MatrixCell | None, ...], ...]  # row: language of the page; column: of the version it names
    declaring: int  # indexable pages that name any version
    links: int  # from a page to another one as its version
    missing: int  # of these, links that the version does not answer
    methods: tuple[tuple[str, int], ...]  # "head", "header", "sitemap" and the pages that declare so
    clusters: int
    whole_clusters: int  # whose versions all name each other and were all fetched
    x_default_clusters: int  # that name a version for everybody else
    cluster_rows: tuple[ClusterRow, ...]  # those with the most missing links first
    returns: tuple[MissingReturn, ...]  # the first links without one in return
    lang_attributes: tuple[tuple[str, int], ...]  # `lang` of the pages; empty: none
    pages: int  # HTML pages that answered 200


def international_chapter(survey: Survey) -> InternationalChapter | None:
    """Arrange what the survey saw; None where no version is declared and all pages speak one language."""
    content = [one for one in survey.standings.values() if one.is_content]
    spoken = Counter(one.lang for one in content)
    if not survey.sources and len({lang.split("-")[0] for lang in spoken if lang}) < 2:
        return None
    edges = _Edges(survey)
    codes = list(survey.codes)
    own = edges.own_codes()
    languages = _languages(edges, codes, own)
    labels, sizes = edges.clusters()
    rows, whole, x_default = _clusters(edges, codes, labels, sizes)
    kept = tuple(row.code for row in languages if row.code != X_DEFAULT)[:MOST_LANGUAGES]
    columns = (*kept, X_DEFAULT) if X_DEFAULT in survey.codes else kept
    return InternationalChapter(
        languages=tuple(languages),
        matrix_codes=columns,
        matrix=_matrix(edges, survey, columns, own),
        declaring=len(np.unique(edges.source)),
        links=int(edges.is_link.sum()),
        missing=int(edges.is_missing.sum()),
        methods=tuple(survey.methods.most_common()),
        clusters=len(sizes),
        whole_clusters=whole,
        x_default_clusters=x_default,
        cluster_rows=tuple(rows[:MOST_ROWS]),
        returns=tuple(edges.named_missing(codes, MOST_ROWS)),
        lang_attributes=tuple(spoken.most_common()),
        pages=len(content),
    )


class _Edges:
    """Declared versions as columns of numbers, each once: source, target, code; from indexable pages alone."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.urls = list(survey.numbers)
        self.size = len(self.urls)
        self.is_indexable = self._flags(lambda one: one is Indexability.INDEXABLE)
        self.is_dead = self._flags(lambda one: one in _DEAD)
        self.is_seen = np.array([page > 0 for page in survey.pages], np.bool_)
        columns = np.array([survey.sources, survey.targets, survey.languages], np.int64).reshape(3, -1)
        every = np.unique(columns, axis=1) if columns.size else columns
        self.all_pairs = np.unique(every[0] * self.size + every[1])
        self.dead_ways = {(int(one), int(code)) for one, to, code in every.T[self.is_dead[every[1]]].tolist()}
        kept = every[:, self.is_indexable[every[0]]]
        self.source, self.target, self.code = kept
        self.is_link = self.source != self.target
        self.is_missing = self._lacks_return()

    def _flags(self, fits: object) -> npt.NDArray[np.bool_]:
        standings = self.survey.standings
        return np.array([page > 0 and fits(standings[page].indexability) for page in self.survey.pages], np.bool_)  # type: ignore[operator]

    def _lacks_return(self) -> npt.NDArray[np.bool_]:
        """As the check for it has it: only versions that may be indexed; a page for everybody else need not answer."""
        back = np.isin(self.target * self.size + self.source, self.all_pairs)
        lacking: npt.NDArray[np.bool_] = self.is_link & self.is_indexable[self.target] & ~back
        default = self.survey.codes.get(X_DEFAULT, -1)
        pairs = self.source * self.size + self.target
        named = np.unique(pairs[self.code != default])
        lacking &= np.isin(pairs, named)
        if self.dead_ways:
            mine = self._own()
            for row in np.flatnonzero(lacking).tolist():
                to = int(self.target[row])
                if any((to, code) in self.dead_ways for code in mine.get(int(self.source[row]), ())):
                    lacking[row] = False  # told as a dead version
        return lacking

    def _own(self) -> dict[int, list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for at in np.flatnonzero(~self.is_link).tolist():
            found[int(self.source[at])].append(int(self.code[at]))
        return found

    def own_codes(self) -> dict[int, str]:
        """Page number -> the language that an indexable page names itself under, else that of its `lang`."""
        codes, found = list(self.survey.codes), {}
        mine = self._own()
        for number in np.unique(self.source).tolist():
            named = [codes[code] for code in mine.get(number, ()) if codes[code] != X_DEFAULT]
            found[number] = named[0] if named else self.lang_of(number)
        return found

    def lang_of(self, number: int) -> str:
        """The `lang` of a page; empty where it was not fetched or says nothing."""
        page = self.survey.pages[number]
        return self.survey.standings[page].lang if page else ""

    def clusters(self) -> tuple[Numbers, dict[int, int]]:
        """By number: the label of its cluster; and label -> size, for those that hold more than one address."""
        labels = np.arange(self.size, dtype=np.int64)
        while len(self.source):
            low = np.minimum(labels[self.source], labels[self.target])
            spread = labels.copy()
            np.minimum.at(spread, self.source, low)
            np.minimum.at(spread, self.target, low)
            if np.array_equal(spread, labels):
                break
            labels = spread
        found, counts = np.unique(labels, return_counts=True)
        return labels, {int(one): int(n) for one, n in zip(found, counts, strict=True) if n > 1}

    def named_missing(self, codes: list[str], limit: int) -> Iterator[MissingReturn]:
        for row in np.flatnonzero(self.is_missing)[:limit].tolist():
            yield MissingReturn(self.urls[self.source[row]], codes[int(self.code[row])], self.urls[self.target[row]])


def _languages(edges: _Edges, codes: list[str], own: dict[int, str]) -> list[LanguageRow]:
    speaks: defaultdict[str, list[int]] = defaultdict(list)
    for number, code in own.items():
        speaks[code].append(number)
    rows = []
    for at, code in enumerate(codes):
        mine = edges.code == at
        versions = np.unique(edges.target[mine])
        if not len(versions):
            continue
        seen = edges.is_seen[versions]
        langs = [edges.lang_of(number) for number in speaks.get(code, ())]
        rows.append(
            LanguageRow(
                code=code,
                pages=len(speaks.get(code, ())),
                versions=len(versions),
                unusable=int((seen & ~edges.is_indexable[versions]).sum()),
                unseen=int((~seen).sum()),
                missing=int((edges.is_missing & mine).sum()),
                other_lang=sum(bool(lang) and lang.split("-")[0] != code.split("-")[0] for lang in langs),
            )
        )
    return sorted(rows, key=lambda row: (row.code == X_DEFAULT, -row.pages, -row.versions, row.code))


def _matrix(
    edges: _Edges, survey: Survey, columns: tuple[str, ...], own: dict[int, str]
) -> tuple[tuple[MatrixCell | None, ...], ...]:
    place = {code: at for at, code in enumerate(columns)}
    rows = np.full(edges.size, -1, np.int64)
    for number, code in own.items():
        rows[number] = place.get(code, -1)
    column_of = np.array([place.get(code, -1) for code in survey.codes], np.int64)
    row, column = (rows[edges.source], column_of[edges.code]) if len(edges.source) else (edges.source, edges.code)
    counts = np.zeros((2, len(columns), len(columns)), np.int64)
    for at, chosen in enumerate((edges.is_link, edges.is_missing)):
        kept = chosen & (row >= 0) & (column >= 0)
        np.add.at(counts[at], (row[kept], column[kept]), 1)
    return tuple(
        tuple(
            MatrixCell(int(counts[0, one, two]), int(counts[1, one, two])) if counts[0, one, two] else None
            for two in range(len(columns))
        )
        for one in range(len(columns))
        if columns[one] != X_DEFAULT
    )


def _clusters(
    edges: _Edges, codes: list[str], labels: Numbers, sizes: dict[int, int]
) -> tuple[list[ClusterRow], int, int]:
    """Rows of the worst clusters, how many are whole, and how many name a version for everybody else."""
    of = labels[edges.source] if len(edges.source) else edges.source
    missing = Counter(of[edges.is_missing].tolist())
    members = np.unique(np.concatenate([edges.source, edges.target]))
    unseen = Counter(labels[members[~edges.is_seen[members]]].tolist())
    default = edges.survey.codes.get(X_DEFAULT, -1)
    with_default = set(of[edges.code == default].tolist())
    whole = sum(not missing[one] and not unseen[one] for one in sizes)
    worst = sorted(sizes, key=lambda one: (-missing[one], -unseen[one], -sizes[one], one))[:MOST_ROWS]
    rows = []
    for label in worst:
        mine = of == label
        found = {int(one) for one in edges.code[mine]}
        urls = edges.target[mine & (edges.code == default)] if default in found else edges.source[mine]
        rows.append(
            ClusterRow(
                edges.urls[int(urls[0])],
                sizes[label],
                tuple(sorted(codes[one] for one in found if one != default)),
                missing[label],
                unseen[label],
                label in with_default,
            )
        )
    return rows, whole, sum(label in with_default for label in sizes)
