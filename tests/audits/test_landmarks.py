"""What is wrong all over one part of a template is told once."""

from __future__ import annotations

import pytest

from audits.causes import group_causes
from audits.landmarks import landmark_of, landmark_place
from audits.page import PageView
from audits.registry import rule
from audits.rule import Passes
from audits.runner import judge_page
from marsad.rehearsal import page_view
from store.document import Document
from store.model import Finding

PAGE = """
<header class="top"><a href="/"><img src="logo.png" alt="Home"></a></header>
<div class="page"><main>
  <h1>Lorem ipsum</h1><p>Lorem ipsum dolor</p><ul><li>Lorem ipsum sit</li></ul>
  <article><header><img src="a.jpg" alt="A"></header><p><img src="b.jpg" alt="B"></p></article>
  <div class="cards"><a href="/c"><img src="c.jpg" alt="C"></a></div>
</main></div>
<div class="footer dark"><img src="d.jpg" alt="D"></div>
"""


def found(rule_id: str) -> list[Finding]:
    view: PageView = page_view(Passes(PAGE))
    return judge_page(view, [rule(rule_id)]).findings


@pytest.mark.parametrize(
    ("selector", "landmark"),
    [
        ("header.top img", "header"),
        ("article img", "main"),
        (".cards img", "main"),
        (".footer img", "div.footer"),
        ("body", ""),
    ],
)
def test_the_outermost_landmark_holds_an_element(selector: str, landmark: str) -> None:
    element = Document(PAGE).select_one(selector)
    assert element is not None
    assert landmark_of(element) == landmark


def test_all_images_of_a_part_have_one_place() -> None:
    places = {landmark_place(image) for image in Document(PAGE).select("img")}
    assert places == {"header > img", "main > img", "div.footer > img"}


def test_filler_in_headings_texts_and_lists_is_one_cause() -> None:
    findings = found("content-placeholder")
    assert len(findings) == 3
    (cause,) = group_causes(findings, cards={"content-placeholder": rule("content-placeholder").card})
    assert cause.occurrences == 3


def test_images_without_size_are_one_cause_for_each_part() -> None:
    findings = found("image-no-dimensions")
    assert len(findings) == 5
    causes = group_causes(findings, cards={"image-no-dimensions": rule("image-no-dimensions").card})
    assert sorted(cause.occurrences for cause in causes) == [1, 1, 3]
