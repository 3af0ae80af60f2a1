"""Pictures that people send: decoded and written anew, so that nothing of the file they sent is kept or shown.

Knows no Django. Pillow is imported when the first picture comes: it takes more memory than a small site has to spare.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 10_000_000
# What each can unpack to within 200 MB. A baseline JPEG of more than MOST_PIXELS_WHOLE is decoded at half its size.
MOST_PIXELS_WHOLE = 24_000_000
MOST_PIXELS = {"JPEG": 50_000_000, "progressive": 16_000_000, "PNG": 16_000_000, "GIF": 16_000_000, "WEBP": 9_000_000}
LONGEST_SIDE = 4096  # pixels; no platform shows more
THUMBNAIL_SIDE = 640

# What Pillow calls a file -> how it is written anew. MPO is what some telephones make of a JPEG.
_WRITTEN_AS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "PNG"}
_MIME_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "optimize": True},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 88, "method": 4},
}


class Refused(Exception):
    """Why a picture is not taken: `code` is "empty", "bytes", "kind", "pixels", "moving" or "broken"."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: `data` and `thumbnail` are files, the sizes are in pixels."""

    data: bytes
    mime_type: str
    width: int
    height: int
    thumbnail: bytes


def written_anew(file: BinaryIO) -> Picture:
    """The picture in `file`, upright and without what came with it. Raises Refused."""
    raw = file.read(MOST_BYTES + 1)
    if not raw:
        raise Refused("empty")
    if len(raw) > MOST_BYTES:
        raise Refused("bytes")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of what is refused below anyway
        try:
            image, kind = _decoded(raw)
            return _encoded(image, kind)
        except Refused:
            raise
        except Exception as why:  # decoders raise whatever a broken file makes them stumble over
            raise Refused("broken") from why


def _decoded(raw: bytes) -> tuple["Image", str]:
    """The picture of `raw` in pixels, upright and in sRGB, and how it is to be written."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        image = Image.open(BytesIO(raw), formats=["JPEG", "PNG", "WEBP", "GIF"])
    except Image.DecompressionBombError as why:
        raise Refused("pixels") from why
    except (UnidentifiedImageError, SyntaxError, OSError) as why:
        raise Refused("kind") from why
    kind = _WRITTEN_AS[image.format or ""]
    if kind != "JPEG" and getattr(image, "is_animated", False):  # counting the frames of a GIF may take minutes
        raise Refused("moving")
    limit = "progressive" if image.info.get("progressive") else "JPEG" if kind == "JPEG" else image.format
    if image.width * image.height > MOST_PIXELS[limit]:
        raise Refused("pixels")
    if kind == "JPEG" and image.width * image.height > MOST_PIXELS_WHOLE:
        image.draft("RGB", ((image.width + 1) // 2, (image.height + 1) // 2))
    image.load()
    # Smaller first: what follows copies it.
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    ImageOps.exif_transpose(image, in_place=True)
    return _plain(image, kind), kind


def _plain(image: "Image", kind: str) -> "Image":
    """`image` in a mode that `kind` can hold, in sRGB, with nothing attached."""
    profile = image.info.get("icc_profile")
    clear = kind != "JPEG" and (image.has_transparency_data or image.mode in {"LA", "RGBA", "PA"})
    if image.mode not in {"RGB", "RGBA", "CMYK", "L"} or (clear and image.mode != "RGBA"):
        image = image.convert("RGBA" if clear else "RGB")
    if profile and image.mode != "L":
        image = _in_srgb(image, profile)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    image.info = {}
    return image


def _in_srgb(image: "Image", profile: bytes) -> "Image":
    """`image` in the colours that every screen knows; as it is, where its profile makes no sense."""
    from PIL import ImageCms

    goal = "RGB" if image.mode == "CMYK" else image.mode
    try:
        to = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, BytesIO(profile), to, outputMode=goal) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _encoded(image: "Image", kind: str) -> Picture:
    data = _file(image, kind)
    width, height = image.size
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Picture(data, _MIME_TYPES[kind], width, height, _file(image, "WEBP"))


def _file(image: "Image", kind: str) -> bytes:
    written = BytesIO()
    image.save(written, kind, exif=b"", icc_profile=None, **_OPTIONS[kind])
    return written.getvalue()
