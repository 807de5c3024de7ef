"""Reads pictures with Pillow, and refuses those that would take the machine's memory."""

import warnings
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
MOST_BYTES = 40_000_000
"""Of a picture's file. The largest photos of cameras have half of it."""
MOST_IN_DRAWING = 200_000
"""Of a drawing (SVG), which is shown as it is. Of photos the page makes small ones."""
MOST_PIXELS = 80_000_000
"""The most that is unpacked. A small file can claim any number of pixels."""
LARGEST = 1440
"""Pixels of the widest picture that is made of it; more are not needed of one that can be read smaller."""


class NoPictureError(Exception):
    """A file is no picture that can be read."""


def can_read_pictures() -> bool:
    """Tell whether the library for pictures is installed."""
    return find_spec("PIL") is not None


def read_picture(data: bytes) -> "Image.Image":
    """Return a picture, read completely. A large JPEG is unpacked no larger than needed.

    Raises:
        NoPictureError: it is none, it is cut off, or it has too many pixels.
    """
    from PIL import Image

    if len(data) > MOST_BYTES:
        raise NoPictureError
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # About metadata, and about sizes that are refused below.
        try:
            image = Image.open(BytesIO(data), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise NoPictureError
            image.draft(None, (LARGEST, LARGEST))
            image.load()
        except (*_WRONG, Image.DecompressionBombError) as error:
            raise NoPictureError from error
    return image


_WRONG = (OSError, ValueError, SyntaxError, EOFError, OverflowError)
"""What Pillow raises of files that are cut off, or no pictures at all."""
