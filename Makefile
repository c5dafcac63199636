# Everything a newcomer needs stands on two targets: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTEST_WORKERS ?= 4

.DEFAULT_GOAL := help
.PHONY: help run test test-all check bench planning mlflow trend image-check screenshots format lock clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 14

$(READY): requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mlops-bot needs Python 3.11 or newer; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(READY)  ## Start the local workspace with the bot in it
	$(BIN)/mlops-bot sandbox

test: $(READY)  ## Run the tests, save those that take long
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist worksteal -m "not long"

test-all: $(READY)  ## Run every test, journeys by signed HTTP and on PostgreSQL too
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist worksteal

check: $(READY)  ## Check format, lint, types, import contracts and knowledge files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile
	$(BIN)/mlops-bot knowledge check

bench: $(READY)  ## Measure storing and presses beside the bare, searching beside bm25s and FTS5, recognising beside scikit-learn
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.search --large
	$(BIN)/python -m tests.benchmarks.labels
	$(BIN)/python -m tests.benchmarks.million

planning: $(READY)  ## Plan six weeks for ten thousand people beside an independent calendar
	$(BIN)/python -m tests.benchmarks.planning

MLFLOW ?= build/mlflow/bin/mlflow
mlflow: $(READY)  ## Try the register against a real MLflow server, and time 500 models
	@test -x $(MLFLOW) || { echo "There is no MLflow at $(MLFLOW). It takes about 825 MB: $(PYTHON) -m venv build/mlflow && build/mlflow/bin/pip install mlflow; or name another one: make mlflow MLFLOW=/path/to/mlflow"; exit 1; }
	TEST_MLFLOW=$(abspath $(MLFLOW)) $(BIN)/python -m pytest -s -m mlflow tests/handover/test_real_mlflow.py
trend: $(READY)  ## Measure the trend in every simulated world, and draw its pictures
	$(BIN)/python -m tests.benchmarks.trend
	$(BIN)/python -m tests.benchmarks.trend --responses --sizes 6 12
	$(BIN)/python -m tests.benchmarks.trend --learns --sizes 6 20
	$(BIN)/python -m tests.benchmarks.trend_pictures

image-check:  ## Try the Dockerfile's steps in a clean virtual environment
	rm -rf build/image && $(PYTHON) -m venv build/image
	build/image/bin/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	build/image/bin/pip install --quiet --disable-pip-version-check --no-deps .
	cd build && MLOPS_DATA_DIR=image/data image/bin/mlops-bot db upgrade && image/bin/mlops-bot knowledge check

screenshots: $(READY)  ## Make the documents' pictures anew
	mkdir -p docs/images
	$(BIN)/python -m pytest tests/journeys/test_newcomer.py tests/journeys/test_story.py --screenshots docs/images

format: $(READY)  ## Format the code and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-annotate --custom-compile-command "make lock" --quiet

lock:  ## Renew both lock files (needs uv)
	$(COMPILE) --upgrade --group dev -o requirements-dev.lock
	$(COMPILE) --constraints requirements-dev.lock -o requirements.lock

clean:  ## Remove the environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build dist
