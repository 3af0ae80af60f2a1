"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Form:
    """Where a form is sent, its fields with the values that stand in them, and which of them a person writes freely."""

    path: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    prose: set[str] = field(default_factory=set)


class _Forms(HTMLParser):
    def __init__(self, here: str) -> None:
        super().__init__()
        self.here = here
        self.found: list[Form] = []
        self._fields: dict[str, list[str]] | None = None
        self._select: tuple[str, bool] | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        name = given.get("name")
        if tag == "form" and (given.get("method") or "get").lower() == "post":
            self.found.append(Form(urlsplit(given.get("action") or self.here).path))
            self._fields = self.found[-1].fields
        elif self._fields is None:
            return
        elif tag == "input" and name:
            unchecked = given.get("type") in {"checkbox", "radio"} and "checked" not in given
            values = self._fields.setdefault(name, [])
            if not unchecked and given.get("type") not in {"submit", "button", "file"}:
                values.append(given.get("value") or "")
        elif tag == "select" and name:
            self._select = (name, "multiple" in given)
            self._fields.setdefault(name, [])
        elif tag == "option" and self._select and "selected" in given:
            self._fields[self._select[0]].append(given.get("value") or "")
        elif tag == "textarea" and name:
            self._textarea = name
            self._fields[name] = [""]
            self.found[-1].prose.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea and self._fields is not None:
            self._fields[self._textarea][0] += data


def forms_of(html: str, here: str) -> list[Form]:
    """Each form on the page at `here` that posts."""
    parser = _Forms(here)
    parser.feed(html)
    return parser.found
