# The common commands. Needs Python 3.11 or newer and make; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
KB ?= demo-kb
TORCH_CPU := https://download.pytorch.org/whl/cpu

.PHONY: demo test test-slow wheel lint types check docs examples pictures lock corpus-check bench clean

demo: .venv/.run  ## set up, load the corpus, search it
	CAUSALKB_PATH=$(KB) $(BIN)/causalkb init
	CAUSALKB_PATH=$(KB) $(BIN)/causalkb search "interventions necessary?" --limit 5

test: .venv/.dev  ## set up with the test extras and run the tests
	$(BIN)/python -m pytest

test-slow: .venv/.dev  ## what takes many minutes: processes killed at random, large inputs, mutants
	$(BIN)/python -m pytest -n 0 -m slow
	CAUSALKB_THOROUGH_TESTS=1 $(BIN)/python -m pytest
	$(BIN)/python scripts/mutate.py

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
	for script in encode retrieval cold_search imports suggest wording distrust site; do $(BIN)/python benchmarks/$$script.py; done

lock: .venv/.dev
	sh scripts/lock.sh

.venv/bin/python:
	$(PYTHON) -m venv .venv

# Linux without an NVIDIA driver: PyTorch's CPU build, which spares several GB of CUDA libraries. Where
# its index does not answer within three seconds, pip takes what it finds elsewhere.
.venv/.torch: requirements.lock | .venv/bin/python
	@if [ "$$(uname -s)" = Linux ] && ! command -v nvidia-smi >/dev/null 2>&1 \
	  && ! $(BIN)/python -m pip show -qq torch 2>/dev/null \
	  && $(BIN)/python scripts/answers.py $(TORCH_CPU)/torch/; then \
	  echo "no NVIDIA driver: installing the CPU build of PyTorch from $(TORCH_CPU)"; \
	  $(BIN)/python -m pip install -q --index-url $(TORCH_CPU) "$$(grep '^torch==' requirements.lock)" \
	    || echo "that failed; pip takes PyTorch from its usual index"; \
	fi
	@touch $@

.venv/.run: requirements.lock pyproject.toml | .venv/.torch
	$(BIN)/python -m pip install -q -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps -e .
	touch $@

.venv/.dev: requirements-dev.lock pyproject.toml | .venv/.torch
	$(BIN)/python -m pip install -q -r requirements-dev.lock
	$(BIN)/python -m pip install -q --no-deps -e .
	touch $@ .venv/.run

clean:
	rm -rf .venv $(KB) .pytest_cache .mypy_cache .ruff_cache .hypothesis
