"""Change the rules in one place at a time and see whether a test falls: `make mutation`.

Cosmic Ray makes the changes (scripts/mutants.py); this runs the tests. Its own runner starts a process for each change,
which takes many times as long; docs/decisions/0016-mutation.md says more. Here the tests are gathered once, and each
change is tried in a fork of that process, by exchanging the code of the functions it touches. What survives there, and
would act while a module is imported, is tried again in a fork of a process that has not imported the rules yet.

A test falls: *killed*. All pass: *survived*. Neither within the time allowed: *timed out*, which counts as killed.
"""

import argparse
import bisect
import gc
import importlib.abc
import importlib.machinery
import itertools
import json
import mmap
import os
import random
import signal
import sys
import time
import traceback
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smplanner.settings")

import django  # noqa: E402
import hypothesis  # noqa: E402
import pytest  # noqa: E402
from _pytest.runner import runtestprotocol  # noqa: E402

PACKAGE = "calendar_app.rules"
TESTS = ("tests/calendar_app/rules", "tests/calendar_app/plan")
SLOW = 0.8  # seconds; longer tests meet no change
BUDGET = 3.0  # seconds that the tests which meet one change take without it: the shortest first, the rest are left out
LATE = 5.0  # times as long as that (and once these seconds) may they take with it
KILLED, SURVIVED, TIMED_OUT = "killed", "survived", "timed out"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: between two places of a file, other characters."""

    file: str
    line: int
    operator: str
    start: int
    end: int
    new: str

    @property
    def module(self) -> str:
        return self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def path(self) -> Path:
        return ROOT / self.file

    @property
    def source(self) -> str:
        """The file with the change."""
        text = self.path.read_text(encoding="utf-8")
        return text[: self.start] + self.new + text[self.end :]

    def compiled(self) -> CodeType:
        """The module with the change. That `x is 1` is doubtful, Python need not say."""
        with warnings.catch_warnings(action="ignore"):
            return compile(self.source, str(self.path), "exec")

    @property
    def name(self) -> str:
        return f"{self.file}:{self.line}:{self.start}:{self.operator}:{self.new.strip()}"

    def shown(self) -> tuple[str, str]:
        """The line before and after."""
        before = self.path.read_text(encoding="utf-8").splitlines()
        return before[self.line - 1].strip(), self.source.splitlines()[self.line - 1].strip()


# --- What a change touches -------------------------------------------------------------------------------------------


def own(code: CodeType) -> tuple[object, ...]:
    """A code object without those inside it, and without places in the file."""
    plain = tuple((type(const), const) for const in code.co_consts if not isinstance(const, CodeType))
    names = code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_name, code.co_flags
    return code.co_code, repr(plain), *names, code.co_exceptiontable


def inner(code: CodeType) -> list[CodeType]:
    return [const for const in code.co_consts if isinstance(const, CodeType)]


def exchanged(old: CodeType, new: CodeType, *, defines: bool = True) -> dict[CodeType, CodeType] | None:
    """The functions to exchange so that `old` acts as `new`; None where what runs at import differs.

    `defines` says that this code runs at import itself: a module's or a class's.
    """
    if own(old) != own(new) or len(inner(old)) != len(inner(new)):
        return None if defines else {old: new}
    found: dict[CodeType, CodeType] = {}
    for before, after in zip(inner(old), inner(new), strict=True):
        is_class = defines and not before.co_flags & 0x2  # CO_NEWLOCALS: functions have it, classes do not
        within = exchanged(before, after, defines=is_class)
        if within is None:
            return None
        if within and not is_class and before not in within:
            within = {before: after, **within}
        found |= within
    return found


# --- Running tests ---------------------------------------------------------------------------------------------------


def forked(act: Callable[[], int], seconds: float, *, quiet: bool = True) -> int | None:
    """What `act` answers in a process of its own, 1 when it raises; None when it is not done in time."""
    child = os.fork()
    if not child:
        if quiet:
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, 1)
            os.dup2(null, 2)
        try:
            code = act()
        except BaseException:  # noqa: BLE001 - whatever a change makes of the code
            if not quiet:
                traceback.print_exc()
            code = 1
        os._exit(code)
    end = time.monotonic() + seconds
    pause = 0.002
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
        pause = min(pause * 1.3, 0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def falls(item: pytest.Item, following: pytest.Item | None) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def verdict(code: int | None) -> str:
    return TIMED_OUT if code is None else KILLED if code else SURVIVED


@dataclass
class Meeting:
    """What each test calls, and how long it takes; from one run without any change."""

    calls: dict[str, set[tuple[str, str, int]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    @property
    def allowed(self) -> float:
        return LATE * (1 + BUDGET)

    def afforded(self, nodeids: Sequence[str]) -> int:
        """How many tests, from the first on, the budget allows."""
        sums = list(itertools.accumulate(self.seconds[nodeid] for nodeid in nodeids))
        return bisect.bisect_right(sums, BUDGET)

    def meets(self, nodeid: str, file: str) -> bool:
        """Whether a test calls anything in a file."""
        return any(one[0] == file for one in self.calls[nodeid])

    def by_file(self) -> dict[str, list[str]]:
        """The tests that call anything in a file, by its name."""
        found: dict[str, list[str]] = defaultdict(list)
        for nodeid in self.order:
            for file in {one[0] for one in self.calls[nodeid]}:
                found[file].append(nodeid)
        return {file: nodeids[: self.afforded(nodeids)] for file, nodeids in found.items()}


def key(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def observed(items: Sequence[pytest.Item], sink: Path) -> int:
    """Run all tests and write down what they call. Those that fail are left out: they tell nothing."""
    folder = str(ROOT / PACKAGE.replace(".", "/"))
    seen: set[tuple[str, str, int]] = set()

    def profile(frame: Any, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(folder):
            seen.add(key(frame.f_code))

    with sink.open("w", encoding="utf-8") as file:
        for item, following in zip(items, [*items[1:], None], strict=True):
            seen.clear()
            sys.setprofile(profile)
            start = time.perf_counter()
            fallen = falls(item, following)
            taken = time.perf_counter() - start
            sys.setprofile(None)
            if not fallen:
                file.write(json.dumps([item.nodeid, taken, sorted(seen)]) + "\n")
                file.flush()
    return 0


class Warm:
    """Holds gathered tests and tries changes in forks of this process."""

    def __init__(
        self, mutants: Sequence[Mutant], folder: Path, tell: Callable[[Mutant, str], None], *, keep: bool
    ) -> None:
        self.mutants = mutants
        self.keep = keep
        self.folder = folder
        self.tell = tell
        self.meeting = Meeting()
        self.cold: list[Mutant] = []
        self.fell: dict[Path, Counter[str]] = defaultdict(Counter)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._meet(session.items)
        known = [item for item in session.items if self.meeting.seconds.get(item.nodeid, SLOW) < SLOW]
        known.sort(key=lambda item: self.meeting.seconds[item.nodeid])
        self.meeting.order = [item.nodeid for item in known]
        print(f"{len(known)} of {len(session.items)} tests meet the changes", file=sys.stderr)
        functions = functions_by_code()
        sources: dict[Path, CodeType] = {}
        gc.freeze()
        for mutant in self.mutants:
            path = mutant.path
            if path not in sources:
                sources[path] = compile(path.read_text(encoding="utf-8"), str(path), "exec")
            code = mutant.compiled()
            changed = exchanged(sources[path], code)
            if changed is None:
                items = self._afforded(path, (one for one in known if self.meeting.meets(one.nodeid, str(path))))
                answer = self._ask(path, items, lambda m=mutant, c=code: graft(m.module, c))
            else:
                touched = {key(one) for one in changed}
                items = self._afforded(path, (one for one in known if touched & self.meeting.calls[one.nodeid]))
                answer = self._ask(path, items, lambda c=changed: exchange(c, functions))
                if answer == 0 and not touched & AT_IMPORT:
                    self.tell(mutant, SURVIVED)
                    continue
            if answer == 0:
                self.cold.append(mutant)
            else:
                self.tell(mutant, verdict(answer))
        return True

    def _afforded(self, path: Path, items: Iterable[pytest.Item]) -> list[pytest.Item]:
        """As many tests as the budget allows: first those that fell most for this file, then the shortest."""
        fell = self.fell[path]
        listed = sorted(items, key=lambda item: (-fell[item.nodeid], self.meeting.seconds[item.nodeid]))
        return listed[: self.meeting.afforded([item.nodeid for item in listed])]

    def _ask(self, path: Path, items: Sequence[pytest.Item], change: Callable[[], None]) -> int | None:
        """Run tests in a fork after a change."""
        FALLEN[:] = bytes(8)

        def act() -> int:
            change()
            return any_falls(items)

        answer = forked(act, self.meeting.allowed) if items else 0
        if number := int.from_bytes(FALLEN[:], "big"):
            self.fell[path][items[number - 1].nodeid] += 1
        return answer

    def _meet(self, items: Sequence[pytest.Item]) -> None:
        sink = self.folder / "met.jsonl"
        if not self.keep or not sink.exists():
            forked(lambda: observed(items, sink), 1800)
        for line in sink.read_text(encoding="utf-8").splitlines():
            nodeid, seconds, calls = json.loads(line)
            self.meeting.seconds[nodeid] = seconds
            self.meeting.calls[nodeid] = {tuple(one) for one in calls}


FALLEN = mmap.mmap(-1, 8)
"""Which test fell, counted from 1, as a fork tells it to the process that made it."""


def any_falls(items: Sequence[pytest.Item]) -> int:
    """1 at the first test that falls, else 0. What the tests of a session share is left standing for the next fork."""
    for number, (item, following) in enumerate(zip(items, [*items[1:], *items[:1]], strict=True), 1):
        if falls(item, following):
            FALLEN[:] = number.to_bytes(8, "big")
            return 1
    return 0


def exchange(changed: Mapping[CodeType, CodeType], functions: Mapping[CodeType, Sequence[FunctionType]]) -> None:
    """Give functions that live in this process their new code."""
    for old, new in changed.items():
        for function in functions.get(old, ()):
            function.__code__ = new


def functions_by_code() -> dict[CodeType, list[FunctionType]]:
    """The functions of the rules that live in this process."""
    found: dict[CodeType, list[FunctionType]] = defaultdict(list)
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and (one.__module__ or "").startswith(PACKAGE):
            found[one.__code__].append(one)
    return found


def graft(module: str, code: CodeType) -> None:
    """Make an imported module of the rules what `code` would have made it: functions, their defaults, constants, rules.

    Classes stay as they are, and so does what other modules computed from the constants: what survives this is tried
    again in a process that has not imported the rules yet.
    """
    old = sys.modules[module]
    new = ModuleType(module)
    new.__dict__.update({name: old.__dict__[name] for name in ("__file__", "__package__", "__spec__", "__loader__")})
    if hasattr(old, "__path__"):
        new.__path__ = old.__path__
    regraft_rules(module, code, new)
    for name, value in new.__dict__.items():
        had = old.__dict__.get(name)
        if isinstance(value, FunctionType) and isinstance(had, FunctionType) and had.__module__ == module:
            if had.__closure__ is None and value.__closure__ is None:
                had.__code__, had.__defaults__, had.__kwdefaults__ = (
                    value.__code__,
                    value.__defaults__,
                    value.__kwdefaults__,
                )
        elif not (name.startswith("__") or isinstance(value, type | ModuleType)) and had is not value:
            setattr(old, name, value)
            spread(had, value)


def regraft_rules(module: str, code: CodeType, new: ModuleType) -> None:
    """Run a module's code and give the registered rules of that module what it says of them."""
    from calendar_app.rules import core

    before = dict(core.RULES)
    core.RULES.clear()
    exec(code, new.__dict__)  # noqa: S102 - that is what a change is for
    made = dict(core.RULES)
    core.RULES.clear()
    for slug, rule in before.items():
        if rule.judge.__module__ != module or slug in made:
            core.RULES[slug] = rule
        if slug in made:
            for name in rule.__dataclass_fields__:
                if name != "judge":
                    object.__setattr__(rule, name, getattr(made[slug], name))


