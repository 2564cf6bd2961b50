"""Rules about headings."""
