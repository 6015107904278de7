#!/bin/sh
# Make .venv in the repository root: with uv where there is one, else with venv and pip. Then gather the front end.
set -eu
python=$1
install() {
    if command -v uv >/dev/null 2>&1; then
        uv pip install --quiet --python .venv/bin/python "$@"
    else
        .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@"
    fi
}
if command -v uv >/dev/null 2>&1; then
    uv venv --quiet --allow-existing --python "$python" .venv
elif ! "$python" -m venv .venv; then
    rm -rf .venv
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get install -y -qq python3-venv >/dev/null && "$python" -m venv .venv
    else
        echo "Python cannot make a virtual environment: install it with 'apt-get install python3-venv'." >&2
        exit 1
    fi
fi
install --require-hashes -r requirements.lock
node_major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/' || true)
if ! command -v npm >/dev/null 2>&1 || [ "${node_major:-0}" -lt 20 ]; then
    install --require-hashes -r requirements-node.lock
fi
.venv/bin/python hatch_build.py
install --no-deps --no-build-isolation -e .
