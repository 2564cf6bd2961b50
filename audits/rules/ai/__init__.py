"""Rules about the bots of AI services."""
