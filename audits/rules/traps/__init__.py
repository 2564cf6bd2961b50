"""Rules about spider traps and pages that only look found."""
