"""Preview pictures of videos that do not load."""

from collections.abc import Iterator

from audits.assets import asset_uses
from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import LinkKind, LinkState, Target

_PAGE = {"/": '<video src="/v.mp4" poster="/p.jpg" controls></video>'}


@site_rule(
    id="video-thumbnail-broken",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:video", "html:media.html#the-video-element"],
    title="Preview picture of a video does not load",
    message="The preview picture of a video does not load.",
    why="Visitors see a black box until the video plays, and Google shows no video without a preview picture.",
    fix="Put the picture back, or choose another one for the video.",
    fix_developer="Correct the address in `poster`, and name the same picture in `thumbnailUrl`.",
    owner=Owner.CONTENT,
    examples=[
        Fails(_PAGE, at=["/p.jpg"], targets={"/p.jpg": Answer(status=404)}),
        Fails(_PAGE, at=["/p.jpg"], targets={"/p.jpg": Answer(content_type="text/html")}, note="a page instead"),
        Passes(_PAGE, targets={"/p.jpg": Answer(content_type="image/jpeg", size_bytes=900)}),
        Passes(_PAGE, targets={"/p.jpg": Answer(status=403)}, note="only we may be refused"),
        Passes(_PAGE, targets={"/p.jpg": Answer(failure="timeout")}, note="not known"),
        Passes({"/": '<img src="/p.jpg" alt="A">'}, targets={"/p.jpg": Answer(status=404)}, note="no video's picture"),
    ],
)
def video_thumbnail_broken(site: SiteView) -> Iterator[Evidence]:
    """Yield each page with such a video; a picture is one cause however many pages use it."""
    for image, uses in asset_uses(site, (LinkKind.POSTER,), lambda one: one.state is LinkState.DEAD or _is_page(one)):
        said = "answers with a page instead of a picture" if _is_page(image) else f"answers {image.status or 'nothing'}"
        for use in uses:
            message = f"The preview picture {image.url} {said}."
            yield site.evidence(use.source, message, target=image.url, line=use.line, facts={"status": image.status})


def _is_page(image: Target) -> bool:
    return image.status == 200 and image.content_type.startswith("text/html")
