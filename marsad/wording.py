"""Writes the template of all texts for translators, and merges it into the `.po` file of each language."""

from __future__ import annotations

import io
import sys
from collections import defaultdict
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from audits.registry import all_rules
from audits.rule import Rule
from marsad.message_templates import fact_names, run_texts, templates_of
from reports.english import ENGLISH

__all__ = ["FIELDS", "LOCALE", "merge", "new_catalogue", "po_file", "read", "template", "texts", "written"]

LOCALE = Path(__file__).parent.parent / "reports/locale"
FIELDS = ("title", "message", "why", "fix_editor", "fix_developer")
"""The fields of a rule's card that are translated."""

_WIDTH = 120
_DATES = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By')  # they would change with every run


def template() -> Catalog:
    """All texts in English, each with its context."""
    catalogue = Catalog(project="Marsad", fuzzy=False, charset="utf-8", creation_date=None, header_comment="# Marsad")
    _fill(catalogue)
    return catalogue


def new_catalogue(lang: str) -> Catalog:
    """An empty catalogue of a language, with its plural forms."""
    catalogue = Catalog(locale=lang.replace("-", "_"), project="Marsad", fuzzy=False, charset="utf-8")
    _fill(catalogue)
    return catalogue


def _fill(catalogue: Catalog) -> None:
    told: set[tuple[str, str]] = set()
    for context, text, plural in texts():
        if (context, text) not in told:
            told.add((context, text))
            catalogue.add((text, plural) if plural else text, context=context)


def texts() -> Iterator[tuple[str, str, str]]:
    """Every text as (context, English, English plural or "")."""
    for key, text in ENGLISH.items():
        stem, _, form = key.rpartition(".")
        counted = form in ("one", "other") and f"{stem}.one" in ENGLISH and f"{stem}.other" in ENGLISH
        if not counted:
            yield f"report/{key}", text, ""
        elif form == "one":
            yield f"report/{stem}", text, ENGLISH[f"{stem}.other"]
    rules = sorted(all_rules(), key=lambda rule: rule.id)
    for rule in rules:
        for name in FIELDS:
            if text := getattr(rule.card, name):
                yield f"{rule.id}/{name}", text, ""
        yield from _messages(rule)
    for name in fact_names():
        yield "fact", name, ""
    for text in run_texts():
        yield "run/said", text, ""


def _messages(rule: Rule) -> Iterator[tuple[str, str, str]]:
    """What a rule's evidence can say; what several rules say through one module is shared."""
    found = templates_of(rule.check.__module__)
    own = "shared" if rule.id.startswith("axe/") else rule.id
    for text in found.sentences:
        yield f"{own}/evidence", text, ""
    for text in found.shared:
        yield "shared/evidence", text, ""
    for text in found.parts:
        yield "shared/part", text, ""


def merge(held: Catalog, lang: str) -> Catalog:
    """A catalogue with all texts of today: translations are kept, unused ones dropped.

    Where the English of a text has changed, its translation stays and is marked fuzzy, with the English it was made
    from beside it; a fuzzy text is not shown until somebody has taken the mark away.
    """
    merged = new_catalogue(lang)
    merged.header_comment, merged.revision_date = held.header_comment, held.revision_date
    old: dict[str, list[Message]] = defaultdict(list)
    for message in held:
        if message.id and message.context and any(message.string or ()):
            old[message.context].append(message)
    for message in merged:
        if not message.id or not message.context:
            continue
        before = held.get(message.id, message.context)
        if before is not None and before.id == message.id and any(before.string or ()):
            _take(message, before)
        elif near := _nearest(message, old[message.context]):
            _take(message, near)
            message.flags.add("fuzzy")
            message.previous_id = [*near.id] if isinstance(near.id, tuple) else [str(near.id)]
    return merged


def _take(message: Message, before: Message) -> None:
    message.string = before.string
    message.flags |= before.flags & {"fuzzy"}
    message.previous_id = before.previous_id
    message.user_comments = before.user_comments


def _nearest(message: Message, old: list[Message]) -> Message | None:
    """What was said in the same place before in nearly the same words."""
    same = {_english(one): one for one in old if isinstance(one.id, tuple) == isinstance(message.id, tuple)}
    found = get_close_matches(_english(message), same, 1)
    return same[found[0]] if found else None


def _english(message: Message) -> str:
    return message.id[-1] if isinstance(message.id, tuple) else str(message.id)


def written(catalogue: Catalog) -> str:
    """A catalogue as the text of its file, the same for the same texts."""
    file = io.BytesIO()
    write_po(file, catalogue, width=_WIDTH, no_location=True, omit_header=False, sort_output=False)
    lines = file.getvalue().decode().splitlines(keepends=True)
    return "".join(one for one in lines if not one.startswith(_DATES))


def po_file(lang: str, folder: Path = LOCALE) -> Path:
    """Where the texts of a language are kept."""
    return folder / lang / "LC_MESSAGES/marsad.po"


def read(path: Path, lang: str) -> Catalog:
    """The catalogue of a file; an empty one where there is none yet."""
    if not path.exists():
        return new_catalogue(lang)
    with path.open("rb") as lines:
        return read_po(lines, locale=lang.replace("-", "_"))


def main(named: list[str]) -> None:
    """Write `marsad.pot` and merge it into each `.po` file; `named` are languages to begin."""
    (LOCALE / "marsad.pot").write_text(written(template()), encoding="utf-8")
    for lang in sorted({*named, *(one.parent.parent.name for one in LOCALE.glob("*/LC_MESSAGES/marsad.po"))}):
        path = po_file(lang)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(merge(read(path, lang), lang)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
