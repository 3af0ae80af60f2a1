"""Static files under hashed names, compressed once, so that a browser may keep them for ever."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also rewrites the imports between our JavaScript modules."""

    # A pass renames what imports files that were renamed in the pass before: one for each step of the longest chain.
    max_post_process_passes = 20

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file, looked up once: a page names a dozen, and its name holds as long as the process."""
        address = self._addresses.get(name)
        if address is None or force:
            address = self._addresses[name] = super().url(name, force)
        return address
