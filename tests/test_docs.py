"""What the documentation says is there: links, commands, variables, dependencies."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) ", re.MULTILINE)

# How our code reads its environment: Python, then shell.
READ_IN_PYTHON = re.compile(r"(?:environ\.get\(|environ\[|getenv\(|env_flag\(|env_int\()\s*\"([A-Z_]+)\"")
READ_IN_A_ROW = re.compile(r"for name in \(((?:\"[A-Z_]+\"(?:, )?)+)\) if os\.environ")
READ_IN_SHELL = re.compile(r"\$\{([A-Z_]+):[-?]|\$\(([A-Z]+)\)")

# Written in pieces, so that this file does not hold what it forbids.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("python" + "hosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("npm", "im"),
        ("unpkg", "com"),
        ("js" + "delivr", "net"),
        ("crates", "io"),
        ("deb", "debian", "org"),
        ("shields", "io"),
    )
]
# /home/…, /root/… and the like: where somebody's copy happens to be.
MACHINE_PATH = re.compile(r"(?<![\w.:/~-])/(?:home|Users|root|work)/[\w.-]+")


def tracked(*endings: str) -> list[Path]:
    """Files that are in git or about to be, by the ends of their names."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    paths = {ROOT / name for name in listed.split("\0") if name.endswith(endings)}
    return sorted(path for path in paths if path.is_file())


PAGES = tracked(".md")


def words(page: Path) -> str:
    """A page without its blocks of code."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def code(page: Path) -> str:
    """The blocks of code of a page."""
    return "".join(body for _, _, body in FENCE.findall(page.read_text(encoding="utf-8")))


def anchors(page: Path) -> set[str]:
    """Where a link may point inside of a page."""
    headings = re.findall(r"^#+ (.+)$", words(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


# --- Links ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    lost = []
    for link in LINK.findall(words(page)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_every_page_of_the_documentation_can_be_reached_from_the_readme() -> None:
    reached, next_pages = set(), [ROOT / "README.md"]
    while next_pages:
        page = next_pages.pop()
        if page in reached:
            continue
        reached.add(page)
        for link in LINK.findall(words(page)):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.is_dir():  # a folder shows what is in it
                next_pages += target.rglob("*.md")
            elif target.suffix == ".md" and target.is_file():
                next_pages.append(target)
    assert [page.relative_to(ROOT).as_posix() for page in PAGES if page not in reached] == []


# --- READMEs -------------------------------------------------------------------------------------------------------


def test_both_readmes_say_the_same_things() -> None:
    english, french = (ROOT / name for name in ("README.md", "README.fr.md"))

    def shape(page: Path) -> tuple[list[str], list[str], list[str], int]:
        text = page.read_text(encoding="utf-8")
        # The pages of the rules exist in both languages, and each README links to its own.
        links = [re.sub(r"/(?:en|fr)/", "/", link) for link in LINK.findall(text)]
        links = [link for link in links if link not in {"README.md", "README.fr.md"}]
        blocks = [body for _, _, body in FENCE.findall(text)]
        return HEADING.findall(words(page)), sorted(links), blocks, text.count("\n| ")

    assert shape(english) == shape(french)


def test_every_make_command_in_the_documentation_is_a_recipe() -> None:
    recipes = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    said = {
        (page.name, recipe)
        for page in PAGES
        for recipe in [
            *re.findall(r"`make ([a-z]+)", words(page)),
            *re.findall(r"^make ([a-z]+)", code(page), re.MULTILINE),
        ]
    }
    assert {name for name in said if name[1] not in recipes} == set()
    assert {recipe for name, recipe in said if name == "README.md"} >= {"run", "test"}


def test_every_management_command_in_the_documentation_exists() -> None:
    ours = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    theirs = {"changepassword", "check", "migrate"}
    said = {name for page in PAGES for name in re.findall(r"manage\.py (\w+)", page.read_text(encoding="utf-8"))}
    assert said - ours - theirs == set()


def test_every_file_that_the_documentation_names_exists() -> None:
    folders = r"(?:smplanner|personas|calendar_app|templates|static|tests|scripts|docs)"
    named = re.compile(rf"`({folders}/[\w./-]+)`")
    said = {(page.name, name) for page in PAGES for name in named.findall(words(page))}
    assert sorted(pair for pair in said if not (ROOT / pair[1]).exists()) == []


def test_the_rule_in_contributing_is_the_real_one() -> None:
    blocks = [body for _, _, body in FENCE.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))]
    rule = next(body for body in blocks if body.startswith("@rule"))
    assert rule in (ROOT / "calendar_app/rules/cadence.py").read_text(encoding="utf-8")


# --- The environment -----------------------------------------------------------------------------------------------


def read_by_the_code() -> Iterator[str]:
    """Every environment variable that the site, its commands or the Makefile reads."""
    sources = [path for folder in ("smplanner", "calendar_app", "personas") for path in (ROOT / folder).rglob("*.py")]
    for path in [*sources, ROOT / "tests/provision.py"]:
        text = path.read_text(encoding="utf-8")
        yield from READ_IN_PYTHON.findall(text)
        for row in READ_IN_A_ROW.findall(text):
            yield from re.findall(r"[A-Z_]+", row)
    for path in [ROOT / "Makefile", *(ROOT / "scripts").glob("*.sh")]:
        for pair in READ_IN_SHELL.findall(path.read_text(encoding="utf-8")):
            yield from filter(None, pair)


def test_every_variable_that_is_read_stands_in_the_table_and_no_other() -> None:
    page = (ROOT / "docs/how-to/configure.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    documented = [name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)]
    assert sorted(set(documented)) == sorted(set(read_by_the_code()))
    assert {name for name in documented if documented.count(name) > 1} == set()


# --- Dependencies --------------------------------------------------------------------------------------------------


def test_every_direct_dependency_has_its_line_in_the_decision_and_no_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = [*project["project"]["dependencies"], *groups["dev"], *groups["mutation"]]
    page = (ROOT / "docs/decisions/0002-dependencies.md").read_text(encoding="utf-8").partition("### Refused")[0]
    lines = re.findall(r"^\| (?!package)([A-Za-z][\w-]*) \|.*\| \d{4}-\d{2} \|$", page, re.MULTILINE)
    assert lines == [re.match(r"[\w-]+", one).group() for one in wanted]


# --- The rest ------------------------------------------------------------------------------------------------------


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    folder = ROOT / "docs/decisions"
    names = sorted(path.name for path in folder.glob("0*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    listed = LINK.findall((folder / "README.md").read_text(encoding="utf-8").partition("\n1. ")[2])
    assert listed[-len(names) :] == names
    for name in names:
        text = (folder / name).read_text(encoding="utf-8")
        assert text.startswith(f"# {int(name[:4])}. ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_every_fragment_of_the_changelog_has_a_kind() -> None:
    kinds = {"added", "changed", "fixed", "removed", "security"}
    fragments = [path.name for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]
    assert [name for name in fragments if not re.fullmatch(rf"[a-z0-9-]+\.(?:{'|'.join(kinds)})\.md", name)] == []


def test_no_file_names_a_registry_or_somebodys_machine() -> None:
    found = []
    for path in tracked(""):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a font, a picture, a compiled catalogue
        found += [(path.relative_to(ROOT).as_posix(), host) for host in HOSTS if host in text]
        found += [(path.relative_to(ROOT).as_posix(), hit) for hit in MACHINE_PATH.findall(text)]
    assert found == []
