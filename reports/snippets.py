"""Lays out the HTML of a flagged element for people, with BeautifulSoup: nested elements on lines of their own."""

from __future__ import annotations

import re

ONE_LINE_CHARACTERS = 90
"""A snippet up to this length reads best as it is."""

_SPACE = re.compile(r"\s+")


def indented(html: str) -> str:
    """The snippet with each element on a line of its own, or as it is where that would change a letter of it.

    Evidence must stay what it was: where the laid-out text differs in more than white space (unclosed or cut-off
    markup that the parser completes, quotes, entities), the original is returned.

    >>> shop = '<ul class="everything-there-is-in-the-shop"><li><a href="/a">First of all</a></li>'
    >>> print(indented(shop + "<li>B</li></ul>"))
    <ul class="everything-there-is-in-the-shop">
      <li>
        <a href="/a">
          First of all
        </a>
      </li>
      <li>
        B
      </li>
    </ul>
    """
    if len(html) <= ONE_LINE_CHARACTERS or "\n" in html or html.count("<") < 4:
        return html
    from bs4 import BeautifulSoup  # only here: it is slow to import, and few snippets are long
    from bs4.formatter import HTMLFormatter

    as_written = HTMLFormatter(entity_substitution=None, empty_attributes_are_booleans=True, indent=2)
    laid_out = BeautifulSoup(html, "html.parser").prettify(formatter=as_written).strip()
    return laid_out if _SPACE.sub("", laid_out) == _SPACE.sub("", html) else html
