"""Rules about what others may have put on a site."""
