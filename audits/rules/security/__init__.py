"""Rules about encryption, headers and cookies."""
