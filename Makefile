# Every task in one word. Needs Python 3.11, git and make; everything else is installed into .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
FLOOR := 92

.PHONY: demo test lint phenomena gate speed train lock clean

demo: .venv/ready-to-run
	@$(BIN)/dragoman demo

test: lint
	$(BIN)/pytest -n 2 --dist loadfile --cov --cov-report=term:skip-covered --cov-fail-under=$(FLOOR)

lint: .venv/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

phenomena: .venv/ready-to-test
	$(BIN)/python tests/test_cases.py

gate: .venv/ready-to-test
	$(BIN)/python bench/gate.py

speed: .venv/ready-to-test
	$(BIN)/python bench/speed.py

# The dev lock holds the run-time pins as well, so one environment serves both.
.venv/ready-to-run: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Dragoman into .venv (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-to-test: requirements-dev.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Dragoman and its tests' needs into .venv (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ .venv/ready-to-run

# Rebuilds the relation classifier from our sentences: about half an hour on two cores.
train: .venv-train/ready
	.venv-train/bin/python training/train.py --held-out 6
	.venv-train/bin/python training/blend.py

.venv-train/ready: requirements.lock requirements-train.lock pyproject.toml
	@test -x .venv-train/bin/python || $(PYTHON) -m venv .venv-train
	@echo "Installing what training needs into .venv-train (some minutes the first time) ..."
	@.venv-train/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@.venv-train/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-train.lock
	@.venv-train/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Pins with hashes and without any index address (needs uv on the PATH).
lock:
	uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --extra build -o requirements.lock
	uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --extra build --extra dev -o requirements-dev.lock

clean:
	rm -rf .venv .venv-train .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage dist
