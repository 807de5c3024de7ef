"""Makes a picture ready for pages, in a process of its own: `python -m` this module, a name, and a folder.

It reads the picture from its input and writes it to a folder, in three widths, for sharing, and as icons. Its
processor time and memory are limited, and it gives way to the page that runs beside it. Only pixels are kept:
where and when a photo was taken stays out of what is made.
"""

import os
import resource
import sys
from contextlib import suppress
from io import BytesIO
from json import dumps
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from trafftpkg.domain.picture import ICON_SIZES, Picture
from trafftpkg.stores.catalogue.pictures.reading import LARGEST, NoPictureError, read_picture

if TYPE_CHECKING:
    from PIL import Image

RECIPE = "1"
"""Part of a picture's name. Another recipe makes other files."""
WIDTHS = (360, 720, LARGEST)
TALLEST = 2160
SHARED_SIZE = (1200, 630)
"""What other sites show beside an address."""

MOST_SECONDS = 30
"""Of processor time, for one picture. The largest photo takes about three."""
MOST_MEMORY = 3 << 30

_BYTES_PER_SQUARE = 0.11
"""A file may have so many bytes for each pixel of a square as wide as it is: 57 kB at 720 pixels."""
_TRIES = ((0, 80), (0, 70), (0, 60), (0, 48), (0, 36), (1, 36), (2, 30))
"""How much it is softened, and its quality, until it is light enough: softened is what is mostly noise."""

NO_PICTURE = 3
"""The exit code for what cannot be read."""


def main(name: str, folder: Path) -> int:
    """Make the picture on the standard input. What is there first, and what is told of it last."""
    _give_way()
    try:
        image = upright(read_picture(sys.stdin.buffer.read()))
    except NoPictureError:
        return NO_PICTURE
    image.thumbnail((LARGEST, TALLEST), reducing_gap=3)
    image = in_plain_colors(image)
    widths = (*(each for each in WIDTHS if each < image.width), image.width)
    made = Picture(name=name, width=image.width, height=image.height, widths=widths)
    for width in widths:
        _keep(folder / made.file_of(width), _small(image, width))
    _keep(folder / str(made.to_share), _to_share(image))
    for size in ICON_SIZES:
        _keep(folder / made.icon(size), _icon(image, size))
    told = {"width": made.width, "height": made.height, "widths": list(widths)}
    _keep(folder / f"{name}.json", dumps(told).encode())
    return 0


def upright(image: "Image.Image") -> "Image.Image":
    """Return a picture the way up that its camera was held."""
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


def in_plain_colors(image: "Image.Image") -> "Image.Image":
    """Return a picture in sRGB, which every screen takes it for, with transparency if it has any."""
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    profile = image.info.get("icc_profile")
    if image.mode == "P":
        image = image.convert("RGBA" if has_alpha else "RGB")
    elif image.mode.startswith(("I", "F")):
        image = image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    alpha = image.getchannel("A") if "A" in image.getbands() else None
    if image.mode in ("RGBA", "LA"):
        image = image.convert(image.mode[:-1])
    plain = _by_profile(image, profile).convert("RGB") if profile else image.convert("RGB")
    if alpha is not None:
        plain.putalpha(alpha)
    return plain


def _by_profile(image: "Image.Image", profile: bytes) -> "Image.Image":
    from PIL import ImageCms

    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # A profile of another kind of picture.
    return image if turned is None else turned


def _small(image: "Image.Image", width: int) -> bytes:
    from PIL import ImageFilter

    height = max(1, round(image.height * width / image.width))
    small = image if width == image.width else image.resize((width, height), reducing_gap=3)
    data = b""
    for softened, quality in _TRIES:
        file = BytesIO()
        tried = small.filter(ImageFilter.GaussianBlur(softened)) if softened else small
        tried.save(file, "WEBP", quality=quality, method=4)
        data = file.getvalue()
        if len(data) <= _BYTES_PER_SQUARE * width * width:
            break
    return data


def _to_share(image: "Image.Image") -> bytes:
    """A part of the picture in a shape that other sites expect, as JPEG, which all of them can read."""
    from PIL import Image, ImageOps

    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image if image.mode == "RGBA" else None)
    file = BytesIO()
    ImageOps.fit(ground, SHARED_SIZE).save(file, "JPEG", quality=78, optimize=True)
    return file.getvalue()


def _icon(image: "Image.Image", size: int) -> bytes:
    from PIL import ImageOps

    file = BytesIO()
    ImageOps.pad(image.convert("RGBA"), (size, size), color=(0, 0, 0, 0)).save(file, "PNG", optimize=True)
    return file.getvalue()


def _keep(file: Path, data: bytes) -> None:
    """Write a file in one step: nobody reads half of it."""
    with NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as new:
        try:
            new.write(data)
            new.flush()
            Path(new.name).replace(file)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise


def _give_way() -> None:
    os.nice(10)
    for what, most in ((resource.RLIMIT_CPU, MOST_SECONDS), (resource.RLIMIT_AS, MOST_MEMORY)):
        with suppress(ValueError, OSError):  # Less is allowed already.
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
