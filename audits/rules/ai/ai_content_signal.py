"""Content signals in robots.txt that say nothing, or the opposite of the rules."""

from collections.abc import Iterator
from itertools import chain

from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from audits.standards.ai_bots import BOTS
from store.model import Outcome, Probe
from store.robots import Robots, RobotsLine
from store.urls import normal_form

_NAMES = ("search", "ai-input", "ai-train")


@site_rule(
    id="ai-content-signal",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["https://contentsignals.org/", "rfc:9309"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Content signal is unclear",
    message="A `Content-Signal` line of robots.txt cannot be understood, or contradicts the rules beside it.",
    why="A signal that nobody understands reserves no right; one against the rules leaves the choice to others.",
    fix="Decide what bots may do, and have the file say it once.",
    fix_developer="Write `Content-Signal: search=yes, ai-train=no` inside a group; each name takes `yes` or `no`.",
    applies=lambda site: any(_signals(probe) for probe in site.probes_of("robots")),
    examples=[
        Reviews({"/": "<p>A</p>"}, at=["/robots.txt"], robots="User-agent: *\nContent-Signal: search: yes\nAllow: /"),
        Reviews({"/": "<p>A</p>"}, at=["/robots.txt"], robots="User-agent: *\nContent-Signal: training=no\nAllow: /"),
        Reviews({"/": "<p>A</p>"}, at=["/robots.txt"], robots="Content-Signal: ai-train=no\nUser-agent: *\nAllow: /"),
        Reviews(
            {"/": "<p>A</p>"},
            at=["/robots.txt"],
            robots="User-agent: *\nContent-Signal: ai-train=yes\nAllow: /\n\nUser-agent: GPTBot\nDisallow: /",
            note="training is welcome, and the bot for it kept out",
        ),
        Reviews(
            {"/": "<p>A</p>"},
            at=["/robots.txt"],
            robots="User-agent: *\nContent-Signal: ai-train=no\nAllow: /\n\nUser-agent: GPTBot\nAllow: /",
            note="training is unwelcome, and a bot for it let in by name",
        ),
        Passes(
            {"/": "<p>A</p>"},
            robots="User-Agent: *\nContent-Signal: ai-train=no\nAllow: /\n\nUser-agent: GPTBot\nDisallow: /",
        ),
        Passes({"/": "<p>A</p>"}, robots="User-Agent: *\nContent-signal: Search=Yes,AI-input=no,ai-train=no\nAllow: /"),
        Passes(
            {"/": "<p>A</p>"}, robots="User-Agent: *\nContent-Signal: /blog/ ai-train=no\nAllow: /", note="of a path"
        ),
        Inapplicable({"/": "<p>A</p>"}, robots="User-Agent: *\nAllow: /"),
        Inapplicable({"/": "<p>A</p>"}, note="no robots.txt"),
    ],
)
def ai_content_signal(site: SiteView) -> Iterator[Evidence]:
    """Yield each robots.txt once, with all that is wrong with its signals."""
    for probe in site.probes_of("robots"):
        lines = _signals(probe)
        problems = list(chain.from_iterable(_problems(line, is_in_group) for line, is_in_group in lines))
        if lines and not problems:
            problems = list(_contradictions(probe, " ".join(line.value.lower() for line, _ in lines)))
        if problems:
            message = f"In {probe.url}: {'; '.join(problems[:3])}."
            yield Evidence(message, probe.url, target=probe.url, facts={"problems": problems}, outcome=Outcome.REVIEW)


def _signals(probe: Probe) -> list[tuple[RobotsLine, bool]]:
    """The lines with signals, and whether each stands inside a group."""
    if not 200 <= probe.status < 300:
        return []
    found, is_in_group = [], False
    for line in Robots.parse(str(probe.data.get("text", ""))).lines:
        is_in_group = is_in_group or line.key == "user-agent"
        if line.key == "content-signal":
            found.append((line, is_in_group))
    return found


def _problems(line: RobotsLine, is_in_group: bool) -> Iterator[str]:
    if not is_in_group:
        yield f"line {line.number} stands before any group, so it binds nobody"
    value = line.value.lower().strip()
    if value.startswith("/"):
        value = value.partition(" ")[2]  # a path may stand first
    for pair in value.split(","):
        name, equals, answer = (word.strip() for word in pair.partition("="))
        if not equals or name not in _NAMES or answer not in ("yes", "no"):
            yield f"line {line.number} has “{pair.strip()[:60]}”, which is none of {', '.join(_NAMES)} with yes or no"


def _contradictions(probe: Probe, signals: str) -> Iterator[str]:
    file = Robots.parse(str(probe.data.get("text", "")))
    root = normal_form("/", probe.url) or probe.url
    squeezed = signals.replace(" ", "")
    for bot in BOTS:
        if bot.purpose != "training" or not file.names(bot.token):
            continue
        is_welcome = file.allows(bot.token, root)
        if (
            "ai-train=no" in squeezed
            and "ai-train=yes" not in squeezed
            and is_welcome
            and not _has_rules(file, bot.token)
        ):
            yield f"ai-train=no, and {bot.token} is let in by name"
        elif "ai-train=yes" in squeezed and "ai-train=no" not in squeezed and not is_welcome:
            yield f"ai-train=yes, and {bot.token} is kept out"


def _has_rules(file: Robots, token: str) -> bool:
    """Whether a bot's own group forbids anything: then it is not simply let in."""
    return any(not rule.allows for rule in file.rules(token))
