"""The phrase that a text repeats most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

_LONGEST = 3
_PUNCTUATION = ".,;:!?\"'()[]“”‘’«»…–—"


def most_repeated(words: Sequence[str], common: Collection[str], times_needed: int) -> tuple[str, int] | None:
    """The longest phrase of up to three words that stands at least so often, with how often; None where none does.

    A phrase neither begins nor ends with a common word, a number or a single letter.

    >>> most_repeated("buy shoes now buy shoes or buy shoes".split(), {"or", "now"}, 3)
    ('buy shoes', 3)
    """
    plain = [bare for word in words if (bare := word.strip(_PUNCTUATION))]
    says = [len(word) > 1 and word not in common and not word[0].isdigit() for word in plain]
    for length in range(_LONGEST, 0, -1):
        counts: Counter[tuple[str, ...]] = Counter(
            tuple(plain[start : start + length])
            for start in range(len(plain) - length + 1)
            if says[start] and says[start + length - 1]
        )
        if counts:
            phrase, times = counts.most_common(1)[0]
            if times >= times_needed:
                return " ".join(phrase), times
    return None


__all__ = ["most_repeated"]
