"""A whole workspace as one file, out and in. The form of the file: docs/archive.md."""
