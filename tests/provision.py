"""Finding, or getting, what the tests need from the machine: a Chromium, libical and a throw-away PostgreSQL.

    python -m tests.provision chromium                 prints the browser's path, installing one when there is none
    python -m tests.provision libical                  prints the library's path or name, installing it when it is missing
    python -m tests.provision postgres -- COMMAND …    runs COMMAND with DATABASE_URL naming a cluster of its own

What cannot be had is named and ends with exit code 3: a test that does not run is a failure, never a skip.
"""

import contextlib
import ctypes
import ctypes.util
import os
import platform
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

MISSING = 3

# The same engine without windows comes first: with it the journeys take three quarters of the time.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
CHROMIUM_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "~/.cache/ms-playwright/chromium_headless_shell-*/chrome-*/*shell",
    "~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    "~/Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
LIBICAL_PATHS = (
    "/usr/lib/*/libical.so.*",
    "/usr/lib*/libical.so.*",
    "/opt/homebrew/opt/libical/lib/libical.dylib",
    "/usr/local/opt/libical/lib/libical.dylib",
)
POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


class Missing(Exception):
    """The machine has no such program and would not let us install it."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def matching(pattern: str) -> list[str]:
    """The paths that an absolute glob `pattern` matches; ~ is the home folder."""
    whole = Path(pattern).expanduser()
    return [str(path) for path in Path(whole.anchor).glob(str(whole.relative_to(whole.anchor)))]


# --- Chromium ------------------------------------------------------------------------------------------------------


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome that answers; CHROMIUM in the environment goes first."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not _answers(named):
            raise Missing(f"CHROMIUM={named} does not answer to --version")
        return named
    found = [path for name in CHROMIUM_NAMES if (path := shutil.which(name))]
    for pattern in CHROMIUM_PATHS:
        found += sorted(matching(pattern), reverse=True)
    return next((path for path in found if _answers(path)), None)


def chromium() -> str:
    """The path of a Chromium, installed when the machine has none. Raises Missing when it cannot be had."""
    path = find_chromium()
    if path is None:
        say("No Chromium here; installing one…")
        _install("chromium-headless-shell") or _install("chromium") or _run(
            [sys.executable, "-m", "playwright", "install", "chromium"]
        )
        path = find_chromium()
    if path is None:
        raise Missing("Chromium. Install it (Debian: apt-get install chromium), or name one with CHROMIUM=/path/to/it")
    return path


def _answers(program: str) -> bool:
    try:
        # Snap's stand-in exists on PATH and only says how to install the real one: its exit code tells.
        return subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


# --- libical -------------------------------------------------------------------------------------------------------


def find_libical() -> str | None:
    """What the C library that reads calendars in GNOME and KDE can be loaded by; LIBICAL in the environment goes first.

    Raises Missing when it is named and cannot be loaded.
    """
    named = os.environ.get("LIBICAL")
    found = [named] if named else [ctypes.util.find_library("ical"), *sorted(_libical_paths(), reverse=True)]
    for one in filter(None, found):
        with contextlib.suppress(OSError):
            ctypes.CDLL(one)
            return one
    if named:
        raise Missing(f"LIBICAL={named} cannot be loaded")
    return None


def _libical_paths() -> list[str]:
    return [path for pattern in LIBICAL_PATHS for path in matching(pattern)]


def libical() -> str:
    """What libical can be loaded by, installed when the machine has none. Raises Missing when it cannot be had."""
    found = find_libical()
    if found is None:
        say("No libical here; installing it…")
        _install("libical3", brew="libical") or _install("libical3t64")  # as Debian 13 and Ubuntu 24.04 call it
        found = find_libical()
    if found is None:
        raise Missing("libical. Install it (Debian: apt-get install libical3), or name it with LIBICAL=/path/to/it")
    return found


# --- PostgreSQL ----------------------------------------------------------------------------------------------------


def find_postgres() -> Path | None:
    """The folder with initdb, pg_ctl and postgres; the newest version when there are several."""
    folders = [Path(folder) for pattern in POSTGRES_FOLDERS for folder in matching(pattern)]
    folders.sort(key=lambda folder: [int(number) for number in re.findall(r"\d+", str(folder))])
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    whole = [folder for folder in folders if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres"))]
    return whole[-1] if whole else None


def postgres() -> Path:
    """The folder with PostgreSQL's programs, installed when the machine has none. Raises Missing."""
    folder = find_postgres()
    if folder is None:
        say("No PostgreSQL here; installing one…")
        _install("postgresql", brew="postgresql@17")
        folder = find_postgres()
    if folder is None:
        raise Missing("PostgreSQL. Install it (Debian: apt-get install postgresql) so that initdb is found")
    return folder


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The DATABASE_URL of a new PostgreSQL cluster on a socket of its own, gone when the block ends."""
    programs = postgres()
    account = _account_for_postgres()
    root = Path(tempfile.mkdtemp(prefix="smp-pg-", dir="/tmp"))  # a socket's path may hold only about 100 characters
    try:
        if account:
            shutil.chown(root, account)
        data, log = root / "data", root / "log"
        encoding = ["--encoding=UTF8", "--locale=C.UTF-8" if sys.platform != "darwin" else "--locale=C"]
        _as(account, [programs / "initdb", "-D", data, "-U", "smplanner", "-A", "trust", "--no-sync", *encoding])
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={root} -c fsync=off -c synchronous_commit=off "
            "-c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c checkpoint_timeout=1h "
            "-c max_wal_size=4GB -c autovacuum=off -c jit=off -c max_connections=60"
        )
        try:
            _as(account, [programs / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "-t", "60", "start"])
        except subprocess.CalledProcessError:
            say(log.read_text(errors="replace") if log.exists() else "")
            raise
        try:
            yield f"postgres://smplanner@{str(root).replace('/', '%2F')}/postgres"
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):  # Ctrl-C may have stopped it already
                _as(account, [programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _account_for_postgres() -> str | None:
    """The account to run the cluster under: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            return name
    raise Missing("an account to run PostgreSQL under: it refuses root")


