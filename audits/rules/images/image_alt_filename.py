"""Alternative texts that are only a file name."""

import re
from collections.abc import Iterator

from audits.image_names import stem_of
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)

_NAMED = 'img[alt]:not([alt=""]), input[type="image"][alt], area[alt], [role="img"][aria-label]'
_FILE = re.compile(
    r"(?:(?:img|dsc|dscn|dscf|p|image|pict|photo|screenshot|screen shot)[-_ ]?\d{2,}[-_\d]*"
    r"|[\w%+.()-]+\.(?:jpe?g|png|gif|webp|avif|svg|bmp))",
    re.IGNORECASE,
)
_WORDS = frozenset(
    "image|images|img|picture|pic|photo|photograph|alt|alt text|alt tag|graphic|figure|placeholder|spacer|blank|"
    "untitled|thumbnail|banner image|null|undefined|none|nan|[object object]|no image|image description|insert image|"
    "bild|bilder|foto|grafik|abbildung|image de|illustration|imagen|fotografía|gráfico|immagine|fotografia|imagem|"
    "slika|fotografija|ilustracija|afbeelding|obraz|obrazek|zdjęcie|obrázek|kép|imagine|εικόνα|изображение|картинка|"
    "фото|зображення|слика|resim|görsel|صورة|الصورة|صوره|تصویر|תמונה|画像|写真|图片|圖片|照片|이미지|사진|चित्र|"
    "hình ảnh".split("|")
)
"""Words for a picture that say nothing of it, in the languages of most pages; and what scripts print for nothing."""
_MADE_UP = re.compile(r"[^\W_]+(?:[-_][^\W_]+){2,}|[^\W_]+(?:_[^\W_]+)+|(?=.*\d)[^\W_]+(?:-[^\W_]+)+")
"""Words joined as in a file name: two hyphens or more, an underscore, or a hyphen and a number."""


@page_rule(
    id="image-alt-filename",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["wcag:1.1.1", "act:qt1vmo", "google:google-images"],
    wcag=["1.1.1"],
    title="Alternative text is only a file name",
    message="The alternative text says nothing of what the image shows.",
    why="A screen reader reads out a file name or the bare word “image”; nobody learns what the picture tells.",
    fix="Say in a few words what the image tells; leave the text empty if it only decorates.",
    fix_developer="Do not fill `alt` from the file name when an image is uploaded; ask the editor for it.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_content and page.select_one(_NAMED) is not None,
    examples=[
        Fails('<img src="a.jpg" alt="IMG_2041.JPG">', at=["img"]),
        Fails('<img src="a.jpg" alt="DSC00123">', at=["img"]),
        Fails('<img src="a.jpg" alt="image">', at=["img"]),
        Fails('<img src="a.jpg" alt="صورة">', at=["img"]),
        Fails('<img src="a.jpg" alt="Slika">', at=["img"]),
        Fails('<img src="a.jpg" alt="undefined">', at=["img"], note="a script had nothing to print"),
        Fails('<svg role="img" aria-label="image"></svg>', at=["svg"]),
        Fails('<form><input type="image" src="a.png" alt="go.png"></form>', at=["input"]),
        Reviews('<img src="/up/harbour-of-kent.jpg" alt="harbour-of-kent">', at=["img"], note="the file’s own name"),
        Reviews('<img src="/up/red_boat.jpg?w=9" alt="Red_boat">', at=["img"]),
        Passes('<img src="/logos/coca-cola.png" alt="Coca-Cola">', note="a name with a hyphen"),
        Passes('<img src="a.jpg" alt="harbour-of-kent">', note="not the name of the file"),
        Passes('<img src="a.jpg" alt="A grey cat asleep">'),
        Inapplicable('<img src="a.jpg" alt="">'),
        Passes('<p>index.html <img src="a.jpg" alt="Open the picture of cat.jpg"></p>'),
        Inapplicable('<img src="a.jpg">'),
    ],
)
def image_alt_filename(page: PageView) -> Iterator[Evidence]:
    """Yield each image whose alternative is a file name or a bare word for picture."""
    for image in page.select(_NAMED):
        text = (image.attr("aria-label") or image.attr("alt") or "").strip()
        if len(text) > 100:
            continue
        message = f"The alternative text is “{text[:80]}”."
        if text.casefold() in _WORDS or _FILE.fullmatch(text):
            if not page.is_hidden(image):
                yield page.evidence(image, message)
        elif (
            _MADE_UP.fullmatch(text)
            and text.casefold() == stem_of(image.attr("src") or "")
            and not page.is_hidden(image)
        ):
            yield page.review(image, f"{message} That is the name of its file.", group="name of the file")
