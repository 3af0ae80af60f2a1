"""What travels compressed."""

import gzip
import re

import brotli
import pytest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import reverse

from smplanner.compression import PageCompressionMiddleware
from tests.factories import make_feed

PAGE = "<!doctype html>\n<title>Été</title>\n" + "<p>Du pain et des roses.</p>\n" * 40


def through(response, accepted):
    """`response` as it leaves for a browser that reads what `accepted` names."""
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    return PageCompressionMiddleware(lambda _: response)(request)


def test_a_page_travels_compressed_and_a_calendar_does_not(db, client_of, alice, bakery, client):
    page = client_of(alice).get(reverse("strategy", args=[bakery.slug]), headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    feed = make_feed(bakery, alice)
    address = reverse("feed", args=[feed.token, "plan"])
    calendar = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert calendar.status_code == 200
    assert "Content-Encoding" not in calendar


def test_a_browser_that_reads_brotli_gets_the_same_page_by_it(db, client_of, alice, bakery):
    address = reverse("strategy", args=[bakery.slug])
    plain = client_of(alice).get(address).content
    page = client_of(alice).get(address, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert page["Content-Encoding"] == "br"
    assert int(page["Content-Length"]) == len(page.content)
    assert "Accept-Encoding" in page["Vary"]
    read = brotli.decompress(page.content)
    assert re.search(rb"</html>\s*<!--[0-9a-f]{1,100}-->\n\Z", read)
    assert without_tokens(read).startswith(without_tokens(plain).rstrip())


def without_tokens(page: bytes) -> bytes:
    """Each answer masks its token against forged requests anew."""
    return re.sub(rb'(csrfmiddlewaretoken" value=")[^"]*', rb"\1", page)


def test_the_length_of_one_page_differs_from_answer_to_answer():
    assert len({len(through(HttpResponse(PAGE), "br").content) for _ in range(40)}) > 5


@pytest.mark.parametrize("accepted", ["gzip", "gzip, br;q=0", "gzip,BR; q=0.0", "gzip, brotli"])
def test_a_browser_that_does_not_read_brotli_gets_gzip(accepted):
    page = through(HttpResponse(PAGE), accepted)
    assert page["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.content).decode() == PAGE


@pytest.mark.parametrize("accepted", ["", "identity", "br;q=0"])
def test_a_browser_that_reads_neither_gets_the_page_as_it_is(accepted):
    page = through(HttpResponse(PAGE), accepted)
    assert "Content-Encoding" not in page
    assert page.content.decode() == PAGE


@pytest.mark.parametrize(
    "response",
    [
        lambda: HttpResponse("<p>" + PAGE),
        lambda: HttpResponse(PAGE, content_type="text/plain"),
        lambda: JsonResponse({"said": PAGE}),
        lambda: StreamingHttpResponse([PAGE.encode()]),
        lambda: HttpResponse(PAGE, headers={"ETag": '"1"'}),
    ],
    ids=["a piece of a page", "a text that begins like one", "JSON", "a stream", "one with a name"],
)
def test_what_is_no_whole_page_gets_no_comment_and_so_gzip(response):
    answer = through(response(), "gzip, br")
    assert answer["Content-Encoding"] == "gzip"


def test_a_short_page_or_one_that_is_compressed_stays_as_it_is():
    assert "Content-Encoding" not in through(HttpResponse("<!doctype html><title>x</title>"), "br")
    packed = through(HttpResponse(PAGE, headers={"Content-Encoding": "zstd"}), "br")
    assert packed["Content-Encoding"] == "zstd"
    assert packed.content.decode() == PAGE
