# make demo   installs the library into .venv and shows what it finds in docs/demo.txt
# make test   installs what tests need and runs them all
# make lint   ruff and mypy      make bench   benchmarks      make clean   removes what these made
#
# Wants Python 3.10 or later; name one by: make test PYTHON=python3.12

VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.10; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && { echo $$p; exit; }; done; echo python3)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SOURCES := setup.cfg pyproject.toml
BENCHMARKS := $(wildcard benchmarks/*.py)

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench clean

help:
	@sed -n 's/^# //p' Makefile

demo: $(VENV)/.installed
	$(BIN)/kzpolicy extract docs/demo.txt --date 2025-03-14 --format table

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	MYPYPATH=.:corpora $(BIN)/mypy --strict kzpolicy_nlp corpora
	$(if $(wildcard tools/*.py),$(BIN)/mypy --strict --ignore-missing-imports tools)

bench: $(VENV)/.installed-dev
	@$(if $(BENCHMARKS),,echo "no benchmarks yet")
	@set -e; for b in $(BENCHMARKS); do echo "$$b"; $(BIN)/python $$b; done

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || { \
		echo "kzpolicy_nlp needs Python 3.10 or later, and $(PYTHON) is none; name another: make demo PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments: ensurepip is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python $(SOURCES)
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.python $(SOURCES)
	$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-dev: $(VENV)/.python $(SOURCES)
	$(PIP) --editable '.[test,dev]' tomli  # mypy reads the code as Python 3.10 does, which wants tomli
	@touch $@ $(VENV)/.installed-test $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
