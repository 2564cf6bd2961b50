"""Rules about structured data and rich results."""
