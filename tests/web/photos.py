"""Photos for tests: made by program, and as heavy as those of a camera."""

from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

CAMERA = (4000, 3000)
"""The size of a telephone's photo."""


def photo(seed: int, size: tuple[int, int] = CAMERA, grain: int = 34) -> Image.Image:
    """Return something like a photo of a room: soft light, round things, and the grain of a sensor."""
    small = _scene(seed, (size[0] // 8, size[1] // 8))
    image = small.resize(size, Image.Resampling.BICUBIC)
    noise = Image.effect_noise(size, grain)
    return ImageChops.add(image, Image.merge("RGB", (noise, noise, noise)), scale=1, offset=-128)


def camera_file(file: Path, seed: int, least: int = 6_000_000) -> None:
    """Write a photo as a camera does: a JPEG of at least so many bytes."""
    image = photo(seed)
    for quality in (85, 90, 94, 97, 99):
        image.save(file, quality=quality)
        if file.stat().st_size >= least:
            return
    raise AssertionError(f"{file} has only {file.stat().st_size} bytes")


def _scene(seed: int, size: tuple[int, int]) -> Image.Image:
    wide, high = size
    warm = [(214, 188, 160), (166, 190, 178), (196, 172, 186), (176, 186, 204), (210, 200, 170)][seed % 5]
    light = Image.linear_gradient("L").resize(size).rotate(30 * seed, resample=Image.Resampling.BICUBIC)
    image = Image.composite(
        Image.new("RGB", size, warm), Image.new("RGB", size, tuple(each // 3 for each in warm)), light
    )
    draw = ImageDraw.Draw(image)
    for number in range(14):
        turn = (seed * 37 + number * 61) % 101 / 101
        x, y = wide * turn, high * ((seed * 53 + number * 29) % 97 / 97)
        round_ = high * (0.05 + 0.12 * turn)
        shade = tuple(min(255, round(each * (0.55 + 0.6 * ((number * 7 + seed) % 10) / 10))) for each in warm)
        draw.ellipse((x - round_, y - round_, x + round_, y + round_), fill=shade)
    return image.filter(ImageFilter.GaussianBlur(2))
