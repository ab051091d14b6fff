# Every target lists itself: `make` alone prints this list.
PY ?= python3
BIN := .venv/bin
STAMP := .venv/.ready
AMQP_STAMP := .venv/.amqp
RUN := $(BIN)/python

.DEFAULT_GOAL := help

.PHONY: help setup amqp-setup amqp accept detect test lint bench handbook vendor compare lock wheel wheelhouse pictures clean

help: ## this list
	@grep -hE '^[a-z-]+:.*?## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(STAMP) ## make .venv with the pinned core and dev packages

$(STAMP): pyproject.toml requirements/setup.txt requirements/dev.txt
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PY) --version). Install it, or name it: make PY=python3.12 setup"; exit 2; }
	@$(PY) -m venv .venv || { echo "Could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 2; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/setup.txt \
	  && UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=true VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements/dev.txt \
	  || { echo "uv could not install; trying pip."; $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

amqp-setup: $(AMQP_STAMP) ## what AMQP and load need: RabbitMQ and gcc by apt-get where absent, the extras amqp and load

$(AMQP_STAMP): $(STAMP) requirements/amqp.txt
	@sh tests/rabbitmq/install.sh
	@UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=true VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements/amqp.txt \
	  || { echo "uv could not install; trying pip."; $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/amqp.txt; }
	@touch $(AMQP_STAMP)

amqp: $(AMQP_STAMP) ## the six products and the scenarios of the transport over a RabbitMQ of our own, stopped afterwards
	@$(RUN) -m tests.rabbitmq

accept: $(STAMP) ## run every simulated product by the test plan it names, and print one overview
	@$(BIN)/epj accept --simulate alle

test: $(STAMP) ## lint, types, import contracts and every test
	@$(MAKE) --no-print-directory lint
	@$(RUN) -m pytest -n 2

lint: $(STAMP) ## ruff, mypy strict, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32
	@$(BIN)/lint-imports

bench: $(STAMP) ## how fast: start-up, suite against HsPro, validation, services [EPJ_BENCH_OTHERS=folder of others]
	@$(RUN) -m tests.bench

detect: $(STAMP) ## every fault against the whole suite, into docs/detection.md [FAULTS="id id" PLAN=full-test JOBS=6]
	@$(RUN) -m tests.detect $(FAULTS) --plan $(or $(PLAN),full-test) --jobs $(or $(JOBS),6)

handbook: $(STAMP) ## the handbook in bokmål as one page that can be searched, dist/handbok.html
	@$(RUN) -m docs.handbok.build

pictures: $(STAMP) ## the pictures of the README and the handbook, anew (needs Chromium)
	@$(RUN) -m tests.pictures

vendor: $(STAMP) ## a new simulated product: make vendor NAME=vendor/product
	@$(RUN) -m simulator.vendors.scaffold "$(NAME)"

compare: $(STAMP) ## our schemas against official ones: make compare SCHEMAS=folder [SEED=1 COUNT=4000]
	@test -n "$(SCHEMAS)" || { echo "Name the folder of the official schemas: make compare SCHEMAS=folder"; exit 2; }
	@$(RUN) -m tests.standards.compare_schemas "$(SCHEMAS)" --seed $(or $(SEED),1) --count $(or $(COUNT),4000) $(COMPARE_FLAGS)

lock: $(STAMP) ## resolve the pinned lists anew (needs the package index)
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --extra dev --python-version 3.11 --universal pyproject.toml requirements/build.in -o requirements/dev.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --extra amqp --extra load -c requirements/dev.txt --python-version 3.11 --universal pyproject.toml -o requirements/amqp.txt

wheel: $(STAMP) ## build the wheel into dist/
	@$(BIN)/python -m hatchling build -t wheel

wheelhouse: wheel handbook ## a zip that installs without a network, handbook within, into dist/ [FOR=windows PYTHONS="3.12 3.13"]
	@$(RUN) docs/ci/wheelhouse.py $(if $(FOR),--for $(FOR)) $(foreach version,$(PYTHONS),--python $(version))

clean: ## remove what make and the runs have made
	rm -rf .venv dist runs .mypy_cache .ruff_cache .import_linter_cache
