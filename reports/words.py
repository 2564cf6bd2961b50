"""Says a text of the catalogue in a language: plural forms, numbers, dates and direction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from reports.english import ENGLISH

__all__ = ["ENGLISH", "RIGHT_TO_LEFT", "Words"]

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


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
