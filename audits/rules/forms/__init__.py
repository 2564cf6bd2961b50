"""Rules about forms."""
