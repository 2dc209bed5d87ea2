# Every command of this project. `make` alone lists them.
# `make demo` and `make test` prepare all they need; the second time they start at once.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON := .venv/bin/python
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .uv-tool/bin/uv)
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes \
	--no-annotate --custom-compile-command "make lock"
# Databases of the tests lie in memory where there is room: they are thrown away all the same.
ROOMY := $(shell [ "$$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 2000000 ] 2>/dev/null && echo TMPDIR=/dev/shm)
PYTEST := $(ROOMY) $(PYTHON) -m pytest

export UV_PYTHON_DOWNLOADS := never
# Tests start many processes: each would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

# Shell text: installs the Debian packages named in $$missing, or says which they are.
define INSTALL_MISSING
if [ -n "$$missing" ]; then \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing with apt:$$missing"; \
		log=$$(mktemp); \
		{ apt-get update -q && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -q --no-install-recommends $$missing; } \
			>"$$log" 2>&1 </dev/null || { tail -n 5 "$$log" >&2; exit 1; }; \
		rm -f "$$log"; \
	else \
		echo "Please install:$$missing (or run make as root on Debian)" >&2; exit 1; \
	fi; \
fi
endef

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.PHONY: demo
demo: .venv/.run ria/web/static/dist/manifest.json ## Run everything with demo data (RIA_PORT moves the port)
	@exec .venv/bin/ria demo

.PHONY: setup
setup: .venv/.dev ria/web/static/dist/manifest.json ## Build the environment in .venv, and the assets

# In their order the long files come first, so that none is left over for one core at the end.
.PHONY: test
test: setup services lint ## Check everything but the long tests
	@$(PYTEST) -q -n 2 --dist loadfile --no-loadscope-reorder -m "not long" --durations=20 $(ARGS)

# The faults starve processes of time on purpose, so they run alone.
LONG_all := -m long
LONG_faults := -m "long and fault"
LONG_hostile := -n 2 --dist load -m "long and hostile"
LONG_browser := -n 2 --dist loadfile -m "long and browser"
LONG_walks := -n 2 --dist load -m "long and not fault and not hostile and not browser"
PART ?= all
LONG := $(LONG_$(PART))

.PHONY: test-long
test-long: setup services ## Run the tests that take minutes (PART=faults, hostile, browser or walks)
	@$(if $(LONG),,echo "PART is one of: faults, hostile, browser, walks" >&2; exit 1)
	@$(PYTEST) -q $(LONG) --durations=20 $(ARGS)

.PHONY: bench
bench: setup services ## Measure, and compare with the goals
	@$(PYTHON) -m benchmarks $(ARGS)

.PHONY: lint
lint: setup ## Check style, types, the dependency law and the templates
	@$(MAKE) -j 2 --output-sync=target lint-types lint-rest

.PHONY: lint-types lint-rest
lint-types:
	@.venv/bin/mypy --strict
lint-rest:
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --quiet --check . || { .venv/bin/ruff format --check .; exit 1; }
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/djlint --quiet --check templates || { .venv/bin/djlint --check templates; exit 1; }
	@.venv/bin/djlint --quiet --lint templates

.PHONY: lock
lock: $(filter .uv-tool/%,$(UV)) ## Pin every Python dependency afresh
	@$(COMPILE) --upgrade pyproject.toml -o requirements.lock
	@$(COMPILE) --upgrade -c requirements.lock --group dev pyproject.toml -o requirements-dev.lock

.PHONY: clean
clean: ## Remove what was built, downloaded and measured
	@rm -rf .venv .uv-tool node_modules ria/web/static/dist build dist test-results
	@rm -rf .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What the tests drive, besides Python: a browser and two servers.
.PHONY: services
services:
	@missing=""; \
	command -v chromium chromium-browser google-chrome >/dev/null || missing="$$missing chromium"; \
	command -v redis-server valkey-server >/dev/null || missing="$$missing redis-server"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null \
		|| missing="$$missing postgresql"; \
	$(INSTALL_MISSING)

.uv-tool/bin/uv:
	@missing=""; \
	python3 -c 'import ensurepip' 2>/dev/null || python3 -m pip --version >/dev/null 2>&1 \
		|| missing=" python3-venv"; \
	$(INSTALL_MISSING)
	@echo "Fetching uv"
	@rm -rf .uv-tool
	@{ python3 -c 'import ensurepip' 2>/dev/null && python3 -m venv .uv-tool \
		&& .uv-tool/bin/python -m pip install --quiet --root-user-action=ignore "uv>=0.8"; } \
		|| python3 -m pip install --quiet --root-user-action=ignore --target .uv-tool "uv>=0.8"

.venv/bin/python: | $(filter .uv-tool/%,$(UV))
	@$(UV) venv --quiet --allow-existing --python ">=3.11,<3.14" .venv \
		|| { echo "RIA needs Python 3.11, 3.12 or 3.13 on the PATH." >&2; exit 1; }

.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing the Python packages"
	@$(UV) pip install --quiet --compile-bytecode --python $(PYTHON) --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --python $(PYTHON) --no-deps -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	@$(UV) pip install --quiet --compile-bytecode --python $(PYTHON) --require-hashes -r requirements-dev.lock
	@touch $@

node_modules/.installed: package.json package-lock.json
	@missing=""; \
	command -v npm >/dev/null || missing=" nodejs npm"; \
	$(INSTALL_MISSING)
	@echo "Installing the npm packages"
	@npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

ria/web/static/dist/manifest.json: node_modules/.installed $(wildcard ria/web/assets/*)
	@echo "Building the style sheet and the script"
	@npm run --silent build
