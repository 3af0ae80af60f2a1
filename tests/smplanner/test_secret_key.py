"""The installation's secret key."""

import stat
import threading
from multiprocessing import get_context
from pathlib import Path

import pytest

from smplanner.secret_key import read_or_make_secret_key


def test_a_key_is_made_once_and_read_from_then_on(tmp_path):
    path = tmp_path / "secret_key"
    key = read_or_make_secret_key(path)
    assert len(key) >= 64
    assert read_or_make_secret_key(path) == key


def test_only_its_owner_reads_the_file(tmp_path):
    path = tmp_path / "secret_key"
    read_or_make_secret_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_installations_have_different_keys(tmp_path):
    assert read_or_make_secret_key(tmp_path / "one") != read_or_make_secret_key(tmp_path / "two")


def test_processes_that_start_together_agree(tmp_path):
    path: Path = tmp_path / "secret_key"
    with get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(read_or_make_secret_key, [path] * 16))) == 1


def test_a_process_waits_for_the_one_that_makes_the_key(tmp_path):
    path: Path = tmp_path / "secret_key"
    path.touch()
    late = threading.Timer(0.3, path.write_text, ["written-a-moment-later"])
    late.start()
    assert read_or_make_secret_key(path) == "written-a-moment-later"


def test_an_empty_file_is_named_rather_than_taken_for_a_key(tmp_path, monkeypatch):
    monkeypatch.setattr("smplanner.secret_key.PATIENCE", 1)
    path: Path = tmp_path / "secret_key"
    path.touch()
    with pytest.raises(RuntimeError, match="holds no key"):
        read_or_make_secret_key(path)
