#!/bin/sh
# Lock the newest dependencies that pyproject.toml allows: for every platform, with hashes, naming no index.
# scripts/lock.sh --keep leaves what is locked as it is, and adds only what pyproject.toml asks for anew.
set -eu
cd "$(dirname "$0")/.."
upgrade=--upgrade
if [ "${1:-}" = --keep ]; then upgrade=; fi
compile() {
    .venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $upgrade \
        --no-emit-index-url --no-emit-find-links --no-header "$@"
}
compile pyproject.toml --output-file requirements/run.txt
compile pyproject.toml --group dev --output-file requirements/dev.txt
compile --group mutation --output-file requirements/mutation.txt
