"""Parts of a page whose language code does not exist."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.languages import has_language
from store.document import Element, Text, is_not_shown

_SILENT = frozenset({"script", "style", "template"})
_SPEAKING = "img[alt]:not([alt='']), area[alt], [aria-label], input[value], [title], input[placeholder]"


@page_rule(
    id="content-lang-part-invalid",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:3.1.2", "act:de46e4", "rfc:5646"],
    wcag=["3.1.2"],
    title="Language code of a part is not valid",
    message="The `lang` of this part is no language code.",
    why="Screen readers do not know the code and read the part in the voice of the page's language.",
    fix="Ask the developer to correct the language code of this part.",
    fix_developer="Use a code of BCP 47, such as `en`, `pt-BR` or `zh-Hant`: two letters where the language has them.",
    applies=lambda page: page.is_content and page.select_one("body [lang]") is not None,
    examples=[
        Fails('<html lang="en"><p>He said <i lang="french">au revoir</i>', at=["i"]),
        Fails('<html lang="en"><p lang="deu">Guten Tag</p>', at=["p"], note="German is `de`"),
        Fails('<html lang="en"><p lang=" ">Guten Tag</p>', at=["p"]),
        Fails('<html lang="en"><div lang="xx"><img src="a.png" alt="Katze"></div>', at=["div"]),
        Fails('<html lang="en"><div lang="en_US"><p>Cats</p></div>', at=["div"]),
        Fails('<html lang="en"><p lang="xx" aria-hidden="true">Cats</p>', at=["p"], note="it can be seen"),
        Passes('<html lang="en"><p lang="de-CH">Guten Tag</p>'),
        Passes('<html lang="en"><p lang="haw">Aloha</p>', note="a language of three letters"),
        Passes('<html lang="en"><p lang="en-US-GB">Cats</p>', note="its language is known"),
        Passes('<html lang="en"><p lang="">zxcv</p>', note="no language on purpose"),
        Passes('<html lang="en"><div lang="xx"><p lang="de">Guten Tag</p></div>', note="no text is in it"),
        Passes('<html lang="en"><p lang="xx" hidden>Cats</p>', note="not shown"),
        Passes('<html lang="en"><p lang="xx"><span style="display: none">Cats</span></p>', note="not shown"),
        Passes('<html lang="en"><div lang="xx"><img src="a.png" alt=""></div>', note="says nothing"),
        Inapplicable('<html lang="xx"><p>Cats</p>', note="content-lang-invalid tells it"),
    ],
)
def content_lang_part_invalid(page: PageView) -> Iterator[Evidence]:
    """Yield each element inside the page whose language code does not exist and in which something is said."""
    for element in page.select("body [lang]"):
        tag = element.attr("lang")
        if tag and not has_language(tag) and not is_not_shown(element) and _says_something(element):
            yield page.evidence(element, f"“{tag}” is no language code.", facts={"lang": tag}, group=tag.lower())


def _says_something(element: Element) -> bool:
    """Whether a text, or words in an attribute, take their language from this very element."""
    for holder in (element, *element.select("*")):
        if holder.tag in _SILENT or holder.closest("[lang]") != element:
            continue
        says = any(isinstance(child, Text) and not child.data.isspace() for child in holder.children)
        if says and not is_not_shown(holder):
            return True
    return any(one.closest("[lang]") == element and not is_not_shown(one) for one in element.select(_SPEAKING))
