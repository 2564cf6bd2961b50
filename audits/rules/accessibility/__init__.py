"""Rules about names and structure that assistive technology needs."""
