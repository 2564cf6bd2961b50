"""Content for plugins that browsers no longer have."""

import re
from collections.abc import Iterator
from itertools import chain

from audits.page import PageView
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule
from store.document import Element

_TAGS = ("applet", "object", "embed", "bgsound")  # one by one: the parser finds a single tag at once
_TYPES = re.compile(
    r"x-shockwave-flash|futuresplash|x-silverlight|x-java-|java-applet|x-director|x-authorware|quicktime|"
    r"x-mplayer2|x-ms-wm|realaudio|pn-realaudio",
)
_FILES = re.compile(r"\.(?:swf|dcr|xap|class|jar|rm|ram|qtm?)(?:[?#]|$)")
_REPLACEMENTS = "video, audio, iframe, img, picture, a[href]"


def _is_plugin(element: Element) -> bool:
    if element.tag in ("applet", "bgsound"):
        return True
    if (element.attr("classid") or "").strip().lower().startswith(("clsid:", "java:")):
        return True
    if _TYPES.search((element.attr("type") or "").lower()):
        return True
    return bool(_FILES.search((element.attr("data") or element.attr("src") or "").strip().lower()))


@page_rule(
    id="html-plugin",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["html:obsolete.html#non-conforming-features", "google:mobile-sites-mobile-first-indexing"],
    title="Content needs a plugin that no browser has",
    message="The page embeds content for a plugin.",
    why="Flash, Java applets and Silverlight run in no browser of today: visitors see an empty box.",
    fix="Replace the content by a film, a picture or text.",
    fix_developer="Use `video`, `audio`, `canvas` or plain HTML, and remove the element.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    examples=[
        Fails("<applet code='Clock.class'></applet>", at=["applet"]),
        Fails("<object data='intro.swf' type='application/x-shockwave-flash'></object>", at=["object"]),
        Fails(
            "<object classid='clsid:D27CDB6E-AE6D-11cf-96B8-444553540000'><embed src='a.swf'></object>", at=["object"]
        ),
        Passes("<object data='a.pdf' type='application/pdf'></object>", note="browsers show PDF"),
        Passes("<object data='a.svg' type='image/svg+xml'></object>"),
        Passes("<embed src='film.mp4' type='video/mp4'>"),
        Passes("<object data='a.swf'><video src='a.mp4'></video></object>", note="there is a replacement"),
        Passes("<pre>&lt;applet&gt;</pre>"),
    ],
)
def html_plugin(page: PageView) -> Iterator[Evidence]:
    """Yield each element that needs a plugin and offers nothing instead; not what stands inside another."""
    for element in chain.from_iterable(map(page.select, _TAGS)):
        parent = element.parent
        is_inside = isinstance(parent, Element) and parent.closest("object, applet") is not None
        if is_inside or not _is_plugin(element) or element.select_one(_REPLACEMENTS) is not None:
            continue
        yield page.evidence(element)
