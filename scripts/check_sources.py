"""What no linter of ours sees: vendored files unchanged, nothing inline in templates, no package host named."""

import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# A Content-Security-Policy without 'unsafe-inline' would silently drop these in the browser.
INLINE = {
    "inline style": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*application/json)", re.IGNORECASE),
    "address of another site": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*\s(?:src|href)\s*=\s*[\"']?(?:https?:)?//"
    ),
    "data: address": re.compile(r"(?:src|href)\s*=\s*[\"']?data:", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
# Spelled in two halves, so that this file does not name them itself.
PACKAGE_HOSTS = re.compile(
    "|".join([r"py" + r"pi\.org", r"python" + r"hosted", r"npm" + r"js\.org", r"js" + r"delivr", r"un" + r"pkg\.com"])
)


def changed_vendor_files() -> Iterator[str]:
    """Vendored files that differ from what a VENDOR.toml vouches for, or that none knows."""
    for root, folders in (("static", ("vendor", "fonts")), ("tests", ("vendor",))):
        yield from _changed_below(ROOT / root, folders)


def _changed_below(root: Path, folders: tuple[str, ...]) -> Iterator[str]:
    known = {}
    for entry in tomllib.loads((root / "vendor" / "VENDOR.toml").read_text(encoding="utf-8"))["file"]:
        path = known[entry["path"]] = root / entry["path"]
        if not path.exists():
            yield f"{root.name}/{entry['path']}: named in VENDOR.toml and not there"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            yield f"{root.name}/{entry['path']}: not the file that VENDOR.toml vouches for"
        if not (ROOT / entry["licence"]).exists():
            yield f"{entry['licence']}: the licence of {root.name}/{entry['path']} is missing"
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and path.name != "VENDOR.toml" and name not in known:
                yield f"{root.name}/{name}: made elsewhere and not in VENDOR.toml"


def inline_in_templates() -> Iterator[str]:
    """Whatever the Content-Security-Policy would refuse, by template and line."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for what, pattern in INLINE.items():
            for found in pattern.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                yield f"{path.relative_to(ROOT)}:{line}: {what}"


def named_package_hosts() -> Iterator[str]:
    """Files under version control that name a host from which packages come."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and PACKAGE_HOSTS.search(path.read_bytes().decode("utf-8", "replace")):
            yield f"{name}: names a package host"


def main() -> int:
    faults = [*changed_vendor_files(), *inline_in_templates(), *named_package_hosts()]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
