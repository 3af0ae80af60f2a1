#!/bin/sh
# Every test, on SQLite and on PostgreSQL. Arguments go to pytest. A test that cannot run is a failure, never a skip.
set -u
cd "$(dirname "$0")/.."
scripts/environment.sh dev || exit 1
python=.venv/bin/python

# What a developer has in the environment for their own site must not reach the tests.
unset DATABASE_URL SITE_URL ALLOWED_HOSTS SECRET_KEY SECRET_KEY_FALLBACKS TRUSTED_PROXY_COUNT DEBUG TIME_ZONE PORT HOST \
    OPEN_SIGNUP EMAIL_HOST EMAIL_FROM HSTS_SUBDOMAINS DEMO ADMIN_EMAIL PYTHONDONTWRITEBYTECODE
DATA_DIR=$(mktemp -d) && export DATA_DIR
trap 'rm -rf "$DATA_DIR"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

failed=
attempt() { # a name, and the command that must succeed
    name=$1
    shift
    echo
    echo "== $name"
    "$@" || failed="$failed
  $name"
}

if CHROMIUM=$("$python" -m tests.provision chromium); then
    export CHROMIUM
    attempt "On SQLite, with journeys in a real browser" "$python" -m pytest --hypothesis-profile=settled --durations=15 --durations-min=2 -n 2 --dist worksteal "$@"
else
    failed="
  No Chromium: the journeys did not run"
    attempt "On SQLite, without journeys" "$python" -m pytest --hypothesis-profile=settled --durations=15 --durations-min=2 -n 2 --dist worksteal -m "not journey" "$@"
fi
attempt "On PostgreSQL" "$python" -m tests.provision postgres -- \
    "$python" -m pytest --hypothesis-profile=settled --durations=15 --durations-min=2 -n 2 --dist worksteal -m "not journey" --database-only "$@"

if [ -n "$failed" ]; then
    echo
    echo "FAILED:$failed"
    exit 1
fi
