# The common commands. Needs Python 3.11 or newer and make; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
KB ?= demo-kb

.PHONY: demo test lint types check docs examples lock corpus-check bench clean

demo: .venv/.run  ## set up, load the corpus, search it
	CAUSALKB_PATH=$(KB) $(BIN)/causalkb init
	CAUSALKB_PATH=$(KB) $(BIN)/causalkb search "interventions necessary?" --limit 5

test: .venv/.dev  ## set up with the test extras and run the tests
	$(BIN)/python -m pytest

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev
	$(BIN)/mypy

check: lint types test

docs: .venv/.dev  ## write what is generated from the code
	$(BIN)/python scripts/make_docs.py

examples: .venv/.dev  ## rebuild the example reports from the shipped corpus
	$(BIN)/python examples/rebuild.py

corpus-check: .venv/.dev  ## check the shipped corpus
	$(BIN)/python -m pytest tests/test_corpus.py

bench: .venv/.dev  ## every benchmark prints ratios against a baseline of the same run
	for script in encode retrieval cold_search imports suggest wording distrust; do $(BIN)/python benchmarks/$$script.py; done

lock: .venv/.dev
	sh scripts/lock.sh

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps -e .
	touch $@

.venv/.dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q -r requirements-dev.lock
	$(BIN)/python -m pip install -q --no-deps -e .
	touch $@ .venv/.run

clean:
	rm -rf .venv $(KB) .pytest_cache .mypy_cache .ruff_cache .hypothesis
