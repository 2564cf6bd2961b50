"""robots.txt files that are not UTF-8."""

from collections.abc import Iterator

from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView


@site_rule(
    id="robots-encoding",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec", "rfc:9309"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt is not UTF-8",
    message="The file robots.txt holds letters that are not UTF-8.",
    why="Google leaves out what it cannot read, so rules with such letters do not work.",
    fix="Ask whoever keeps the file to save it as UTF-8.",
    fix_developer="Save the file as UTF-8; a byte order mark is fine. UTF-16 makes every line unreadable.",
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], robots="User-agent: *\nDisallow: /m\ufffdbel/"),
        Fails(
            {"/": "<p>A</p>"},
            at=["/robots.txt"],
            robots="\ufffd\ufffdU\0s\0e\0r\0-\0a\0g\0e\0n\0t\0:\0 \0*\0",
            note="UTF-16",
        ),
        Passes({"/": "<p>A</p>"}, robots="\ufeffUser-agent: *\nDisallow: /möbel/"),
        Passes({"/": "<p>A</p>"}, robots="# r\ufffddig\nUser-agent: *\nDisallow: /a", note="only in a comment"),
        Passes({"/": "<p>A</p>"}, robots=Answer("<!doctype html>\ufffd"), note="told as a web page"),
    ],
)
def robots_encoding(site: SiteView) -> Iterator[Evidence]:
    """Yield each file with a line that could not be read as UTF-8."""
    for probe in site.probes_of("robots"):
        text = str(probe.data.get("text", ""))
        if not 200 <= probe.status < 300 or text.lstrip("\ufeff \r\n\t").startswith("<"):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            rule = line.partition("#")[0]
            if "\ufffd" in rule:
                is_wide = "\0" in text
                how = "the file seems to be UTF-16" if is_wide else f"line {number}: `{rule.strip()[:80]}`"
                yield Evidence(
                    f"{probe.url} is not UTF-8 ({how}).",
                    probe.url,
                    line=number,
                    snippet=rule[:500].replace("\0", ""),
                    target=probe.url,
                )
                break
