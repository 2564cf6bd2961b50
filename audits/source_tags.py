"""Tags as they are written in the source, which browsers merge or drop before a rule can see them in the tree."""

from __future__ import annotations

import re
from functools import lru_cache

from audits.page import PageView

# Where a tag is text and not markup.
_TEXT = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(textarea|title|xmp|iframe|noembed|noframes|template|plaintext|svg)\b[^>]*>.*?(?:</\1\s*>|\Z)"
    r'|=\s*(?:"[^"<]*<[^"]*"|\'[^\'<]*<[^\']*\')',  # in the value of an attribute
    re.DOTALL,
)


@lru_cache(maxsize=16)
def _tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"<{name}(?=[\s/>])")


def start_tags(page: PageView, name: str) -> int:
    """How often the start tag of an element is written, outside scripts, comments, templates and plain text."""
    pattern = _tag(name)
    count = len(pattern.findall(page.folded_markup))
    # Only a page that seems to have too many pays for the closer look.
    return count if count < 2 else len(pattern.findall(_TEXT.sub(" ", page.folded_markup)))


__all__ = ["start_tags"]
