"""The translations hold what the code says today, with the same places and the same code in every text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message

from audits.registry import all_rules
from marsad.message_templates import fact_names, run_texts, templates_of
from marsad.rehearsal import rehearse
from marsad.wording import LOCALE, merge, new_catalogue, po_file, read, template, written
from reports.catalogue import forms_of, languages
from reports.english import ENGLISH
from reports.messages import Sayer, places

LANGUAGES = [lang for lang in languages() if lang != "en"]
CHOICE = re.compile(r"\{\w+:([^{}]*)\}")


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return template()


def test_the_template_for_translators_is_up_to_date(texts: Catalog) -> None:
    held = (LOCALE / "marsad.pot").read_text(encoding="utf-8")
    assert held == written(texts), "the texts of the code have changed: run `make words`"


def test_nearly_all_messages_of_rules_come_from_a_known_template(texts: Catalog) -> None:
    known = {(str(one.context), str(one.id)): "said" for one in texts if one.id and not isinstance(one.id, tuple)}
    sayer = Sayer(known, lambda value, decimals: str(value), lambda value: 0, str)
    missed: Counter[str] = Counter()
    said = 0
    for rule_id, message in messages():
        said += 1
        contexts = [f"{rule_id}/evidence", f"{rule_id}/message", "shared/evidence"]
        missed[rule_id] += sayer.say(message, contexts) is None
    assert said > 1_000
    assert sum(missed.values()) <= 0.05 * said, +missed


def messages() -> Iterator[tuple[str, str]]:
    for rule in all_rules():
        for example in rule.examples:
            if example.kind in ("fails", "reviews"):
                for one in rehearse(rule, example).evidence:
                    if one.message:
                        yield rule.id, one.message


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_keeps_places_and_code(lang: str) -> None:
    wrong = [fault for message in read(po_file(lang), lang) for fault in faults(message, lang)]
    assert wrong == []


def faults(message: Message, lang: str) -> Iterator[str]:
    if not message.id or not message.string or message.fuzzy:
        return
    english = message.id[-1] if isinstance(message.id, tuple) else str(message.id)
    said = [message.string] if isinstance(message.string, str) else message.string
    forms = forms_of(lang) if isinstance(message.id, tuple) else ("other",)
    for form, text in zip(forms, said, strict=False):
        if not text:
            continue
        lost = places(english) - places(text)
        spared = {"n"} if form in ("zero", "one", "two") else set()
        if form == "one" and isinstance(message.id, tuple):
            spared |= places(english) - places(message.id[0])  # English says it without them, too
        if places(text) - places(english) or lost - spared:
            yield f"{message.context}: the places of {text!r} are not those of {english!r}"
        if english.count("`") % 2 == 0 and code(text) != code(english):
            yield f"{message.context}: the code of {text!r} is not that of {english!r}"
        for choice in CHOICE.findall(text):
            if choice.count("|") + 1 != len(forms_of(lang)):
                yield f"{message.context}: {choice!r} has not one form for each of {forms_of(lang)}"


def code(text: str) -> set[str]:
    return set(text.split("`")[1::2])


def test_a_changed_text_keeps_its_translation_and_is_marked() -> None:
    held = new_catalogue("sl")
    held.add("Skip to this report", "Na poročilo", context="report/skip")
    held.add("Something that is gone", "Nekaj", context="report/no-such-key")
    merged = merge(held, "sl")
    message = merged.get(ENGLISH["skip"], "report/skip")
    assert message is not None
    assert message.string == "Na poročilo"
    assert message.fuzzy
    assert list(message.previous_id) == ["Skip to this report"]
    assert "no-such-key" not in written(merged)


def test_templates_name_their_places_after_what_fills_them() -> None:
    found = templates_of("audits.rules.titles.title_duplicate").sentences
    assert "{pages} pages have the title “{shown}”." in found


def test_a_sentence_with_a_plural_of_its_own_is_two_templates() -> None:
    found = templates_of("audits.rules.delivery.perf_too_many_assets").sentences
    assert {one.split(" {count} ")[1].split(".")[0].split(" with ")[0] for one in found if "{count}" in one} == {
        "script or style sheet",
        "scripts and style sheets",
    }


def test_names_of_facts_and_texts_of_runs_are_found() -> None:
    assert {"bytes", "status", "target"} <= {*fact_names(), "target"}
    assert "{waiting} known URLs were not fetched" in run_texts()
