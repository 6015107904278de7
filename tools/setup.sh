#!/bin/sh
# Make .venv in the repository root: with uv where there is one, else with venv and pip.
set -eu
python=$1
if command -v uv >/dev/null 2>&1; then
    uv venv --quiet --allow-existing .venv
    uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements.lock
    uv pip install --quiet --python .venv/bin/python --no-deps -e .
else
    if ! "$python" -m venv .venv; then
        echo "Python cannot make a virtual environment: install it with 'apt-get install python3-venv'." >&2
        exit 1
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
