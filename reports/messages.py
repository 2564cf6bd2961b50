"""Finds the template that a finished English sentence was made from, and says it in another language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Sayer", "Template", "fill", "places"]

_PLACE = re.compile(r"\{\{|\}\}|\{(\w+)(?::([^{}]*))?\}")
_BETWEEN = re.compile(r"(?<=[.?!”]) (?=[A-Z“`])")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d+")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_NESTED = 3  # sentences that fill places of sentences
_LONGEST = 4_000  # characters of a message that is looked at

Number = Callable[[float, int], str]
Form = Callable[[float], int]


def places(template: str) -> frozenset[str]:
    """The names of the places of a template.

    >>> sorted(places("{n} {n:page|pages} of {host}, {{not}} this"))
    ['host', 'n']
    """
    return frozenset(found[1] for found in _PLACE.finditer(template) if found[1])


def fill(template: str, values: Mapping[str, str], number: Number, form: Form, show: Callable[[str], str]) -> str:
    """A translated template with its values.

    `{name:…|…}` is a choice by plural form, in which # is the number; `form` gives the place of a number's form.
    """

    def written(found: re.Match[str]) -> str:
        if not found[1]:
            return found[0][0]
        value = values.get(found[1], "")
        if found[2] is None:
            return _shown(value, number, show)
        forms = found[2].split("|")
        counted = float(value.replace(",", "")) if _NUMBER.fullmatch(value) else None
        chosen = forms[min(form(counted), len(forms) - 1)] if counted is not None else forms[-1]
        return chosen.replace("#", _shown(value, number, show))

    return _PLACE.sub(written, template)


def _shown(value: str, number: Number, show: Callable[[str], str]) -> str:
    """A value as it stands in a sentence; numbers without separators may be years or codes, and stay."""
    if _GROUPED.fullmatch(value):
        return number(float(value.replace(",", "")), len(value.partition(".")[2]))
    return value if _NUMBER.fullmatch(value) else show(value)


@dataclass(frozen=True)
class Template:
    """An English template with its translation."""

    english: str
    translation: str

    @cached_property
    def literal(self) -> int:
        """How many letters of a sentence it says itself."""
        return len(_PLACE.sub("", self.english))

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(found[1] for found in _PLACE.finditer(self.english) if found[1])

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        pattern, at = "", 0
        for found in _PLACE.finditer(self.english):
            pattern += re.escape(self.english[at : found.start()]) + ("(.*?)" if found[1] else re.escape(found[0][0]))
            at = found.end()
        return re.compile(pattern + re.escape(self.english[at:]), re.DOTALL)

    def values(self, message: str) -> dict[str, str] | None:
        """What fills the places where the whole message is made from this template; else None."""
        found = self._pattern.fullmatch(message)
        if found is None:
            return None
        return dict(zip(reversed(self._names), reversed(found.groups()), strict=True))


class Sayer:
    """Says the messages of rules and runs in one language."""

    def __init__(self, texts: Mapping[tuple[str, str], str], number: Number, form: Form, show: Callable[[str], str]):
        """`texts` are translations by context and English; the others say how the language writes (see `fill`)."""
        self._texts = texts
        self._write = (number, form, show)
        self._kept: dict[tuple[str, ...], list[Template]] = {}
        by_context: defaultdict[str, list[Template]] = defaultdict(list)
        for (context, english), translation in texts.items():
            by_context[context].append(Template(english, translation))
        self._by_context = by_context

    def say(self, message: str, contexts: Iterable[str], depth: int = 0) -> str | None:
        """The message in the language; None where no template of the contexts tells how it was made."""
        given = tuple(contexts)
        if not message or len(message) > _LONGEST:
            return None
        for context in given:
            if exact := self._texts.get((context, message)):
                return fill(exact, {}, *self._write)
        for template in self._templates(given):
            values = template.values(message)
            if values is not None:
                is_long = any(_BETWEEN.search(one) for one in values.values())  # it may have run into the next message
                apart = self._in_two(message, given, depth) if is_long else None
                return apart or self._filled(template, values, given, depth)
        return self._in_two(message, given, depth)

    def _in_two(self, message: str, contexts: tuple[str, ...], depth: int) -> str | None:
        """Two messages one after the other, each of its own template."""
        if depth >= _NESTED:
            return None
        for gap in _BETWEEN.finditer(message):
            first = self.say(message[: gap.start()], contexts, _NESTED)
            second = self.say(message[gap.end() :], contexts, depth + 1) if first else None
            if first and second:
                return f"{first} {second}"
        return None

    def _filled(self, template: Template, values: Mapping[str, str], contexts: tuple[str, ...], depth: int) -> str:
        number, form, show = self._write

        def shown(value: str) -> str:
            if depth < _NESTED and any(letter.isalpha() for letter in value):
                said = self.say(value, ("shared/part", *contexts), depth + 1)
                if said is not None:
                    return said
            return show(value)

        return fill(template.translation, values, number, form, shown)

    def _templates(self, contexts: tuple[str, ...]) -> list[Template]:
        """The templates with places, the one that says most itself first; one of places alone says nothing."""
        if contexts not in self._kept:
            found = [one for context in contexts for one in self._by_context[context]]
            able = [one for one in found if places(one.english) and one.literal > 1]
            self._kept[contexts] = sorted(able, key=lambda one: (-one.literal, one.english))
        return self._kept[contexts]
