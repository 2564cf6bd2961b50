"""Rules about titles and descriptions."""
