# GNU make 3.81 or newer. `make` lists the targets; `make doctor` says what is missing.

PYTHON ?= python3
VENV ?= .venv
VECTORS ?=
# Nearly half of a run is waiting: for a disk, for another process, for a screen to be drawn.
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed
# The tests start hundreds of processes: where nothing compiled may be kept, each of
# them compiles all that it imports again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo town test lint fmt types kills conformance bench soak check clean-clone \
	interop peers doctor lock chaos

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## install livret and its tools into .venv, from the lock file

# The lock file's own line for uv is what pip installs first, by hash like all the rest.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "livret needs Python 3.11 or newer. Remedy: make PYTHON=python3.12 (or newer)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	  echo "this Python cannot make a venv. Remedy on Debian: apt install python3-venv make" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@awk '/^uv==/ { on = 1 } on { print } on && !/\\$$/ { exit }' requirements.lock > $(VENV)/uv.txt
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r $(VENV)/uv.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(STAMP) ## play a whole town on this machine
	@$(BIN)/livret demo

town: $(STAMP) ## the same town, kept open: clerk, desk and wallet to play along
	@$(BIN)/livret demo --serve

test: $(STAMP) ## run the tests (those that need another program skip without it)
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder $(PYTEST)

# What is good once is raced for thousands of times by the tests that a run of `make test` has a few rounds of.
RACES := tests/attacks/test_attack_21_racing.py tests/attacks/test_attack_22_racing_over_http.py \
  tests/attacks/test_attack_31_over_the_network.py

chaos: $(STAMP) ## stop a ledger at every point in every way, change every byte of a store, race thousands of times (half an hour)
	LIVRET_CHAOS=1 $(BIN)/python -m pytest -q -s tests/faults $(RACES) $(PYTEST)

lint: $(STAMP) ## format, lint and layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo

fmt: $(STAMP) ## write the one format
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .

types: $(STAMP) ## mypy, strict
	$(BIN)/mypy

kills: $(STAMP) ## switch off one check at a time: a test must notice
	$(BIN)/python -m tests.kills

conformance: $(STAMP) ## run published vectors: make conformance VECTORS=DIR
	@test -n "$(VECTORS)" || { echo "say where they are: make conformance VECTORS=DIR" >&2; exit 2; }
	$(BIN)/python -m pytest -q tests/conformance --vectors "$(VECTORS)"

bench: $(STAMP) ## measure, and write bench/results.json
	$(BIN)/python -m bench

soak: $(STAMP) ## use an open town for ten minutes: no process of it may grow
	$(BIN)/python -m bench.soak

peers: ## install other implementations for the tests that ask them (Node)
	@if [ -f tests/interop/package-lock.json ]; then \
	  cd tests/interop && npm ci --silent --ignore-scripts; fi

interop: $(STAMP) peers ## ask other implementations, of Node and of Python: wallets, issuers, verifiers
	LIVRET_NO_SKIP=1 $(BIN)/python -m pytest -q -m interop tests/interop tests/flow/test_demo_town.py $(PYTEST)

check: lint types ## all that CI runs
	@if [ -n "$(VECTORS)" ]; then $(MAKE) --no-print-directory conformance VECTORS="$(VECTORS)"; \
	  else echo "conformance: left out, no VECTORS given"; fi
	@$(MAKE) --no-print-directory clean-clone
	$(BIN)/python -m tests.kills --passed # the line above ran each of its tests

# What somebody who has just cloned gets: the files that git knows, an empty home and
# empty caches. A test that would skip fails here.
clean-clone: ## the README's make test and make demo, in an empty folder with a new home
	@set -eu; top=$$(mktemp -d); trap 'rm -rf "$$top"' EXIT; mkdir "$$top/livret" "$$top/home"; \
	  { git -c safe.directory="$$PWD" ls-files -z || find . -type f ! -path './.*/*' \
	    ! -path '*/node_modules/*' ! -path '*/__pycache__/*' -print0; } 2>/dev/null | tar --null --files-from=- --create | tar --extract --directory "$$top/livret"; \
	  cd "$$top/livret"; \
	  unset VIRTUAL_ENV MAKEFLAGS MFLAGS MAKELEVEL PYTHONPATH XDG_DATA_HOME XDG_CONFIG_HOME; \
	  export HOME="$$top/home" XDG_CACHE_HOME="$$top/home/.cache"; \
	  export PIP_CACHE_DIR="$$top/home/pip" UV_CACHE_DIR="$$top/home/uv" NPM_CONFIG_CACHE="$$top/home/npm"; \
	  $(MAKE) --no-print-directory peers; \
	  LIVRET_NO_SKIP=1 $(MAKE) --no-print-directory test PYTHON="$(PYTHON)"; \
	  $(MAKE) --no-print-directory demo PYTHON="$(PYTHON)"

doctor: ## what is missing, and the remedy
	@say() { printf '%s %-10s %s\n' "$$1" "$$2" "$$3"; }; \
	if $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then say ✓ python "$$($(PYTHON) --version 2>&1)"; \
	  else say ✗ python "3.11 or newer is needed: apt install python3, or make PYTHON=python3.12"; fi; \
	if $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; \
	  then say ✓ venv "can be made"; else say ✗ venv "apt install python3-venv"; fi; \
	if command -v git >/dev/null; then say ✓ git "$$(git --version)"; \
	  else say ! git "only make check needs it: apt install git"; fi; \
	if command -v node >/dev/null; then say ✓ node "$$(node --version)"; \
	  else say ! node "only tests against other implementations need it: apt install nodejs npm"; fi; \
	if command -v npm >/dev/null; then say ✓ npm "$$(npm --version)"; \
	  else say ! npm "only tests against other implementations need it: apt install npm"; fi; \
	if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; \
	  then say ✓ chromium "the desk's page is tested in it"; \
	  else say ! chromium "only tests of the desk's page need it: apt install chromium"; fi; \
	if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; \
	  then say ✓ postgresql "tests start one of their own"; \
	  else say ! postgresql "only tests of that store need it: apt install postgresql"; fi
	@if [ -x $(BIN)/livret ]; then $(BIN)/livret doctor; \
	  else echo "! livret     not installed yet: make setup"; fi

lock: $(STAMP) ## resolve anew and write requirements.lock (hashes, no addresses)
	$(BIN)/uv lock --quiet --upgrade
	$(BIN)/uv export --quiet --no-header --no-emit-project --all-extras --all-groups \
	  --format requirements-txt --output-file requirements.lock
