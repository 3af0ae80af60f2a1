"""manage.py update_messages: gather what is to be translated, without programs that a machine may lack."""

import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

CODE = ("smplanner", "personas", "calendar_app")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")},
    "gettext_noop": None,
    "now_": None,  # gettext, in modules whose _ is its lazy twin
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}|(?<!%)%([sd])")
CONTEXT = "\x04"  # stands between context and message, as in a compiled catalogue
# What a catalogue may say of itself and ours does not: dates and tools would make every run a change.
IDLE_HEADER = re.compile(
    r'"(Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Translator|Language-Team|Generated-By)'
)
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def folder() -> Path:
    """Where the French catalogue lives. English needs none: the source is English."""
    return Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES"


def extracted() -> Catalog:
    """Every message of code and templates, with the files it is in."""
    catalog = Catalog(locale="fr", project="smplanner", creation_date=NO_DATE, revision_date=NO_DATE)
    base = settings.BASE_DIR
    for path in sorted(path for package in CODE for path in (base / package).rglob("*.py")):
        if "migrations" not in path.parts:
            _add(catalog, path, path.read_text(encoding="utf-8"))
    for path in sorted(path for path in (base / "templates").rglob("*") if path.suffix in {".html", ".txt"}):
        text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # The extractor reads it as Python, to which the page's indentation would mean something.
        _add(catalog, path, "\n".join(line.lstrip() for line in text.splitlines()))
    return catalog


def _add(catalog: Catalog, path: Path, source: str) -> None:
    name = path.relative_to(settings.BASE_DIR).as_posix()
    options = {"encoding": "utf-8"}
    for _line, message, comments, context in extract(
        "python", io.BytesIO(source.encode()), KEYWORDS, ["Translators:"], options, strip_comment_tags=True
    ):
        catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)


def translated(catalog: Catalog, known: Catalog) -> None:
    """Fill `catalog` with the translations that `known` has for its messages."""
    for message in _messages(catalog):
        before = known.get(message.id, message.context)
        if before is not None and _forms(before) and bool(before.pluralizable) == bool(message.pluralizable):
            message.string = before.string


def merge(catalog: Catalog, file: Path) -> Iterator[str]:
    """Take the translations of a JSON file over; yields its messages that the site does not have.

    The file maps a message to its French, or a message's singular to [plural, French singular, French plural].
    """
    for key, value in json.loads(file.read_text(encoding="utf-8")).items():
        context, _, singular = key.rpartition(CONTEXT)
        message = catalog.get(singular, context or None)
        if message is None:
            yield key
        elif message.pluralizable:
            message.string = tuple(value[1:]) if isinstance(value, list) else (value, value)
        else:
            message.string = value if isinstance(value, str) else value[-1]


def faults(catalog: Catalog) -> Iterator[str]:
    """What is wrong with each translation: missing, unsure, or with other placeholders than its message."""
    for message in _messages(catalog):
        name = json.dumps(message.id, ensure_ascii=False)
        forms = _forms(message)
        if not forms or not all(forms):
            yield f"not translated: {name}  ({message.locations[0][0]})"
            continue
        if message.fuzzy:
            yield f"fuzzy: {name}"
        ids = message.id if message.pluralizable else (message.id,)
        wanted = _placeholders(ids[-1])
        for place, form in enumerate(forms):
            has = _placeholders(form)
            # The singular may leave the number out: “one post”.
            left_out = wanted - has if message.pluralizable and place == 0 else set()
            if has | left_out != wanted:
                yield f"placeholders differ: {name} → {json.dumps(form, ensure_ascii=False)}"
            elif not _formats(form):
                yield f"a per cent sign that would break: {name} → {json.dumps(form, ensure_ascii=False)}"


def _placeholders(text: str) -> set[str]:
    return {"".join(names) for names in PLACEHOLDER.findall(text)}


def _formats(text: str) -> bool:
    """Whether `text` can be filled in, where it names something to fill in."""
    if "%(" not in text:
        return True
    try:
        text % defaultdict(int)
    except (TypeError, ValueError):
        return False
    return True


def _forms(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(string) if isinstance(string, list | tuple) else (string,) if string else ()


def _messages(catalog: Catalog) -> Iterable[Message]:
    return [message for message in catalog if message.id]


def as_po(catalog: Catalog) -> str:
    """The catalogue as text: by file, without line numbers and dates, so that a difference shows what changed."""
    buffer = io.BytesIO()
    catalog.header_comment = "# French messages of smplanner. Written by `make messages`; translate the msgstr lines."
    catalog.fuzzy = False
    write_po(buffer, catalog, width=120, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not IDLE_HEADER.match(line))


def as_mo(catalog: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    whole = Catalog(locale="fr", creation_date=NO_DATE, revision_date=NO_DATE)
    for message in _messages(catalog):
        if all(_forms(message)):
            whole.add(message.id, message.string, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, whole)
    return buffer.getvalue()


class Command(BaseCommand):
    help = "Gather the messages of code and templates into locale/fr, keeping what is translated."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail unless complete and fresh.")
        parser.add_argument(
            "--import", dest="files", nargs="+", type=Path, default=[], help="JSON translations to take over."
        )

    def handle(self, *args: Any, check: bool, files: list[Path], **options: Any) -> None:
        po, mo = folder() / "django.po", folder() / "django.mo"
        catalog = extracted()
        if po.exists():
            with po.open("rb") as file:
                translated(catalog, read_po(file, locale="fr"))
        for file in files:
            for unknown in merge(catalog, file):
                self.stderr.write(f"{file}: not a message of the site: {json.dumps(unknown, ensure_ascii=False)}")
        found = list(faults(catalog))
        if check:
            if not po.exists() or po.read_text(encoding="utf-8") != as_po(catalog):
                found.append(f"{po.name} is not what the code says: run make messages")
            if not mo.exists() or mo.read_bytes() != as_mo(catalog):
                found.append(f"{mo.name} is stale: run make messages")
        else:
            folder().mkdir(parents=True, exist_ok=True)
            po.write_text(as_po(catalog), encoding="utf-8")
            mo.write_bytes(as_mo(catalog))
        for fault in found:
            self.stdout.write(fault)
        self.stdout.write(f"{len(_messages(catalog))} messages, {len(found)} faults")
        if check and found:
            raise CommandError("The French catalogue is not complete.")
