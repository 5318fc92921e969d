#!/usr/bin/env bash
# Builds the source distribution and, out of that, the wheel; installs the wheel into a fresh virtual
# environment outside the checkout, and runs `init` and `search` from it.
#
# usage: scripts/try_wheel.sh [PYTHON]: an interpreter that has the locked dependencies
#
# The dependencies are those of PYTHON, lent by a .pth file: PyTorch alone would take minutes to
# install anew. pip still checks that every requirement of the wheel is met, and the checkout is
# not on the path, so that a file missing from the wheel is missing here.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$(cd "$(dirname "${1:-.venv/bin/python}")" && pwd)/$(basename "${1:-python}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m build --outdir "$work/dist" . >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
ls -l "$work/dist"

"$python" -m venv --without-pip "$work/fresh"
fresh=$work/fresh/bin/python
"$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
  >"$("$fresh" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/lent.pth"
# Nothing may be downloaded: what the wheel asks for is there, or `pip check` says what is not.
"$fresh" -m pip install -q --no-index --no-deps --force-reinstall "$work"/dist/*.whl
"$fresh" -m pip check

cd "$work"
unset PYTHONPATH CAUSALKB_PATH
"$fresh" - <<'PYTHON'
import sys
from pathlib import Path

import causalkb

place = Path(causalkb.__file__)
assert place.is_relative_to(Path(sys.prefix)), f"causalkb is taken from {place}"
PYTHON
fresh/bin/causalkb --version
fresh/bin/causalkb init --kb "$work/kb"
fresh/bin/causalkb search --kb "$work/kb" "do rats distinguish seeing from doing" \
  --format keys --limit 3 | tee "$work/found"
[ "$(wc -l <"$work/found")" -eq 3 ]
echo "the wheel works: init and search"
