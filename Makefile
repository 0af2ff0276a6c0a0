# Foyer's commands. `make help` lists them; `make demo` and `make test` need only Python 3.11, make and git.

PYTHON ?= python3
VENV := .venv/bin/python
WITH_DATABASE := $(VENV) -m ticketing.demo.with_database

.DEFAULT_GOAL := help
.PHONY: help demo test set-up set-up-tests lint format bench shell schema messages lock reset

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: set-up  ## Start everything with sample data; Ctrl-C stops it
	@$(VENV) -m ticketing.demo

test: set-up-tests  ## Run every check: lint, types, contracts, all tests
	@$(VENV) -m tests.run

set-up:  ## Make .venv with what the demo needs
	@$(PYTHON) -m ticketing.demo.setup demo

set-up-tests:  ## Make .venv with what the tests need
	@$(PYTHON) -m ticketing.demo.setup test

lint: set-up-tests  ## Run the static checks only
	@$(VENV) -m tests.run static

format: set-up-tests  ## Put Python and templates into the project's format
	@$(VENV) -m ruff check --fix-only --quiet .
	@$(VENV) -m ruff format --quiet .
	@git ls-files 'templates/*.html' | xargs .venv/bin/djade --target-version 5.2

bench: set-up-tests  ## Measure what one machine sells, shows and admits
	@$(VENV) -m bench.run

shell: set-up  ## Open Django's shell on the demo's database
	@$(WITH_DATABASE) manage.py shell

schema: set-up-tests  ## Write docs/schema.sql from the migrations
	@$(VENV) -m ticketing.demo.schema

messages: set-up-tests  ## Collect new texts into the language catalogs
	@$(VENV) -m django makemessages --locale de --locale ar --no-wrap --no-obsolete --add-location=file $(addprefix --ignore ,.venv node_modules tests bench)

lock: set-up-tests  ## Renew the lock files in requirements/ and tests/api/
	@$(VENV) -m ticketing.demo.lock

reset:  ## Throw away the demo's data (asks first)
	@test ! -x $(VENV) || $(VENV) -m ticketing.demo.reset
