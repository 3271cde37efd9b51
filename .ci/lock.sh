#!/bin/sh
# Locks the Python packages of pyproject.toml with their hashes; no file names a package index.
# `make lock` keeps the versions that still fit; `make lock UPGRADE=--upgrade` takes the newest.
set -eu
cd "$(dirname "$0")/.."

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"${PYTHON:-python3}" -m venv "$tools"
"$tools/bin/pip" install --quiet 'uv==0.13.9'

lock() {
    output=$1
    shift
    UV_PYTHON_DOWNLOADS=never "$tools/bin/uv" pip compile --quiet --universal \
        --python-version 3.11 --generate-hashes --no-emit-index-url \
        --custom-compile-command 'make lock' ${UPGRADE:-} "$@" --output-file "$output" pyproject.toml
}

lock requirements.txt --extra build
lock requirements-extras.txt --extra build --extra s3 --extra redis --constraints requirements.txt
lock requirements-dev.txt --all-extras --constraints requirements-extras.txt
