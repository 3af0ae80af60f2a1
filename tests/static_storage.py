"""Static files for tests."""

from collections.abc import Iterator

from smplanner.staticfiles import StaticStorage


class UncompressedStaticStorage(StaticStorage):
    """Hashed names and a manifest as in production, so that a missing file is found; compressing takes seconds."""

    def compress_files(self, names: list[str]) -> Iterator[tuple[str, str]]:
        return iter(())
