"""Photos are made small once, for all processes, and what is no picture is left out."""

import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from tests.web.photos import photo
from trafftpkg.domain.picture import Picture
from trafftpkg.stores.catalogue.pictures import made
from trafftpkg.stores.catalogue.pictures.making import in_plain_colors
from trafftpkg.stores.catalogue.pictures.reading import NoPictureError, read_picture
from trafftpkg.stores.catalogue.pictures.watched import CataloguePictures

RED, BLUE = (200, 30, 40), (30, 40, 200)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"/>'

Ready = Callable[[str, Image.Image | bytes], Picture | None]


@pytest.fixture
def pictures(tmp_path: Path) -> CataloguePictures:
    (tmp_path / "catalog").mkdir()
    return CataloguePictures(tmp_path / "catalog", tmp_path / "cache")


@pytest.fixture
def ready(pictures: CataloguePictures, tmp_path: Path) -> Ready:
    """Puts a picture into the catalogue, and returns it when it is ready."""

    def put(file: str, content: Image.Image | bytes, **saved: Any) -> Picture | None:
        if isinstance(content, bytes):
            (tmp_path / "catalog" / file).write_bytes(content)
        else:
            content.save(tmp_path / "catalog" / file, **saved)
        pictures.heed([file])
        pictures.wait()
        return pictures.ready(file)

    return put


def _opened(pictures: CataloguePictures, name: str | None) -> Image.Image:
    file = pictures.file(str(name))
    assert file is not None
    return Image.open(BytesIO(file.read_bytes()))


def test_a_photo_is_made_in_three_widths_and_one_to_share(pictures: CataloguePictures, ready: Ready) -> None:
    found = ready("a.jpg", photo(1, (1440, 1080)))

    assert found is not None
    assert (found.widths, found.width, found.height) == ((360, 720, 1440), 1440, 1080)
    sizes = [_opened(pictures, found.file_of(width)).size for width in found.widths]
    assert sizes == [(360, 270), (720, 540), (1440, 1080)]
    shared = _opened(pictures, found.to_share)
    assert (shared.format, shared.size) == ("JPEG", (1200, 630))


def test_a_small_picture_is_never_made_larger(ready: Ready) -> None:
    found = ready("a.png", Image.new("RGB", (500, 400), RED))

    assert found is not None
    assert found.widths == (360, 500)


def test_a_noisy_photo_is_light_all_the_same(pictures: CataloguePictures, ready: Ready) -> None:
    noise = Image.merge("RGB", [Image.effect_noise((800, 600), 120) for _ in range(3)])

    found = ready("a.png", noise)

    assert found is not None
    file = pictures.file(found.file_of(720))
    assert file is not None
    assert file.stat().st_size < 60_000


def test_a_photo_is_the_way_up_that_the_camera_was_and_says_nothing_of_where_it_was(
    pictures: CataloguePictures, ready: Ready
) -> None:
    sideways = Image.new("RGB", (800, 600), BLUE)
    sideways.paste(RED, (0, 0, 400, 600))  # the left half, which is above when it is turned
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (44.8, 20.4, 0.0)

    found = ready("a.jpg", sideways, exif=exif)  # type: ignore[call-arg]

    assert found is not None
    shown = _opened(pictures, found.file)
    assert shown.size == (600, 800)
    assert _is_near(shown.convert("RGB").getpixel((300, 100)), RED)
    assert (dict(shown.getexif()), "icc_profile" in shown.info) == ({}, False)


def test_colors_of_another_profile_are_turned_into_those_of_every_screen(
    pictures: CataloguePictures, ready: Ready
) -> None:
    swapped = _swapping_profile()
    plain = Image.new("RGB", (64, 64), RED)

    found = ready("a.png", plain, icc_profile=swapped)  # type: ignore[call-arg]

    assert found is not None
    assert _is_near(_opened(pictures, found.file).convert("RGB").getpixel((32, 32)), (RED[2], RED[1], RED[0]))


def _swapping_profile() -> bytes:
    """The profile of a camera whose red is our blue."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", data[128:132])[0]
    places = {bytes(data[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, blue = places[b"rXYZ"], places[b"bXYZ"]
    data[red : red + 4], data[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(data)


@pytest.mark.parametrize(
    "image",
    [
        Image.new("CMYK", (64, 64), (0, 200, 190, 20)),
        Image.new("L", (64, 64), 90),
        Image.new("RGB", (1, 1), RED),
        Image.new("RGB", (3000, 2), RED),
    ],
    ids=["for print", "grey", "one dot", "a line"],
)
def test_odd_pictures_are_shown_too(ready: Ready, image: Image.Image) -> None:
    assert ready("a.jpg", image) is not None


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "I;16"])
def test_pictures_of_every_kind_of_pixel_are_shown(mode: str) -> None:
    grey = Image.new("I;16", (8, 8), 128 * 257)
    image = grey if mode == "I;16" else Image.new("RGBA", (8, 8), (128, 128, 128, 255)).convert(mode)
    file = BytesIO()
    image.save(file, "PNG")

    shown = in_plain_colors(read_picture(file.getvalue())).convert("RGB").getpixel((4, 4))

    assert _is_near(shown, (128, 128, 128))


def test_what_can_be_seen_through_stays_so(pictures: CataloguePictures, ready: Ready) -> None:
    found = ready("logo.png", Image.new("RGBA", (64, 64), (*RED, 0)))

    assert found is not None
    for name in (found.file, found.icon(32)):
        assert _opened(pictures, name).convert("RGBA").getpixel((1, 1))[3] == 0  # type: ignore[index]


def _bomb(side: int) -> bytes:
    """A whole PNG of a few kB, of so many pixels in a square that would be unpacked."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((1 + side // 8) * side))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _cut_off() -> bytes:
    file = BytesIO()
    photo(1, (400, 300)).save(file, "JPEG")
    return file.getvalue()[:5000]


