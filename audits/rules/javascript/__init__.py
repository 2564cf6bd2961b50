"""Rules about what scripts make of a page: as it was sent beside as a browser ends with it."""
