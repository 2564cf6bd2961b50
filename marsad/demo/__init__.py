"""A sample shop on this machine with made-up consoles behind it, so that every chapter of a report can be seen."""
