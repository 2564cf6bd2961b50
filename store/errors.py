"""The family tree of Marsad's errors; each message is one line that says what happened, where, and what to do.

MarsadError
├── ConfigError        a wrong command or configuration (exit code 2)
├── RunError           the run could not be done (exit code 3)
│   ├── StoreError     the database cannot be opened, read or written
│   │   └── StoreBusyError   another run of the same site holds the store
│   ├── GatherError    the site could not be reached at all
│   └── IntegrationError   an outside service refused or failed
└── RuleError          a rule is declared wrongly (exit code 2)

A page that cannot be had is a fact (`Page.failure`), never an exception.
"""


class MarsadError(Exception):
    """Any error that Marsad explains to its user; `exit_code` is what the command ends with."""

    exit_code = 3


class ConfigError(MarsadError):
    """The command or the configuration is wrong."""

    exit_code = 2


class RuleError(MarsadError):
    """A rule is declared wrongly: the message names the rule and the field."""

    exit_code = 2


class RunError(MarsadError):
    """The run could not be done."""


class StoreError(RunError):
    """The store cannot be opened, read or written."""


class StoreBusyError(StoreError):
    """Another run of the same site is writing to the store."""


class GatherError(RunError):
    """The site could not be reached at all, so there is nothing to judge."""


class IntegrationError(RunError):
    """An outside service refused or failed; the crawl goes on without it."""
