#!/bin/sh
# Asks for known vulnerabilities of the locked releases, with pip-audit in an environment of its own.
#
# usage: scripts/audit.sh PYTHON; ends with 1 where there are some.
#
# Where the data do not answer within three seconds it says so and ends well: pip-audit itself would
# skip every package then, and report that nothing is known.
set -eu
python=$1
data=$("$python" -c 'from pip._internal.models.index import PyPI; print(PyPI.pypi_url)')
if ! "$python" scripts/answers.py "$data/pip/25.0/json"; then
    echo "pip-audit: its data cannot be reached from here; the locked releases were not audited"
    exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/env"
if ! timeout 120 "$folder/env/bin/python" -m pip install -q pip-audit >/dev/null 2>&1; then
    echo "pip-audit: it cannot be installed here; the locked releases were not audited"
    exit 0
fi
# Without the hashes: it takes either one for everything or none, and compares no files here.
sed -n 's/^\([A-Za-z0-9._-]*==[^ \\]*\).*/\1/p' requirements-dev.lock requirements-torch.lock >"$folder/pins"
code=0
timeout 120 "$folder/env/bin/pip-audit" --disable-pip --no-deps --progress-spinner off --timeout 10 \
    -r "$folder/pins" || code=$?
if [ "$code" = 124 ]; then
    echo "pip-audit: its data answered too slowly; the locked releases were not audited"
    code=0
fi
exit "$code"
