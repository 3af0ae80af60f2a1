#!/bin/sh
# Make .venv hold exactly what a lock file names: scripts/environment.sh run|dev|mutation
# Does nothing when the lock has not changed since the last time, so that the second start is quick.
set -eu
cd "$(dirname "$0")/.."
want=${1:?run, dev or mutation}
lock=requirements/$want.txt
venv=${VENV:-.venv}

usable() { # a Python between 3.11 and 3.13, which answers (a version manager's stand-in may not)
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

stamp() { cksum < "$1"; }

# The dev lock contains the run lock, so an environment for tests also serves.
for have in "$want" dev; do
    if [ -x "$venv/bin/python" ] && [ -f "$venv/.lock-$have" ] &&
        [ "$(cat "$venv/.lock-$have")" = "$(stamp "requirements/$have.txt")" ]; then
        exit 0
    fi
done

python=${PYTHON:-}
if [ -z "$python" ]; then
    for candidate in python3 python3.13 python3.12 python3.11; do
        if usable "$candidate"; then python=$candidate; break; fi
    done
fi
if [ -z "$python" ] || ! usable "$python"; then
    echo "smplanner needs Python 3.11, 3.12 or 3.13, and found none. Name one with PYTHON=/path/to/python3" >&2
    exit 1
fi

if ! { [ -x "$venv/bin/python" ] && usable "$venv/bin/python"; }; then
    rm -rf "$venv"
    echo "Making $venv with $("$python" --version)…"
    if ! "$python" -m venv "$venv" 2>/dev/null; then
        # Debian and Ubuntu ship the venv module in a package of its own.
        rm -rf "$venv"
        version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        if command -v apt-get >/dev/null 2>&1; then
            sudo=; [ "$(id -u)" = 0 ] || sudo="sudo -n"
            echo "Installing $version, which this system keeps apart from Python…"
            $sudo apt-get update -qq && $sudo apt-get install -qq -y "$version" >/dev/null ||
                { echo "Could not install it. Run once: sudo apt-get install $version" >&2; exit 1; }
        fi
        "$python" -m venv "$venv"
    fi
fi

echo "Installing what $lock names…"
"$venv/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --no-deps --require-hashes -r "$lock"
rm -f "$venv"/.lock-*
stamp "$lock" > "$venv/.lock-$want"
