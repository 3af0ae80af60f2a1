"""List what Cosmic Ray would change in some files, one change a line of JSON; for scripts/mutation.py.

Runs where Cosmic Ray is installed and imports nothing of ours. A change says: in `file`, write `new` from the character
`start` to `end`; `operator` and `line` are for people.
"""

import ast
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

Span = tuple[int, int]


def annotations(source: str) -> list[Span]:
    """Where types are written, in characters: `X | None` is no arithmetic, and no test can tell it from `X & None`.

    What stands in an Annotated is kept, for the rules take labels and bounds from it.
    """
    begins = list(itertools.accumulate(map(len, source.splitlines(keepends=True)), initial=0))
    lines = source.splitlines(keepends=True)

    def place(line: int, column: int) -> int:
        return begins[line - 1] + len(lines[line - 1].encode()[:column].decode())

    found = []
    for node in ast.walk(ast.parse(source)):
        written = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp | ast.Subscript):
            names = {part.id for part in ast.walk(node.value) if isinstance(part, ast.Name)}
            written += [node.value] if names & {"Callable", "Iterator", "Mapping"} else []
        found += [
            (place(one.lineno, one.col_offset), place(one.end_lineno, one.end_col_offset))
            for one in written
            if isinstance(one, ast.AST) and "Annotated" not in ast.dump(one)
        ]
    return found


def alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def difference(old: str, new: str) -> tuple[int, int, str]:
    """The one place where two texts differ: from, to (in the old one), and what stands there in the new one."""
    start = alike(old, new)
    same = alike(old[start:][::-1], new[start:][::-1])
    return start, len(old) - same, new[start : len(new) - same]


def mutants(path: Path) -> Iterator[dict[str, object]]:
    """Every change of one file that still is Python, each once."""
    source = path.read_text(encoding="utf-8")
    types = annotations(source)
    seen = set()
    for name in operator_names():
        operator_class = get_operator(name)
        if operator_class.arguments():  # these want names of variables, and have no default
            continue
        for occurrence in itertools.count():
            mutated = mutate_code(source, operator_class(), occurrence)
            if mutated is None:
                break
            start, end, new = difference(source, mutated)
            if mutated == source or any(begin <= start and end <= stop for begin, stop in types):
                continue
            try:
                tree = ast.dump(ast.parse(mutated))
            except SyntaxError:
                continue
            if tree not in seen:
                seen.add(tree)
                line = source.count("\n", 0, start) + 1
                operator = name.removeprefix("core/")
                yield {"file": str(path), "line": line, "operator": operator, "start": start, "end": end, "new": new}


if __name__ == "__main__":
    for given in sys.argv[1:]:
        for mutant in mutants(Path(given)):
            print(json.dumps(mutant, ensure_ascii=False), flush=True)
