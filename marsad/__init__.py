"""The front door: command line, configuration and the plan of a run."""

__version__ = "0.1.0"
