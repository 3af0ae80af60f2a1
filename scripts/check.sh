#!/bin/sh
# Everything that can be said about the tree without running the tests. Goes on after a fault, and lists all at the end.
set -u
cd "$(dirname "$0")/.."
scripts/environment.sh dev || exit 1
python=.venv/bin/python
PATH=$PWD/.venv/bin:$PATH && export PATH

unset DATABASE_URL ALLOWED_HOSTS SECRET_KEY DEBUG TIME_ZONE
DATA_DIR=$(mktemp -d) && export DATA_DIR
trap 'rm -rf "$DATA_DIR"' EXIT
trap 'kill $before $running 2>/dev/null; exit 130' INT
trap 'kill $before $running 2>/dev/null; exit 143' TERM

failed= before= running= steps=0
step() { # a name, and the command that must succeed; it runs beside the step before it, which is then waited for
    steps=$((steps + 1))
    before=$running
    title=${name-}
    name=$1
    shift
    "$@" >"$DATA_DIR/log.$steps" 2>&1 </dev/null &
    running=$!
    tell $((steps - 1))
}
tell() { # the number of a step: how it ended, and what it printed when it failed
    [ -n "$before" ] || return 0
    printf '%-46s' "$title"
    if wait "$before"; then
        echo ok
    else
        echo FAILED
        sed 's/^/    /' "$DATA_DIR/log.$1"
        failed="$failed
  $title"
    fi
}

step "Format of Python (ruff)" ruff format --check --output-format concise .
step "Lint of Python (ruff)" ruff check --output-format concise .
step "Types of rules and plan (mypy)" mypy
step "Imports run one way (import-linter)" lint-imports --no-logo --cache-dir "$DATA_DIR/imports"
step "Templates (djlint)" djlint templates --lint --quiet
step "Vendored files, inline code, package hosts" $python scripts/check_sources.py
step "Migrations are complete" $python manage.py makemigrations --check --dry-run
step "Every message is translated" $python manage.py update_messages --check
step "docs/permissions.md is fresh" $python manage.py write_permission_docs --check
step "docs/rules/ is fresh" $python manage.py write_rule_docs --check
step "docs/claims.md is fresh" $python manage.py write_claims --check
step "docs/signals.md is fresh" $python -m tests.calendar_app.rules.signals --check
step "Deployment (production profile)" env SITE_URL=https://plan.example.org TRUSTED_PROXY_COUNT=1 \
    $python manage.py check --deploy --fail-level WARNING
before=$running title=$name running=
tell "$steps"

if [ -n "$failed" ]; then
    echo
    echo "FAILED:$failed"
    exit 1
fi
