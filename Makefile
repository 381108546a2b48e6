# What a person or a machine can ask of this checkout. `make help` lists it.
# Needs only make and a Python from 3.11 on; everything else is set up in $(VENV) at first use.

SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LIVES ?= $(wildcard evals/lives/*.jsonl)
REPLIES ?= $(filter-out evals/replies/said_%,$(wildcard evals/replies/*.jsonl))
SAMPLE ?= 12
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-config --extra voice --extra web --quiet --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help talk test check lint types layers tree bench evals evals-off evals-all lock clean ready ready-dev weights
.NOTPARALLEL:

help: ## list what can be asked
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile | expand -t 18

talk: ready ## talk with Samantha; sets everything up the first time
	@$(BIN)/samantha talk

test: ready-dev weights check ## everything that must hold before a change is taken
	@$(BIN)/python -m pytest

check: lint types layers ## ruff, pyright and the import contracts, without the tests

lint: ready-dev
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .

types: ready-dev
	@$(BIN)/pyright

layers: ready-dev
	@out=$$($(BIN)/lint-imports --no-cache) || { echo "$$out"; exit 1; }

weights: ready-dev
	@$(BIN)/samantha weights fetch brain brain-small minilm minilm-tokenizer ear ear-base mouth mouth-fast 1>&2

bench: ready-dev weights ## measure this machine; WRITE=--write puts the table into the README
	@$(BIN)/python -m dev.measured $(WRITE)

evals: ready-dev weights ## what she promises, measured on a sample: some ten minutes
	@mkdir -p build/evals
	@$(BIN)/python evals/replies.py $(REPLIES) --out build/evals/sample.jsonl --spread --limit $(SAMPLE) || true
	@$(BIN)/python evals/care.py build/evals/sample.jsonl

evals-off: ready-dev ## the same, all of it, with the brain off: what the rules hold alone
	@mkdir -p build/evals
	@$(BIN)/python evals/replies.py $(REPLIES) --out build/evals/off.jsonl --no-brain || true
	@$(BIN)/python evals/care.py build/evals/off.jsonl

evals-all: ready-dev weights ## the same, all of it, and the simulated lives: a night; goes on where it stopped
	@mkdir -p build/evals
	@$(BIN)/python evals/replies.py $(REPLIES) --out build/evals/all.jsonl || true
	@$(BIN)/python evals/care.py build/evals/all.jsonl
	@for life in $(LIVES); do echo "$$life"; $(BIN)/python evals/life.py "$$life" || exit 1; done

tree: ready-dev ## write the README's tree anew from the modules' first lines
	@$(BIN)/python -m dev.tree --write

lock: ## pin the dependencies anew (LOCKFLAGS=--upgrade takes newer ones); needs uv
	@$(LOCK) --group build $(LOCKFLAGS) -o requirements.lock
	@$(LOCK) --group dev --constraint requirements.lock $(LOCKFLAGS) -o requirements-dev.lock

clean: ## remove what was built; homes and weights stay where they are
	rm -rf $(VENV) dist build .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@$(PYTHON) dev/ready.py $(VENV)

ready-dev:
	@$(PYTHON) dev/ready.py $(VENV) --dev
