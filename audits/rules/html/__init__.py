"""Rules about the HTML document and its head."""
