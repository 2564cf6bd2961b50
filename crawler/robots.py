"""What robots.txt allows: the parser is shared with the judge, see `store.robots`."""

from store.robots import MAX_BYTES, Robots, RobotsLine, RobotsRule

__all__ = ["MAX_BYTES", "Robots", "RobotsLine", "RobotsRule"]
