# The few verbs of the house. `make help` lists them.
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
SETUP := $(PYTHON) scripts/setup.py
URL ?=
ARGS ?=
WORKERS ?= 2
LANGUAGES ?=

.DEFAULT_GOAL := help
.PHONY: help audit test check setup bench jury docs words constraints clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

audit: .setup/app .setup/assets .setup/browser ## audit a site: make audit URL=https://example.com [ARGS="--max-pages 200"]
	@test -n "$(URL)" || { echo "Say which site: make audit URL=https://example.com" >&2; exit 2; }
	@$(BIN)/marsad audit "$(URL)" $(ARGS)

test: .setup/dev .setup/assets .setup/browser .setup/postgresql ## set up everything and run every test
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

check: .setup/dev ## lint, format, types and import floors
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: .setup/dev .setup/assets ## measure speed and memory beside peers and print a table
	@$(BIN)/python -m benchmarks $(ARGS)

jury: .setup/dev .setup/assets .setup/browser ## try the accessibility stage on collections of known faults, beside axe alone
	@$(BIN)/python -m tests.jury $(ARGS)

setup: ## install what is missing: Python packages, npm assets, Chromium and its driver
	@$(SETUP) --force app dev assets browser

docs: .setup/dev ## write the reference pages that come from the code
	@$(BIN)/marsad rules --format markdown > docs/reference/rules.md
	@$(BIN)/python scripts/report_schema.py
	@$(BIN)/python -c "from marsad.settings_page import settings_page; print(settings_page(), end=\"\")" > docs/reference/configuration.md

words: .setup/dev ## merge all texts of the code into the translations; a new language: make words LANGUAGES=de
	@$(BIN)/python -m marsad.wording $(LANGUAGES)

constraints: .setup/dev ## write the tested versions to constraints.txt
	@$(SETUP) constraints

clean: ## remove what setup made here (not the audits)
	rm -rf $(VENV) .setup node_modules crawler/browser/vendor

.setup/app: pyproject.toml constraints.txt scripts/setup.py
	@test -n "$(PYTHON)" || { echo "Marsad needs Python 3.11 or newer, and found none; install it (Debian: apt-get install python3)" >&2; exit 2; }
	@$(SETUP) app

.setup/dev: pyproject.toml constraints.txt scripts/setup.py
	@test -n "$(PYTHON)" || { echo "Marsad needs Python 3.11 or newer, and found none; install it (Debian: apt-get install python3)" >&2; exit 2; }
	@$(SETUP) dev

.setup/assets: package.json package-lock.json scripts/assets.py | .setup/python
	@$(SETUP) assets

.setup/browser: scripts/setup.py
	@$(SETUP) browser

.setup/postgresql: scripts/setup.py
	@$(SETUP) postgresql

# Assets may need the virtual environment (a Python package that carries Node), whichever target made it.
.setup/python:
	@test -x $(BIN)/python || $(SETUP) app
