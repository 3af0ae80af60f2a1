#!/bin/sh
# Lock the newest dependencies that pyproject.toml allows: for every platform, with hashes, naming no index.
set -eu
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
        --no-emit-index-url --no-emit-find-links --no-header "$@"
}
compile pyproject.toml --output-file requirements/run.txt
compile pyproject.toml --group dev --output-file requirements/dev.txt
compile --group mutation --output-file requirements/mutation.txt
