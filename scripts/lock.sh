#!/bin/sh
# Renews requirements.lock and requirements-dev.lock from pyproject.toml.
set -eu
lock() {
    out=$1
    shift
    .venv/bin/pip-compile -q --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
        --strip-extras "$@" -o "$out.tmp" pyproject.toml
    {
        echo "# Locked dependencies; 'make lock' renews this file."
        echo "# torch is pinned without a build tag, so that pip takes the build that suits the machine."
        sed 's/^\(torch==[0-9.]*\)+.*/\1/' "$out.tmp" | grep -v -e '^#' -e '^causalkb @'
    } >"$out"
    rm "$out.tmp"
}
echo 'torch==2.13.0' >.torch-constraint
lock requirements.lock -c .torch-constraint
lock requirements-dev.lock --extra dev -c .torch-constraint
rm .torch-constraint
