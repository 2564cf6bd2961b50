"""Says a text of the catalogue in a language: plural forms, numbers, dates and direction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from reports.catalogue import Catalogue, catalogue_of, forms_of
from reports.english import ENGLISH
from reports.messages import Sayer

__all__ = ["ENGLISH", "RIGHT_TO_LEFT", "Said", "Words", "name_of_language"]

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
_SIGNED = re.compile("(?:[\u200e\u200f]?([+\u2212<>±]))?\u2068([0-9.,]+)\u2069(%?)")
"""A number that was put between signs: they go from left to right together."""
_ISOLATES = {"ltr": "\u2066", "rtl": "\u2067"}
_UNITS = {"h": "duration-hour", "min": "duration-minute", "s": "duration-second"}


class Said(str):
    """A text of ours that is fit to be shown as it is; `lang` where it is not in the report's language."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str = "") -> Said:
        """`lang` is the language tag of a text that nobody has translated."""
        said = super().__new__(cls, text)
        said.lang = lang
        return said


class Words:
    """The catalogue of one language: `words(key, n=3, …)` gives the text, `words.number(…)` a number."""

    def __init__(
        self,
        lang: str = "en",
        catalogue: Mapping[str, str] | None = None,
        direction: str = "auto",
        texts: Catalogue | None = None,
    ) -> None:
        """`texts` is what the language's file holds, unless another is given; English stands in for what it lacks.

        `catalogue` holds texts of the report by key that win over these. `direction` is that of the page: "ltr", "rtl"
        or "auto" for the language's own. Texts that run against the page are isolated, so that their full stops stay
        at their end.
        """
        self.lang = lang
        self.locale = _locale(lang)
        self._given = texts if texts is not None else catalogue_of(lang)
        own = "rtl" if lang.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
        self.direction = own if direction == "auto" else direction
        self.texts = {**ENGLISH, **self._given.texts, **(catalogue or {})}
        self._own = {*self._given.texts, *(catalogue or {})}
        self._spoken = own
        self._forms = forms_of(self.locale.language)
        self._sayer = Sayer(self._given.rules, self._message_number, self._form_place, self.isolated)

    @classmethod
    def of(cls, lang: str) -> Words:
        """The words of a language, from its file."""
        return cls(lang)

    @property
    def is_english(self) -> bool:
        """Whether the texts of rules stay as they are."""
        return self.locale.language == "en"

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`; a number `n` chooses the form (`key.one`, `key.other`).

        Raises KeyError where there is no such key.
        """
        number = values.get("n")
        name = self._form_of(key, number) if key not in self.texts and isinstance(number, int) else key
        shown = {one: self._value(value) for one, value in values.items()}
        text = self.texts[name].format_map(shown) if shown else self.texts[name]
        return self._against(name, _SIGNED.sub("\u2066\\1\\2\\3\u2069", text) if self._spoken == "rtl" else text)

    def _form_of(self, key: str, number: int) -> str:
        """The key of a counted text: of the language's own form, or of the English one where it has none."""
        own = f"{key}.{self.plural_form(number)}"
        if number == 0 and f"{key}.zero" in self.texts:
            return f"{key}.zero"
        if own in self.texts:
            return own
        english = f"{key}.{'one' if number == 1 else 'other'}"
        return english if f"{key}.other" not in self._own and english in self.texts else f"{key}.other"

    def _value(self, value: object) -> object:
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value)
        return self.isolated(value) if isinstance(value, str) and self._spoken == "rtl" else value

    def _against(self, name: str, text: str) -> str:
        """The text, isolated where it runs against the page."""
        spoken = self._spoken if name in self._own else "ltr"
        if self.direction == spoken or text.isalpha():
            return text
        return f"{_ISOLATES[spoken]}{text}\u2069"

    def isolated(self, text: str) -> str:
        """A foreign text such as an address or a name, kept from turning the words around it; one of ours keeps its
        own direction, whatever its first letter is.
        """
        if isinstance(text, Said) and not text.lang and self._spoken == "rtl":
            return f"\u2067{text}\u2069"
        return f"\u2068{text}\u2069" if text and self._spoken == "rtl" and not text.startswith("\u2068") else text

    def template(self, key: str) -> str:
        """The text of `key` with its places still open, for the report's script to fill."""
        return self._against(key, self.texts[key])

    def has(self, key: str) -> bool:
        """Whether there is a text of that key."""
        return key in self.texts

    # --- texts of rules and runs

    def rule_text(self, rule_id: str, field: str, english: str) -> Said:
        """A text of a rule's card: title, message, why, fix_editor or fix_developer."""
        if self.is_english or not english:
            return Said(english)
        said = self._given.rules.get((f"{rule_id}/{field}", english))
        return Said(said) if said else Said(english, "en")

    def say_message(self, rule_id: str, english: str) -> Said:
        """What a rule says of a finding, by the template that it was made from."""
        contexts = (f"{rule_id}/evidence", f"{rule_id}/message", "shared/evidence")
        return self._said(english, contexts)

    def say_of_run(self, english: str) -> Said:
        """What a run says of itself: what was not done, why, and what to do about it."""
        return self._said(english, ("run/said",))

    def _said(self, english: str, contexts: tuple[str, ...]) -> Said:
        if self.is_english or not english:
            return Said(english)
        said = self._sayer.say(english, contexts)
        return Said(said) if said is not None else Said(english, "en")

    def fact_labels(self) -> dict[str, str]:
        """The names of facts as the English report labels them -> the labels of this language."""
        return {_label(name): said for (context, name), said in self._given.rules.items() if context == "fact"}

    # --- figures

    def plural_form(self, number: float) -> str:
        """The CLDR name of the plural form."""
        return str(self.locale.plural_form(number))

    def _form_place(self, number: float) -> int:
        return self._forms.index(self.plural_form(int(number) if float(number).is_integer() else number))

    def _message_number(self, value: float, decimals: int) -> str:
        return self.number(value, decimals)

    def number(self, value: float | None, decimals: int = 0) -> str:
        """A number with separators, as the language writes it in Western digits."""
        if value is None:
            return self("none")
        whole = float(value).is_integer()
        return _decimal(float(value), decimals if decimals or whole else 1, self.locale)

    def short(self, value: float) -> str:
        """A number with at most two decimals, and none that say nothing."""
        return self.number(value, 0 if float(value).is_integer() else 1 if round(value, 1) == round(value, 2) else 2)

    def score(self, value: float | None) -> str:
        """A score as a whole number; what is not quite 100 is never shown as 100."""
        return self("none") if value is None else self.number(min(99, round(value)) if value < 100 else 100)

    def percent(self, share: float) -> str:
        """A share of 1 as per cent; what is not nothing is never shown as 0."""
        if share <= 0:
            return self._percent(0)
        if share < 0.01:
            return self._left_to_right(f"<{self._percent(1)}")
        return self._percent(100 if share >= 1 else min(99, round(share * 100)))

    def _percent(self, hundredths: int) -> str:
        return _percentage(hundredths, self.locale)

    def _left_to_right(self, text: str) -> str:
        return f"\u2066{text}\u2069" if self.direction == "rtl" else text

    def date(self, moment: float) -> str:
        """A Unix time as a date; a dash where there is none."""
        return _date(datetime.fromtimestamp(moment, UTC).date(), self.locale) if moment else self("none")

    def time(self, moment: float) -> str:
        """A Unix time as date and time in UTC; a dash where there is none."""
        if not moment:
            return self("none")
        at = datetime.fromtimestamp(moment, UTC)
        return f"{_date(at.date(), self.locale)} {self._left_to_right(f'{at:%H:%M} UTC')}"

    def duration(self, seconds: float) -> str:
        """Seconds in words."""
        if seconds < 60:
            return self._unit(round(seconds, 1) if seconds < 10 else round(seconds), "s")
        minutes, rest = divmod(round(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        parts = (hours, "h", minutes, "min") if hours else (minutes, "min", rest, "s")
        return f"{self._unit(parts[0], parts[1])} {self._unit(parts[2], parts[3])}"

    def _unit(self, value: float, unit: str) -> str:
        if self.is_english:  # CLDR's short English units are words that change with the number
            return f"{self.number(value, int(isinstance(value, float)))} {unit}"
        return str(format_unit(value, _UNITS[unit], length="short", locale=self.locale))


def name_of_language(lang: str) -> str:
    """What a language calls itself, with a capital letter where its script has them."""
    name = str(_locale(lang).language_name if lang != "en" else "English")
    return name[:1].upper() + name[1:]


def _label(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


@lru_cache(maxsize=64)
def _locale(lang: str) -> Locale:
    """What CLDR knows of a language; English where it does not know it. Dates of plain English are British."""
    if lang == "en":
        return Locale("en", "GB")
    for tag in (lang, lang.split("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return Locale("en", "GB")


@lru_cache(maxsize=16_384)
def _decimal(value: float, decimals: int, locale: Locale) -> str:
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return str(format_decimal(value, format=pattern, locale=locale))


@lru_cache(maxsize=1_024)
def _percentage(hundredths: int, locale: Locale) -> str:
    return str(format_percent(hundredths / 100, locale=locale))


@lru_cache(maxsize=1_024)
def _date(day: date, locale: Locale) -> str:
    """A date with the month in letters, which no reader mistakes for a day."""
    text = format_date(day, "medium", locale=locale)
    return str(text if any(letter.isalpha() for letter in text) else format_date(day, "long", locale=locale))
