# The common commands. Needs Python 3.11 or newer and make; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
KB ?= demo-kb

.PHONY: demo test test-slow fuzz wheel lint types check docs examples pictures lock sbom audit corpus-check bench clean

demo: .venv/.run  ## set up, load the corpus, search it
	CAUSALKB_PATH=$(KB) $(BIN)/causalkb init
	CAUSALKB_PATH=$(KB) $(BIN)/causalkb search "interventions necessary?" --limit 5

test: .venv/.dev  ## set up with the test extras and run the tests
	$(BIN)/python -m pytest

test-slow: .venv/.dev  ## what takes many minutes: processes killed at random, large inputs, mutants
	$(BIN)/python -m pytest -n 0 -m slow
	CAUSALKB_THOROUGH_TESTS=1 $(BIN)/python -m pytest
	$(BIN)/python scripts/mutate.py

fuzz: .venv/.dev  ## an hour of mutated input for everything that reads; failures go to fuzz-found/
	$(BIN)/python tests/fuzz/fuzz.py --minutes 60

test-milvus: .venv-milvus/.done  ## the index in Milvus, in an environment of its own: the extra takes 430 MB
	.venv-milvus/bin/python -m pytest -n 0 tests/search/test_engines.py tests/search/test_milvus.py

wheel: .venv/.dev  ## build sdist and wheel, and use the wheel in a fresh environment
	bash scripts/try_wheel.sh $(BIN)/python

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

pictures: .venv/.dev  ## make the pictures of the README from real output
	$(BIN)/python scripts/make_pictures.py

corpus-check: .venv/.dev  ## check the shipped corpus
	$(BIN)/python -m pytest tests/test_corpus.py

bench: .venv/.dev  ## every benchmark prints ratios against a baseline of the same run
	for script in encode retrieval cold_search imports suggest wording distrust site compete; do $(BIN)/python benchmarks/$$script.py; done

lock: .venv/.dev
	sh scripts/lock.sh

sbom: .venv/.dev  ## list licences, and write the bill of materials: after a change of the lock files
	$(BIN)/python scripts/licences.py

audit: .venv/.dev  ## known vulnerabilities of the locked releases, where the data can be reached
	sh scripts/audit.sh $(BIN)/python

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run: requirements.lock requirements-torch.lock pyproject.toml | .venv/bin/python
	sh scripts/install.sh $(BIN)/python requirements.lock
	touch $@

.venv/.dev: requirements-dev.lock requirements-torch.lock pyproject.toml | .venv/bin/python
	sh scripts/install.sh $(BIN)/python requirements-dev.lock
	touch $@ .venv/.run

.venv-milvus/.done: requirements-dev.lock requirements-torch.lock pyproject.toml
	$(PYTHON) -m venv .venv-milvus
	sh scripts/install.sh .venv-milvus/bin/python requirements-dev.lock
	.venv-milvus/bin/python -m pip install -q -e '.[milvus]'
	touch $@

clean:
	rm -rf .venv .venv-milvus $(KB) .pytest_cache .mypy_cache .ruff_cache .hypothesis
