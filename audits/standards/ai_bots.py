"""Bots of AI services by what they do. Sources: the operators' own documentation of their crawlers."""

from typing import NamedTuple


class AiBot(NamedTuple):
    """A bot: its product token in robots.txt, who runs it, and what for."""

    token: str
    operator: str
    purpose: str  # "training", "search", "user" (fetches because a person asked), "archive"


BOTS = (
    AiBot("GPTBot", "OpenAI", "training"),
    AiBot("ClaudeBot", "Anthropic", "training"),
    AiBot("Google-Extended", "Google", "training"),
    AiBot("Applebot-Extended", "Apple", "training"),
    AiBot("Meta-ExternalAgent", "Meta", "training"),
    AiBot("Bytespider", "ByteDance", "training"),
    AiBot("Amazonbot", "Amazon", "training"),
    AiBot("OAI-SearchBot", "OpenAI", "search"),
    AiBot("Claude-SearchBot", "Anthropic", "search"),
    AiBot("PerplexityBot", "Perplexity", "search"),
    AiBot("bingbot", "Microsoft", "search"),
    AiBot("ChatGPT-User", "OpenAI", "user"),
    AiBot("Claude-User", "Anthropic", "user"),
    AiBot("Perplexity-User", "Perplexity", "user"),
    AiBot("CCBot", "Common Crawl", "archive"),
)
