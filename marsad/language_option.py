"""The option that says in which languages a report is written."""

from __future__ import annotations

from typing import Any

import click

__all__ = ["language_option", "language_values"]


class Language(click.ParamType[str]):
    """The tag of a language that the report has been translated into."""

    name = "TAG"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The tag as it was given; a region may follow a language that there is."""
        from reports.catalogue import languages

        known = languages()
        if value not in known and value.split("-")[0].lower() not in known:
            self.fail(f"the report has not been translated into {value!r}; there are {', '.join(known)}", param, ctx)
        return value


language_option = click.option(
    "--lang", "langs", type=Language(), multiple=True, metavar="TAG",
    help="Language of the report: en, ar, sl. Repeated: one report in each, linked to one another. "
         "[default: report.lang]",
)  # fmt: skip


def language_values(langs: tuple[str, ...]) -> dict[str, Any]:
    """The settings that `--lang` overrides: the first language is that of the file to open."""
    return {"report__lang": langs[0] if langs else None, "report__languages": langs}