def spread(had: object, value: object) -> None:
    """Put a constant's new value wherever a module has taken the old one over by its name."""
    if isinstance(had, int | float | str | bool | None | tuple):
        return
    for module in [one for name, one in sys.modules.items() if name.startswith(("calendar_app", "test"))]:
        for name, held in list(vars(module).items()):
            if held is had:
                setattr(module, name, value)


class Changed(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Imports one module with a change."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: object, target: ModuleType | None = None) -> Any:
        if name != self.mutant.module:
            return None
        is_package = self.mutant.file.endswith("__init__.py")
        spec = importlib.machinery.ModuleSpec(name, self, origin=str(self.mutant.path), is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [str(self.mutant.path.parent)]
        return spec

    def get_filename(self, fullname: str) -> str:
        return str(self.mutant.path)

    def get_data(self, path: str) -> bytes:
        return self.mutant.source.encode()

    def get_code(self, fullname: str) -> CodeType:
        return self.mutant.compiled()


class Only:
    """Runs the named tests, in this order, until one falls."""

    def __init__(self, nodeids: Sequence[str]) -> None:
        self.order = {nodeid: place for place, nodeid in enumerate(nodeids)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((one for one in items if one.nodeid in self.order), key=lambda one: self.order[one.nodeid])

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        whole = len(session.items) == len(self.order)  # a test that is no longer there fell too
        os._exit(any_falls(session.items) if whole else 1)


def try_cold(mutant: Mutant, nodeids: Sequence[str]) -> int:
    """Import the rules with the change, and run these tests."""
    sys.meta_path.insert(0, Changed(mutant))
    files = list(dict.fromkeys(nodeid.partition("::")[0] for nodeid in nodeids))
    return int(pytest.main([*ARGUMENTS, *files], plugins=[Only(nodeids)]))


# --- The whole -------------------------------------------------------------------------------------------------------

# The tests' own ground is left out: it wants a database and static files, and every test that wants none does without.
ARGUMENTS = ["--noconftest", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:faulthandler", "-q", "-q"]
ARGUMENTS += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # Hypothesis is imported before pytest begins
AT_IMPORT: set[tuple[str, str, int]] = set()
"""The functions that are called while the rules are imported."""


def forget_rules() -> None:
    """Django has imported the rules: take them from the process again."""
    for name in [name for name in sys.modules if name == PACKAGE or name.startswith(f"{PACKAGE}.")]:
        del sys.modules[name]


def note_imports() -> None:
    """Import the rules in a fork, and learn what functions that calls."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        seen: set[tuple[str, str, int]] = set()

        def profile(frame: Any, event: str, _: object) -> None:
            if event == "call" and "calendar_app/rules" in frame.f_code.co_filename:
                seen.add(key(frame.f_code))

        sys.setprofile(profile)
        for path in sorted((ROOT / PACKAGE.replace(".", "/")).rglob("*.py")):
            name = str(path.relative_to(ROOT).with_suffix("")).replace("/", ".").removesuffix(".__init__")
            importlib.import_module(name)
        sys.setprofile(None)
        with os.fdopen(write, "w") as file:
            json.dump(sorted(seen), file)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as file:
        AT_IMPORT.update(tuple(one) for one in json.load(file))
    os.waitpid(child, 0)


class Ledger:
    """Writes down each verdict as it falls, so that a run that was broken off goes on where it stood."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, str] = {}
        self.read()

    def read(self) -> None:
        """Take in what was written by whatever process."""
        if self.path.exists():
            self.known = dict(json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines())

    def tell(self, mutant: Mutant, said: str) -> None:
        self.known[mutant.name] = said
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([mutant.name, said], ensure_ascii=False) + "\n")


def table(mutants: Sequence[Mutant], known: Mapping[str, str]) -> str:
    """The figures, by module."""
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant in mutants:
        if mutant.name in known:
            for row in (mutant.file.removeprefix("calendar_app/rules/"), "**all**"):
                count[row][known[mutant.name]] += 1
    lines = ["| module | changes | killed | timed out | survived | killed or timed out |", "|---|---|---|---|---|---|"]
    for row in sorted(count, key=lambda name: (name != "**all**", name)):
        of = count[row]
        share = 100 * (of[KILLED] + of[TIMED_OUT]) / of.total()
        lines.append(f"| {row} | {of.total()} | {of[KILLED]} | {of[TIMED_OUT]} | {of[SURVIVED]} | {share:.1f} % |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mutants", type=Path, help="what scripts/mutants.py wrote")
    parser.add_argument("--only", default="", help="only changes of files whose name contains this")
    parser.add_argument("--ledger", type=Path, default=ROOT / "var" / "mutation" / "verdicts.jsonl")
    parser.add_argument("--fail-under", type=float, default=0, metavar="PERCENT")
    parser.add_argument("--share", type=float, default=100, metavar="PERCENT", help="try so many of them, drawn by lot")
    parser.add_argument("--seed", type=int, default=0, help="of the order in which the changes are tried")
    parser.add_argument("--keep", action="store_true", help="trust what the last run saw of the tests")
    parser.add_argument("--show", action="store_true", help="list what survived")
    options = parser.parse_args()

    lines = options.mutants.read_text(encoding="utf-8").splitlines()
    mutants = [Mutant(**json.loads(line)) for line in lines]
    mutants = [mutant for mutant in mutants if options.only in mutant.file]
    draw = random.Random(options.seed)  # noqa: S311 - a fair sample, no secret
    draw.shuffle(mutants)  # a run that is broken off has tried a fair sample, too
    mutants = mutants[: round(len(mutants) * options.share / 100)]
    options.ledger.parent.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(options.ledger)
    left = [mutant for mutant in mutants if mutant.name not in ledger.known]
    if left:
        run(left, ledger, keep=options.keep)
        ledger.read()

    print(table(mutants, ledger.known))
    survived = [mutant for mutant in mutants if ledger.known.get(mutant.name) == SURVIVED]
    if options.show:
        for mutant in survived:
            before, after = mutant.shown()
            print(f"\n{mutant.file}:{mutant.line} ({mutant.operator})\n- {before}\n+ {after}")
    return int(100 * (len(mutants) - len(survived)) / max(1, len(mutants)) < options.fail_under)


def run(mutants: Sequence[Mutant], ledger: Ledger, *, keep: bool) -> None:
    os.chdir(ROOT)
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)  # a fall is enough: no smaller one is looked for
    hypothesis.settings.register_profile("mutation", derandomize=True, database=None, deadline=None, phases=phases)
    hypothesis.settings.load_profile("mutation")
    django.setup()
    forget_rules()
    note_imports()

    # A fork of this process gathers the tests and tries what can be exchanged; this one stays without the rules.
    again, met = ledger.path.with_name("again.jsonl"), ledger.path.parent

    def gather() -> int:
        warm = Warm(mutants, met, ledger.tell, keep=keep)
        pytest.main([*ARGUMENTS, *TESTS], plugins=[warm])
        again.write_text(
            json.dumps(
                {
                    "cold": [one.name for one in warm.cold],
                    "order": warm.meeting.order,
                    "by_file": warm.meeting.by_file(),
                }
            ),
            encoding="utf-8",
        )
        return 0

    if forked(gather, 12 * 3600, quiet=False) != 0:
        sys.exit("The tests could not be gathered.")
    rest = json.loads(again.read_text(encoding="utf-8"))
    cold = set(rest["cold"])
    for mutant in mutants:
        if mutant.name in cold:
            first = set(rest["by_file"].get(str(mutant.path), ()))
            order = [nodeid for nodeid in rest["order"] if nodeid in first]
            answer = forked(lambda m=mutant, o=order: try_cold(m, o), LATE * (2 + BUDGET)) if order else 0
            ledger.tell(mutant, verdict(answer))


if __name__ == "__main__":
    sys.exit(main())
