#!/bin/sh
# Installs the locked dependencies, PyTorch and causalkb itself, editable.
#
# usage: scripts/install.sh PYTHON LOCK
#
# The lock file comes first: pip compares the hash of every file in it, and of what PyTorch needs only
# the libraries of a CUDA build are left to be resolved then.
set -eu
python=$1
lock=$2
cpu=https://download.pytorch.org/whl/cpu
torch=requirements-torch.lock

"$python" -m pip install -q --no-deps --require-hashes -r "$lock"
# On Linux without an NVIDIA driver: PyTorch's CPU build, which spares several GB of CUDA libraries.
# Where its index does not answer within three seconds, pip takes what it finds elsewhere. What is
# installed, or on a disk that pip is told of, is taken first.
if ! "$python" -m pip install -q --no-index --no-deps -r "$torch" >/dev/null 2>&1 \
    && [ "$(uname -s)" = Linux ] && ! command -v nvidia-smi >/dev/null 2>&1 \
    && "$python" scripts/answers.py "$cpu/torch/"; then
    echo "no NVIDIA driver: installing the CPU build of PyTorch from $cpu"
    "$python" -m pip install -q --no-deps --index-url "$cpu" -r "$torch" \
        || echo "that failed; pip takes PyTorch from its usual index"
fi
"$python" -m pip install -q -r "$torch"
"$python" -m pip install -q --no-deps -e .