@pytest.mark.parametrize(
    "data",
    [_bomb(9_000), _bomb(16_000), _cut_off(), b"\xff\xd8\xff\xe0", b"", b"<html>", b"\x89PNG\r\n\x1a\n"],
    ids=["bomb", "large bomb", "cut off", "its beginning only", "empty", "something else", "a head only"],
)
def test_what_is_no_picture_cannot_be_read(data: bytes) -> None:
    with pytest.raises(NoPictureError):
        read_picture(data)


def test_what_cannot_be_read_is_left_out_and_named(pictures: CataloguePictures, ready: Ready) -> None:
    assert ready("a.jpg", _cut_off()) is None
    assert pictures.unreadable == {"a.jpg"}


def test_a_picture_that_is_made_is_not_made_again(
    pictures: CataloguePictures, ready: Ready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ready("a.jpg", photo(1, (400, 300)))
    monkeypatch.setattr(made, "_MAKING", "no.such.program")

    again = CataloguePictures(tmp_path / "catalog", tmp_path / "cache")
    again.heed(["a.jpg"])
    again.wait()

    assert found is not None
    assert again.ready("a.jpg") == found


def test_what_lies_where_the_page_was_started_is_no_library(
    ready: Ready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(1)\n")
    monkeypatch.chdir(tmp_path)

    assert ready("a.jpg", photo(1, (400, 300))) is not None


def test_several_processes_make_it_once_and_show_the_same(tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    photo(1, (900, 700)).save(tmp_path / "catalog/a.jpg")
    program = (
        "import sys; from pathlib import Path\n"
        "from trafftpkg.stores.catalogue.pictures.watched import CataloguePictures\n"
        "pictures = CataloguePictures(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "pictures.heed(['a.jpg']); pictures.wait(); print(pictures.ready('a.jpg'))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "catalog"), str(tmp_path / "cache")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]

    told = {process.communicate()[0] for process in running}

    assert len(told) == 1
    assert "width=900" in told.pop()
    names = sorted(file.name for file in (tmp_path / "cache/pictures").iterdir())
    assert len(names) == 1 + 3 + 1 + 2 + 1  # the lock, widths, to share, icons, and what is told of them


def test_until_a_picture_is_ready_the_one_before_is_shown(pictures: CataloguePictures, ready: Ready) -> None:
    before = ready("a.png", Image.new("RGB", (50, 50), RED))
    version = pictures.version

    after = ready("a.png", Image.new("RGB", (60, 60), BLUE))

    assert after not in (before, None)
    assert pictures.version > version
    assert pictures.file(str(before and before.file)) is not None  # pages that are open still show it


def test_a_picture_that_is_gone_is_no_longer_shown(
    pictures: CataloguePictures, ready: Ready, tmp_path: Path
) -> None:
    ready("a.svg", DRAWING.encode())
    version = pictures.version
    (tmp_path / "catalog/a.svg").unlink()
    pictures.heed(["a.svg"])

    assert pictures.ready("a.svg") is None
    assert pictures.version > version


def test_what_was_lost_is_made_again(pictures: CataloguePictures, ready: Ready, tmp_path: Path) -> None:
    found = ready("a.svg", DRAWING.encode())
    assert found is not None
    (tmp_path / "cache/pictures" / found.file).unlink()

    assert pictures.file(found.file) is None
    pictures.heed(["a.svg"])

    assert pictures.file(found.file) is not None


def test_a_folder_that_others_can_write_to_is_not_believed(
    pictures: CataloguePictures, ready: Ready, tmp_path: Path
) -> None:
    found = ready("a.svg", DRAWING.encode())
    assert found is not None
    (tmp_path / "cache/pictures").chmod(0o777)

    assert pictures.file(found.file) is None


def test_a_link_in_the_folder_is_not_followed(
    pictures: CataloguePictures, ready: Ready, tmp_path: Path
) -> None:
    found = ready("a.svg", DRAWING.encode())
    assert found is not None
    file = tmp_path / "cache/pictures" / found.file
    file.unlink()
    file.symlink_to("/etc/hostname")

    assert pictures.file(found.file) is None


def test_what_nobody_asks_for_makes_room(
    pictures: CataloguePictures, ready: Ready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "MOST_KEPT", 0)
    first = ready("a.jpg", photo(1, (400, 300)))
    for file in (tmp_path / "cache/pictures").iterdir():
        os.utime(file, (0, 0))

    second = ready("a.jpg", photo(2, (400, 300)))

    assert first is not None
    assert second is not None
    assert pictures.file(first.file) is None
    assert pictures.file(second.file) is not None


def test_a_pipe_or_a_link_out_of_the_folder_is_no_picture(
    pictures: CataloguePictures, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "catalog/a.jpg")
    (tmp_path / "secret.svg").write_text(DRAWING)
    (tmp_path / "catalog/b.svg").symlink_to(tmp_path / "secret.svg")

    pictures.heed(["a.jpg", "b.svg", "c.png", "../secret.svg"])
    pictures.wait()

    assert [pictures.ready(each) for each in ("a.jpg", "b.svg", "c.png", "../secret.svg")] == [None] * 4


def _is_near(one: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))