def _as(account: str | None, command: list[object]) -> None:
    """Run a command, as another account when one is given. What it printed is shown when it fails."""
    # Into a file: the server inherits it, and reading a pipe would wait until the server ends.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(word) for word in command],
            user=account,
            extra_groups=[] if account else None,
            cwd="/",
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            output.seek(0)
            say(output.read())
            done.check_returncode()


# --- Installing ----------------------------------------------------------------------------------------------------


def _install(package: str, brew: str = "") -> bool:
    """Install a system package where that needs no answer from anybody; whether it was done."""
    if shutil.which("apt-get"):
        before = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if before and not shutil.which("sudo"):
            return False
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run([*before, "apt-get", "update", "-qq"], environment)
        return _run([*before, "apt-get", "install", "-qq", "-y", "--no-install-recommends", package], environment)
    if brew and platform.system() == "Darwin" and shutil.which("brew"):
        return _run(["brew", "install", "--quiet", brew])
    return False


def _run(command: list[str], environment: dict[str, str] | None = None) -> bool:
    """Run a command that asks nobody anything; whether it succeeded."""
    try:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    except OSError as problem:
        say(f"{command[0]}: {problem}")
        return False
    return done.returncode == 0


# --- Command line --------------------------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    # The cluster goes away on Ctrl-C and on a polite kill alike.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        match arguments:
            case ["chromium"]:
                print(chromium())
                return 0
            case ["libical"]:
                print(libical())
                return 0
            case ["postgres", "--", *command] if command:
                with cluster() as address:
                    return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode
    except Missing as what:
        say(f"\nMISSING: {what}\n")
        return MISSING
    except KeyboardInterrupt:
        return 130
    say(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
