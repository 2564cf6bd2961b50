"""Rules about links and the structure they make."""
