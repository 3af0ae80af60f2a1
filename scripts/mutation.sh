#!/bin/sh
# Cosmic Ray says what to change in the rules, in an environment of its own; scripts/mutation.py tries it.
# scripts/mutation.sh [percent of the changes, drawn by lot]. A run that was broken off goes on where it stood.
set -eu
cd "$(dirname "$0")/.."
share=${1:-100}
there=var/mutation
VENV=$there/venv scripts/environment.sh mutation
rules=$(find calendar_app/rules -name '*.py' | sort)
now=$(cat $rules tests/calendar_app/rules/*.py tests/calendar_app/plan/*.py | cksum)
if [ "$now" != "$(cat $there/of 2>/dev/null)" ]; then
    rm -f $there/mutants.jsonl $there/verdicts.jsonl
    echo "Listing what can be changed…"
    # shellcheck disable=SC2086
    $there/venv/bin/python scripts/mutants.py $rules > $there/listed.jsonl
    mv $there/listed.jsonl $there/mutants.jsonl
    echo "$now" > $there/of
fi
exec .venv/bin/python scripts/mutation.py $there/mutants.jsonl --share "$share" --show --fail-under 85
