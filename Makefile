# run, hall, test, check, docs, shots, bench: each sets up what it needs in .venv, once.
# PYTHON names another interpreter (3.11 or newer), CHROMIUM another browser,
# PORT another port for `make run` and `make hall`, WORKERS how many workers a hall has,
# ARGS further options of pytest or the benchmark.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8501
WORKERS ?= $(shell getconf _NPROCESSORS_ONLN)
ARGS ?=
PY := .venv/bin/python
# A test in the browser waits half of its time: more processes than processors keep them busy.
TESTERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
JS := logitviz/live/js tests/live/js
# What is never imported need not be compiled: half of the time of an installation.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-compile

# What is imported is compiled once and kept, whatever the shell says: tests start many servers.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/pycache

# Tests run side by side: one that calculates in threads of its own only keeps the others waiting.
test quick: export OPENBLAS_NUM_THREADS := 1

# As root on a system with apt-get, a missing system package is installed, else asked for.
define install_package
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(1); \
else false; fi
endef

.PHONY: help run hall test quick check docs shots bench clean

help:
	@echo 'make run    serve the app (PORT=8501)'
	@echo 'make hall   serve a lecture hall: workers behind nginx (PORT=8501, WORKERS=one per core)'
	@echo 'make test   run all tests, those in the browser too'
	@echo 'make quick  run the tests that need no browser and no server'
	@echo 'make check  format, lint and types'
	@echo 'make docs   write docs/reference.md and docs/links.md from the code'
	@echo 'make shots  write pictures of every page to shots/'
	@echo 'make bench  measure drags, waits, bytes, server load and a hall of visitors, as tables'
	@echo 'make clean  remove .venv and what tools have cached'

run: .venv/.run
	$(PY) -m streamlit run app.py --server.port $(PORT)

hall: .venv/.run .venv/.nginx
	@$(PY) -m tools.hall --port $(PORT) --workers $(WORKERS)

test: .venv/.browser node_modules/.package-lock.json .venv/.nginx
	$(PY) -m pytest --numprocesses=$(TESTERS) --dist=loadfile --no-loadscope-reorder $(ARGS)

quick: .venv/.test .venv/.node
	$(PY) -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder \
		--ignore=tests/browser $(ARGS)

check: .venv/.test node_modules/.package-lock.json
	$(PY) -m ruff format --check
	$(PY) -m ruff check
	$(PY) -m mypy
	$(PY) -m tools.guide
	node_modules/.bin/biome check --config-path=tools --error-on-warnings $(JS)
	node_modules/.bin/tsc --project tools

docs: .venv/.run
	$(PY) -m tools.make_reference
	$(PY) -m tools.make_links

shots: .venv/.browser
	$(PY) -m tools.shots $(ARGS)

bench: .venv/.browser .venv/.nginx
	$(PY) -m tools.bench $(ARGS)

clean:
	rm -rf .venv node_modules build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis shots

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'logitviz needs Python 3.11 or newer; PYTHON=… names one.' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { $(call install_package,python3-venv); } \
		|| { echo 'Python lacks venv: on Debian, apt-get install python3-venv as root.' >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/.run: requirements.txt .venv/.python
	$(PIP) -r requirements.txt
	@touch $@

.venv/.test: tests/requirements.txt requirements.txt .venv/.python
	$(PIP) -r tests/requirements.txt
	@touch $@ .venv/.run

# After Python's packages and before the browser, as only one apt-get can run at a time.
.venv/.node: .venv/.test
	@{ command -v node && command -v npm; } >/dev/null \
		|| { $(call install_package,nodejs npm); } || true
	@node -e 'process.exit(+(parseInt(process.versions.node) < 18))' 2>/dev/null \
		&& npm --version >/dev/null 2>&1 \
		|| { echo 'logitviz needs Node.js 18 or newer, with npm, for its tests.' >&2; exit 1; }
	@touch $@

# Debian's package is unpacked, not installed: it needs no root, and starts no server of its own.
.venv/.nginx: .venv/.run
	@$(PY) -m tools.nginx 2>/dev/null \
		|| { cd .venv && { apt-get download -qq nginx || { apt-get update -qq && apt-get download -qq nginx; }; } \
			&& dpkg -x nginx_*.deb nginx && rm nginx_*.deb; } 2>/dev/null || true
	@$(PY) -m tools.nginx
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json .venv/.node
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.venv/.browser: .venv/.test .venv/.node
	@$(PY) -m tools.browser 2>/dev/null \
		|| { $(call install_package,chromium fonts-liberation fonts-noto-cjk) \
			&& $(PY) -m tools.browser 2>/dev/null; } \
		|| { $(PY) -m playwright install $$([ "$$(id -u)" = 0 ] && echo --with-deps) chromium \
			&& $(PY) -m tools.browser; } \
		|| { echo 'No Chromium runs here: install one, or name one with CHROMIUM=….' >&2; exit 1; }
	@touch $@
