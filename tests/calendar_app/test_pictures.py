"""Pictures that people send, and files that pretend to be pictures."""

import subprocess
import sys
import zlib
from io import BytesIO
from struct import pack

import pytest
from PIL import Image

from calendar_app.pictures import LONGEST_SIDE, MOST_BYTES, THUMBNAIL_SIDE, Refused, written_anew
from tests.factories import a_picture

SCRIPT = b"<script>alert(1)</script>"


def refused(raw: bytes) -> str:
    with pytest.raises(Refused) as why:
        written_anew(BytesIO(raw))
    return why.value.code


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))

    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(1 << 20))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "mode", "mime_type"),
    [
        ("JPEG", "RGB", "image/jpeg"), ("JPEG", "L", "image/jpeg"), ("JPEG", "CMYK", "image/jpeg"), ("PNG", "RGB", "image/png"),
        ("PNG", "RGBA", "image/png"), ("PNG", "P", "image/png"), ("PNG", "I;16", "image/png"), ("PNG", "1", "image/png"),
        ("WEBP", "RGB", "image/webp"), ("WEBP", "RGBA", "image/webp"), ("GIF", "P", "image/png"), ("GIF", "L", "image/png"),
    ],
)  # fmt: skip
def test_what_people_choose_is_kept(kind, mode, mime_type):
    file = BytesIO()
    Image.new(mode, (900, 500)).save(file, kind)
    file.seek(0)
    picture = written_anew(file)
    again, small = Image.open(BytesIO(picture.data)), Image.open(BytesIO(picture.thumbnail))
    assert (picture.mime_type, picture.width, picture.height, again.size) == (mime_type, 900, 500, (900, 500))
    assert (small.format, max(small.size)) == ("WEBP", THUMBNAIL_SIDE)


def test_nothing_that_came_with_a_picture_stays():
    exif = Image.Exif()
    exif[0x010F] = "Camera of Samira"
    exif.get_ifd(0x8825)[2] = (14.0, 36.0, 0.0)
    picture = written_anew(a_picture(exif=exif, comment=b"From home"))
    again = Image.open(BytesIO(picture.data))
    assert not again.getexif()
    assert not again.info.keys() & {"exif", "comment", "icc_profile", "xmp"}
    assert b"Samira" not in picture.data
    assert b"home" not in picture.data


def test_a_picture_that_was_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = written_anew(a_picture(size=(800, 600), exif=exif))
    assert (picture.width, picture.height) == (600, 800)


def test_a_picture_is_kept_no_larger_than_any_platform_shows():
    picture = written_anew(a_picture(size=(LONGEST_SIDE + 904, 100)))
    assert picture.width == LONGEST_SIDE


def test_transparency_stays():
    file = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(file, "PNG")
    assert Image.open(BytesIO(written_anew(BytesIO(file.getvalue())).data)).getpixel((5, 5))[3] == 0


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"\x00" * 100, "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "kind"),
        (b"<html>" + SCRIPT, "kind"),
        (b"GIF89a/*" + SCRIPT, "kind"),
        (b"%PDF-1.7", "kind"),
        (b"\x00\x00\x00\x18ftypmp42", "kind"),
        (b"\x1aE\xdf\xa3webm", "kind"),
        (b"\xff\xd8\xff", "kind"),
        (b"x" * (MOST_BYTES + 1), "bytes"),
        (png_that_claims(30_000, 30_000), "pixels"),
        (png_that_claims(5_000, 5_000), "pixels"),
        (png_that_claims(2**31 - 1, 2**31 - 1), "pixels"),
        (png_that_claims(0, 10), "kind"),
    ],
)  # fmt: skip
def test_what_is_no_picture_or_too_much_of_one_is_refused(raw, code):
    assert refused(raw) == code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_picture_that_stops_in_the_middle_is_refused(kind, part):
    file = BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(file, kind)
    whole = file.getvalue()
    assert refused(whole[: int(len(whole) * part)]) in {"broken", "kind"}


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_moving_pictures_are_refused(kind):
    file = BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=100)
    assert refused(file.getvalue()) == "moving"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_hangs_behind_a_picture_is_not_kept(kind):
    picture = written_anew(BytesIO(a_picture(kind).getvalue() + b"PK\x03\x04" + SCRIPT))
    assert SCRIPT not in picture.data + picture.thumbnail
    assert b"PK\x03\x04" not in picture.data


MEASURE = """
import resource, sys, time
from PIL import Image, features
from calendar_app.pictures import Refused, written_anew
Image.preinit()
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    written_anew(open(sys.argv[1], "rb"))
except Refused as why:
    print(why.code, file=sys.stderr)
unit = 1024 * 1024 if sys.platform == "darwin" else 1024
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / unit, time.process_time() - start)
"""


@pytest.mark.parametrize(
    ("kind", "mode", "size", "saving"),
    [
        ("JPEG", "RGB", (8660, 5770), {}),
        ("JPEG", "RGB", (6000, 4000), {}),
        ("JPEG", "CMYK", (4000, 4000), {"progressive": True, "subsampling": 0}),
        ("PNG", "RGBA", (4000, 4000), {}),
        ("WEBP", "RGBA", (3000, 3000), {}),
        ("GIF", "P", (4000, 4000), {}),
    ],
)
def test_no_file_takes_more_than_200_megabytes_and_5_seconds(tmp_path, kind, mode, size, saving):
    Image.new(mode, size).save(tmp_path / "picture", kind, **saving)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path / "picture")], capture_output=True, text=True, check=True
    )
    megabytes, seconds = map(float, done.stdout.split())
    assert (megabytes < 200, seconds < 5) == (True, True), done


def test_a_gif_of_very_many_frames_is_refused_at_once(tmp_path):
    frame = b"\x2c" + pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    head = b"GIF89a" + pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    assert refused(head + frame * 600_000 + b"\x3b") == "moving"
