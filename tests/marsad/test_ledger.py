"""What `marsad ignore` writes can be read, reviewed and taken out again, and leaves everything else as it was."""

from __future__ import annotations

import difflib
import tomllib
from datetime import date

import pytest

from marsad.ledger import with_entry, without_entry
from store.model import Category, Cause, Certainty, Effort, Outcome, Owner, Severity

TEAM = """# Ours, agreed in the meeting of March.

[[ignore]]
rule = "image-alt-missing"   # the archive
url = "/archive/*"
reason = "the archive is closed in spring"

# asked the supplier
[[ignore]]
cause = "aaaabbbbccccdddd"
reason = "their widget"
"""


def cause_of(number: str = "6f1d2c3b4a59687e") -> Cause:
    return Cause(
        number, "title-missing", Outcome.FAIL, Severity.HIGH, Certainty.DEFECT, Owner.CONTENT, Effort.PAGE,
        Category.SEARCH, "3 pages have no title.", 3, 3,
    )  # fmt: skip


def changed(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line.startswith(("- ", "+ "))]


@pytest.mark.parametrize("text", ["", TEAM, TEAM.rstrip("\n"), "\n\n"])
def test_an_entry_is_added_behind_all_others_and_nothing_else_changes(text: str) -> None:
    after = with_entry(text, cause_of(), reason='the "old" shop\nis going', until=date(2099, 6, 30), author="Ana")
    assert after.startswith(text.rstrip("\n")) or not text.strip()
    entry = tomllib.loads(after)["ignore"][-1]
    assert entry == {
        "cause": "6f1d2c3b4a59687e", "reason": 'the "old" shop is going', "owner": "Ana", "expires": date(2099, 6, 30),
    }  # fmt: skip
    assert not [line for line in changed(text, after) if line.startswith("- ")]


def test_a_second_entry_for_a_cause_takes_the_place_of_the_first() -> None:
    first = with_entry(TEAM, cause_of(), reason="no time", until=None, author="")
    both = with_entry(first, cause_of("1111222233334444"), reason="soon", until=None, author="")
    again = with_entry(both, cause_of(), reason="still no time", until=date(2099, 1, 1), author="")
    assert [one.get("cause") for one in tomllib.loads(again)["ignore"]] == [
        None, "aaaabbbbccccdddd", "6f1d2c3b4a59687e", "1111222233334444",
    ]  # fmt: skip
    assert changed(both, again) == [
        '- reason = "no time"', '+ reason = "still no time"', "+ expires = 2099-01-01",
    ]  # fmt: skip


def test_taking_an_entry_out_leaves_the_file_as_it_was_before() -> None:
    for text in ("", TEAM):
        there = with_entry(text, cause_of(), reason="no time", until=None, author="")
        gone = without_entry(there, cause_of().id)
        assert tomllib.loads(gone) == tomllib.loads(text)
        assert gone == text or not text


def test_an_entry_that_covers_more_than_the_cause_is_left_alone() -> None:
    text = '[[ignore]]\ncause = "6f1d2c3b4a59687e"\nurl = "/a"\nreason = "only there"\n'
    after = with_entry(text, cause_of(), reason="everywhere", until=None, author="")
    assert len(tomllib.loads(after)["ignore"]) == 2
    assert without_entry(text, cause_of().id) == text
