#!/bin/sh
# Renews requirements.lock and requirements-dev.lock from pyproject.toml, with the hash of every file of
# every release, and requirements-torch.lock: a single hash makes pip ask for one of everything in the
# file, and with those that PyPI lists for torch it would take the CUDA build on plain Linux, 526 MB.
set -eu
torch=$(grep '^torch==' requirements-torch.lock)
lock() {
    out=$1
    shift
    .venv/bin/pip-compile -q --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
        --strip-extras --allow-unsafe "$@" -o "$out.tmp" pyproject.toml
    {
        echo "# Locked dependencies with hashes; 'make lock' renews this file (Python 3.11, Linux)."
        echo "# To install: pip install --no-deps -r $out; pip install -r requirements-torch.lock"
        grep -v -e '^#' -e '^causalkb @' -e '^pip==' -e '^torch==' "$out.tmp"
    } >"$out"
    rm "$out.tmp"
}
echo "$torch" >.torch-constraint
lock requirements.lock -c .torch-constraint
lock requirements-dev.lock --extra dev -c .torch-constraint
rm .torch-constraint
.venv/bin/python scripts/lock_hashes.py requirements.lock requirements-dev.lock
