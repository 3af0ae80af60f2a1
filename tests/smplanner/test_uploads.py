"""No more of a file is taken in than any form could want."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from smplanner import uploads


@pytest.mark.parametrize(("sent", "taken"), [(0, 0), (99, 99), (100, 100), (101, 101), (300_000, 101)])
def test_one_byte_more_than_the_limit_is_taken_in_and_no_other(monkeypatch, sent, taken):
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("four.jpg", b"x" * sent), "title": "Pain"})
    assert request.FILES["file"].size == len(request.FILES["file"].read()) == taken
    assert request.POST["title"] == "Pain"
