"""Images that do not load."""

from collections import Counter
from collections.abc import Iterator

from audits.assets import IMAGE_KINDS, asset_uses
from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import LinkKind, LinkState, Target

# video-thumbnail-broken tells posters; what a script loads later is mostly a picture.
_KINDS = (*(kind for kind in IMAGE_KINDS if kind is not LinkKind.POSTER), LinkKind.DATA_SRC)

_MANY = 3
"""Broken images that only one page shows, from which they are one cause."""


def _is_page(image: Target) -> bool:
    return image.status == 200 and image.content_type.startswith("text/html")


@site_rule(
    id="image-broken",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:google-images", "html:embedded-content.html#the-img-element"],
    title="Image does not load",
    message="An image that pages use does not load.",
    why="Visitors see a gap or a torn-picture sign where the image should be.",
    fix="Put the image back, or replace it on the pages that use it.",
    fix_developer="Correct the path of the image, or upload the file again; check upper and lower case in its name.",
    owner=Owner.CONTENT,
    examples=[
        Fails({"/": "<img src=/a.png alt=A>"}, at=["/a.png"], targets={"/a.png": Answer(status=404)}),
        Fails(
            {"/": "<img src=/a.png alt=A>"},
            at=["/a.png"],
            targets={"/a.png": Answer(status=200, content_type="text/html")},
            note="a page instead of an image",
        ),
        Fails(
            {"/": "<img src=/a.png alt=A><img src=/b.png alt=B><img src=/c.png alt=C>"},
            at=["/"] * 3,
            targets={f"/{name}.png": Answer(status=404) for name in "abc"},
            note="three of one page are one cause",
        ),
        Fails(
            {"/": "<img src=/a.png alt=A><img src=/b.png alt=B>"},
            at=["/a.png", "/b.png"],
            targets={f"/{name}.png": Answer(status=404) for name in "ab"},
        ),
        Passes(
            {"/": "<img src=/a.png alt=A>"},
            targets={"/a.png": Answer(status=200, content_type="image/png", size_bytes=900)},
        ),
        Fails(
            {"/": "<img data-src=/a.png alt=A>"},
            at=["/a.png"],
            targets={"/a.png": Answer(status=404)},
            note="loaded late, by a script",
        ),
        Passes({"/": "<img src=/a.png alt=A>"}, targets={"/a.png": Answer(status=403)}, note="only we may be refused"),
        Passes({"/": "<img src=/a.png alt=A>"}, targets={"/a.png": Answer(failure="timeout")}, note="not known"),
        Passes(
            {"/": '<a href="/x//b">B</a><a href="/x/b">B</a>', "/x/b": "<p>B", "/x//b": "<img src=../a.png alt=A>"},
            targets={"/x/a.png": Answer(status=404)},
            note="two slashes in the page's address are to blame",
        ),
        Passes(
            {"/": '<a href="/x//b">B</a>', "/x//b": "<img src=../a.png alt=A>"},
            targets={"/x/a.png": Answer(status=404), "/a.png": Answer(content_type="image/png", size_bytes=9)},
            note="so they are where the picture is found without the second slash",
        ),
        Fails(
            {"/": '<a href="/x//b">B</a>', "/x//b": "<img src=../a.png alt=A>"},
            at=["/x/a.png"],
            targets={"/x/a.png": Answer(status=404)},
            note="it is nowhere",
        ),
        Passes(
            {"/": "<video poster=/a.png>A</video>"}, targets={"/a.png": Answer(status=404)}, note="a finding of its own"
        ),
        Passes({"/": "<a href=/a.png>A</a>"}, targets={"/a.png": Answer(status=404)}, note="a link, not an image"),
    ],
)
def image_broken(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that uses a broken image; an image is one cause however many pages use it."""
    broken = list(asset_uses(site, _KINDS, lambda image: image.state is LinkState.DEAD or _is_page(image)))
    alone = Counter(uses[0].source for _, uses in broken if len(uses) == 1)
    for image, uses in broken:
        said = f"answers {image.status}" if image.status else f"gives no answer ({image.failure or 'unknown'})"
        if _is_page(image):
            said = "answers with a page instead of an image"
        for use in uses:
            # Where one page shows several that stand nowhere else, its author mends them together.
            is_own = len(uses) == 1 and alone[use.source] >= _MANY
            cause = {"group": f"images of {use.source}"} if is_own else {"target": image.url}
            message = f"The image {image.url} {said}."
            facts = {"image": image.url, "status": image.status}
            yield site.evidence(use.source, message, line=use.line, facts=facts, **cause)
