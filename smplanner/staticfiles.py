"""Static files under hashed names, without comments, compressed once, so that a browser may keep them for ever."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Our own folders: comments are a fifth of what a page would load. Files of others keep theirs, and their licences.
OURS = ("css/", "js/")
# In scripts only what begins a line is taken for a comment: elsewhere the same characters may stand in a text.
COMMENTS = {
    ".css": re.compile(rb"/\*.*?\*/\s*", re.DOTALL),
    ".js": re.compile(rb"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)(?:\n|\Z)", re.DOTALL | re.MULTILINE),
}


# A style sheet of ours that another begins with stands in it as served: one request instead of one after the other.
IMPORTED = re.compile(rb'^@import url\("([\w-]+\.css)"\);\n', re.MULTILINE)


class Terse:
    """A folder of static files that are read without their comments, and style sheets with those that they import."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def open(self, path: str) -> ContentFile:
        with self._storage.open(path) as file:
            content = file.read()
        for ending, comments in COMMENTS.items():
            if path.endswith(ending):
                content = comments.sub(b"", content)
        if path.endswith(".css"):
            folder = PurePosixPath(path).parent
            content = IMPORTED.sub(lambda found: self.open(str(folder / found[1].decode())).read(), content)
        return ContentFile(content)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also rewrites the imports between our JavaScript modules."""

    # A pass renames what imports files that were renamed in the pass before: one for each step of the longest chain.
    max_post_process_passes = 20

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def post_process(self, paths: dict[str, tuple[Storage, str]], *args: Any, **options: Any) -> Iterator[Any]:
        for name, (storage, path) in paths.items():
            if name.startswith(OURS):
                paths[name] = (Terse(storage), path)
        yield from super().post_process(paths, *args, **options)

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file, looked up once: a page names a dozen, and its name holds as long as the process."""
        address = self._addresses.get(name)
        if address is None or force:
            address = self._addresses[name] = super().url(name, force)
        return address
