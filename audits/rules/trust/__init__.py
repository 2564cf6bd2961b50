"""Rules about what visitors trust a site by: contact, authors, legal pages, terms of a shop."""
