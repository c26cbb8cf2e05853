# Everything that is run by hand or in CI. `make` alone lists it.
PYTHON ?= python3
BIN := .venv/bin
CHECK_ENV := STEGVIS_SECRET_KEY=check STEGVIS_DATABASE_URL=sqlite://:memory:
LOCK := pip compile --generate-hashes --allow-unsafe --python-version 3.11 --universal --no-header

NO_DATABASE := tests/analysis tests/spec tests/reports/documents

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo demo-reset start test test-sqlite test-postgres test-browser coverage check bench docs messages lock base dev

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: base  ## the demo on 127.0.0.1:8000, with sign-ins printed; what was entered is kept
	@STEGVIS_DEMO=1 $(BIN)/stegvis demo

demo-reset: base  ## the demo from the beginning: throws away what was entered
	@STEGVIS_DEMO=1 $(BIN)/stegvis demo --reset

start: dev  ## development server on 127.0.0.1:8000, reloads when the code changes
	STEGVIS_DEBUG=1 $(BIN)/stegvis migrate --verbosity 0
	STEGVIS_DEBUG=1 $(BIN)/stegvis serve --reload

test: test-sqlite test-postgres test-browser  ## all tests: SQLite, PostgreSQL, then Chromium

test-sqlite: dev  ## tests on SQLite, without the browser
	$(BIN)/pytest -n 2 --dist loadgroup

test-postgres: dev  ## the tests that ask a database, on a throw-away PostgreSQL
	$(BIN)/python -m tests.support.postgres $(BIN)/pytest -n 2 --dist loadgroup $(NO_DATABASE:%=--ignore=%)

test-browser: dev  ## the journeys in a real Chromium
	$(BIN)/python -m tests.support.chromium $(BIN)/pytest -m browser tests/browser

coverage: dev  ## which lines of actions, access, steps and analysis no test runs
	$(BIN)/pytest -n 2 --dist loadgroup --cov --cov-report=term-missing:skip-covered

check: dev  ## what can be checked without running: style, templates, types, rooms, documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet stegvis
	$(CHECK_ENV) $(BIN)/stegvis makemigrations --check --dry-run
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/python -m scripts.docs --check
	$(BIN)/python -m scripts.messages --check

bench: base  ## how fast, as ratios against bare Django, bare renderers and hand-written SQL
	@$(BIN)/python -m benchmarks

docs: dev  ## makes the generated pages and tables anew
	$(BIN)/python -m scripts.docs

messages: dev  ## finds new texts for the English catalogue and compiles it
	$(BIN)/python -m scripts.messages

lock: dev  ## pins the newest packages that requirements/*.in allow, with hashes
	$$(command -v uv || echo $(BIN)/uv) $(LOCK) requirements/base.in -o requirements/base.txt
	$$(command -v uv || echo $(BIN)/uv) $(LOCK) requirements/dev.in -o requirements/dev.txt

base:
	@$(PYTHON) scripts/environment.py base

dev:
	@$(PYTHON) scripts/environment.py dev
