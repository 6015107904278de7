# Packhorse: `make help` lists what can be done.
PYTHON ?= python3
BIN := .venv/bin
# Processes that run tests, each with a database server of its own.
JOBS ?= 2

.DEFAULT_GOAL := help

help: ## list these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: .venv/stamp ## make .venv with locked dependencies

.venv/stamp: pyproject.toml requirements.lock
	@sh tools/setup.sh $(PYTHON)
	@touch $@

demo: setup ## a real day's orders through a demonstration company, then the console (ARGS=--no-serve: without)
	$(BIN)/packhorse demo $(ARGS)

test: setup lint ## lint, then all tests, in a real browser too
	@sh tools/chromium.sh
	$(BIN)/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

lint: setup ## ruff, mypy and the import rules
	$(BIN)/ruff check src tests bench tools
	$(BIN)/ruff format --check src tests bench tools
	$(BIN)/mypy src/packhorse/algorithms src/packhorse/events src/packhorse/states.py src/packhorse/*/rules.py src/packhorse/carriers/rules src/packhorse/inbound/rules src/packhorse/picking/rules
	$(BIN)/lint-imports

up: setup ## console and worker on this machine
	$(BIN)/packhorse up $(ARGS)

bench: setup ## run every benchmark and write docs/benchmarks.md
	$(BIN)/python -m bench

picture: setup ## make the README's picture of the console anew (runs the demonstration)
	$(BIN)/python tools/make_picture.py

lock: ## renew requirements.lock (needs uv)
	uv pip compile --quiet --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links -o requirements.lock pyproject.toml

clean: ## forget the virtual environment and caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

.PHONY: help setup demo test lint up bench picture lock clean
