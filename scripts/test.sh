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
MIGRATED_DATABASE=$DATA_DIR/migrated.sqlite3 && export MIGRATED_DATABASE # made by the first run, copied by the next
trap 'rm -rf "$DATA_DIR"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

failed=
report() { # a name, and how it ended: 5 says that what was asked for by arguments has no such test
    if [ "$2" != 0 ] && { [ "$2" != 5 ] || [ -z "$chosen" ]; }; then
        failed="$failed
  $1"
    fi
}
run() {
    "$python" -m pytest --hypothesis-profile=settled --durations=15 --durations-min=2 -n 2 --dist worksteal "$@"
}
chosen=$*
# Whoever asks for nothing in particular gets all, and no run reads the files of another.
[ -n "$chosen" ] && journeys= others= || journeys=tests/journeys others=--ignore=tests/journeys

echo
echo "== On SQLite"
run -m "not journey" $others "$@"
report "On SQLite" $?

echo
echo "== Journeys in a real browser"
if CHROMIUM=$("$python" -m tests.provision chromium); then
    export CHROMIUM
    run -m journey $journeys "$@"
    report "Journeys in a real browser" $?
else
    failed="$failed
  No Chromium: the journeys did not run"
fi

# Not beside the journeys: two browsers keep two cores busy, and a page that waits for a core looks like one that fails.
echo
echo "== On PostgreSQL"
"$python" -m tests.provision postgres -- "$python" -m pytest --hypothesis-profile=settled --durations=15 \
    --durations-min=2 -n 2 --dist worksteal -m "not journey" --database-only $others "$@"
report "On PostgreSQL" $?

if [ -n "$failed" ]; then
    echo
    echo "FAILED:$failed"
    exit 1
fi
