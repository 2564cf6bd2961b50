"""Reads the translated texts of a language: one `.po` file by language, found by being there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from store.errors import ConfigError

__all__ = ["FORMS", "Catalogue", "catalogue_of", "forms_of", "languages", "read_catalogue"]

FORMS = ("zero", "one", "two", "few", "many", "other")
"""The plural forms of CLDR in the order in which gettext numbers those that a language has."""

_REPORT = "report/"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language; what is not in it is shown in English."""

    lang: str
    texts: Mapping[str, str] = field(default_factory=dict)  # the report's own, by key (`pages.few` for a plural form)
    rules: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (context, English) -> translation


def forms_of(lang: str) -> tuple[str, ...]:
    """The plural forms that a language has, in gettext's order.

    >>> forms_of("sl")
    ('one', 'two', 'few', 'other')
    """
    tags = {*Locale.parse(lang, sep="-").plural_form.tags, "other"}
    return tuple(form for form in FORMS if form in tags)


@cache
def languages() -> tuple[str, ...]:
    """English and every language that has a file, sorted."""
    folder = files("reports").joinpath("locale")
    found = [one.name for one in folder.iterdir() if _file(folder, one.name).is_file()] if folder.is_dir() else []
    return ("en", *sorted(found))


@cache
def catalogue_of(lang: str) -> Catalogue:
    """The texts of a language; without any where nobody has translated into it.

    A file for `sl` serves `sl-SI` too. Raises ConfigError where the file cannot be read.
    """
    folder = files("reports").joinpath("locale")
    for tag in (lang, lang.split("-")[0].lower()):
        file = _file(folder, tag)
        if file.is_file():
            return read_catalogue(file, tag)
    return Catalogue(lang)


def read_catalogue(file: Traversable, lang: str) -> Catalogue:
    """Read one `.po` file. Texts marked fuzzy are left out: nobody has looked at them since the English changed."""
    try:
        with file.open("rb") as lines:
            held: Catalog = read_po(lines, locale=lang.replace("-", "_"), abort_invalid=True)
    except (PoFileError, ValueError, UnknownLocaleError, OSError) as error:
        raise ConfigError(f"the translation {file} cannot be read: {error}; mend it or take it away") from error
    texts: dict[str, str] = {}
    rules: dict[tuple[str, str], str] = {}
    forms = forms_of(lang)
    for message in held:
        if not message.id or message.fuzzy or not message.context:
            continue
        key = message.context.removeprefix(_REPORT)
        if isinstance(message.id, tuple):
            texts |= {f"{key}.{form}": text for form, text in zip(forms, message.string or (), strict=False) if text}
        elif message.string and key != message.context:
            texts[key] = str(message.string)
        elif message.string:
            rules[message.context, str(message.id)] = str(message.string)
    return Catalogue(lang, texts, rules)


def _file(folder: Traversable, lang: str) -> Traversable:
    return folder.joinpath(lang, "LC_MESSAGES", "marsad.po")
