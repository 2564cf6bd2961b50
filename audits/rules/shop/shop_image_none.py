"""Products without a picture of their own."""

import re
from collections.abc import Iterator

from audits.products import products_of, sharing
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome

_PLACEHOLDER = re.compile(
    r"placeholder|no[-_]?(?:image|photo|picture|img)\b|image[-_]?(?:not[-_]?available|coming[-_]?soon|missing)|"
    r"(?:photo|picture|foto)[-_]?(?:coming|missing|not)|kein[-_]?bild|sans[-_]?image|sin[-_]?(?:imagen|foto)|"
    r"default[-_](?:product|image|img)|product[-_]default|coming[-_]?soon",
    re.IGNORECASE,
)


def _product(number: int, image: str, head: str = "") -> str:
    pictured = f', "image": "{image}"' if image else ""
    markup = f'{{"@context": "https://schema.org", "@type": "Product", "name": "Basket {number}"{pictured}}}'
    return f'{head}<script type="application/ld+json">{markup}</script><h1>Basket {number}</h1>'


def _shop(images: list[str], head: str = "") -> dict[str, str]:
    links = "".join(f"<a href=/{number}>{number}</a>" for number in range(len(images)))
    return {"/": links, **{f"/{number}": _product(number, image, head) for number, image in enumerate(images)}}


@site_rule(
    id="shop-image-none",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:merchant-listing", "google:images"],
    title="Product has no picture of its own",
    message="The main picture of the product is a placeholder, or one that other products show too.",
    why="Google shows products with a picture of the product; people buy what they can see.",
    fix="Upload a picture of this product.",
    fix_developer="Leave `image` out of the markup rather than naming a placeholder, and list such products.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"minimum_products": "products with one picture from which it is asked whether it shows them"},
    examples=[
        Fails(_shop(["/img/no-image.png", "/1.jpg"]), at=["/0"]),
        Fails(_shop(["/woocommerce-placeholder-600x600.png"] * 2), at=["/0", "/1"]),
        Reviews(_shop(["/same.jpg"] * 5), at=[f"/{number}" for number in range(5)], note="may be meant"),
        Reviews(
            _shop([""] * 5, '<meta property="og:image" content="https://example.com/logo.png">'),
            at=[f"/{number}" for number in range(5)],
            note="the shop's logo in place of a picture",
        ),
        Passes(_shop(["/same.jpg"] * 4), note="a few may share one"),
        Passes(_shop([f"/{number}.jpg" for number in range(6)])),
        Passes(_shop([""] * 6), note="that the markup lacks an image is told elsewhere"),
        Passes({"/": '<meta property="og:image" content="https://example.com/no-image.png">'}, note="no product"),
    ],
)
def shop_image_none(site: SiteView, *, minimum_products: int = 5) -> Iterator[Evidence]:
    """Yield each product with a placeholder, and for review those that share a picture; a picture is one cause."""
    known = products_of(site)
    for image, sharers in sharing(site, "image"):
        pages = [page for page in sharers if "variants" not in known[page.id]]
        name = image.rpartition("/")[2]
        is_placeholder = _PLACEHOLDER.search(name) is not None
        if not is_placeholder and len(pages) < max(2, minimum_products):
            continue
        outcome = Outcome.FAIL if is_placeholder else Outcome.REVIEW
        for page in pages:
            if is_placeholder:
                message = f"The main picture of the product is a placeholder: {image}."
            else:
                message = f"{len(pages)} products have the main picture {image}."
            facts = {"products": len(pages)}
            yield site.evidence(page.url, message, group=image[:300], outcome=outcome, facts=facts)
