"""Rules about the text of pages."""
