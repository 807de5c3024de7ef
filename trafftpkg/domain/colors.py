"""Colours of the business, made fit to be read: lighter or darker until what is written on them stands out.

Lightness is that of OKLCH, which is how light a colour looks, and not how much light it has.
"""

from math import atan2, cbrt, cos, hypot, sin
from typing import NamedTuple

LIGHT_GROUNDS = ("#faf8f5", "#ffffff", "#f3efe9")
DARK_GROUNDS = ("#121716", "#1a2120", "#232b2a")
"""What pages have below words in the business's colour."""
_READABLE = 4.5
"""The contrast that text needs, by WCAG."""


class Lch(NamedTuple):
    """A colour: how light it looks (0 to 1), how colourful it is, and which hue, as an angle."""

    light: float
    chroma: float
    hue: float


def readable(color: str, *, on_dark: bool, also_on: str | None = None) -> str:
    """Return a colour like another that can be read on the page's grounds, as text and below text.

    Args:
        also_on: One more ground.
    """
    usual, step = (DARK_GROUNDS, 0.01) if on_dark else (LIGHT_GROUNDS, -0.01)
    grounds = usual if also_on is None else (*usual, also_on)
    light, chroma, hue = lch_of(color)
    found = color
    while min(contrast(found, each) for each in grounds) < _READABLE and 0 < light < 1:
        light += step
        found = hex_of(Lch(light, chroma, hue))
    return found


def ink_on(color: str) -> str:
    """Return white or a dark tone of the colour itself: what can be read on it."""
    dark = tone(color, 0.2, 0.3)
    return "#ffffff" if contrast(color, "#ffffff") >= contrast(color, dark) else dark


def tone(color: str, light: float, colorful: float = 1.0) -> str:
    """Return the colour at another lightness, and with so much of its colourfulness."""
    _, chroma, hue = lch_of(color)
    return hex_of(Lch(light, chroma * colorful, hue))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG: 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lch_of(color: str) -> Lch:
    """Return a colour that was written as `#8a4b5f`."""
    red, green, blue = _linear(color)
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Lch(light, hypot(a, b), atan2(b, a))


def hex_of(color: Lch) -> str:
    """Return a colour as `#8a4b5f`, less colourful where a screen cannot show it."""
    chroma = color.chroma
    channels = _channels(color)
    while chroma > 0 and not all(-0.0005 <= each <= 1.0005 for each in channels):
        chroma = max(0.0, chroma - 0.004)
        channels = _channels(color._replace(chroma=chroma))
    return "#" + "".join(f"{_byte(each):02x}" for each in channels)


def _channels(color: Lch) -> tuple[float, float, float]:
    """Red, green and blue as amounts of light; outside of 0 to 1 where a screen cannot show the colour."""
    a, b = color.chroma * cos(color.hue), color.chroma * sin(color.hue)
    long = (color.light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (color.light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (color.light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _linear(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _light_of(red), _light_of(green), _light_of(blue)


def _light_of(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else float(((level + 0.055) / 1.055) ** 2.4)


def _byte(light: float) -> int:
    light = min(1.0, max(0.0, light))
    level = 12.92 * light if light <= 0.0031308 else 1.055 * float(light ** (1 / 2.4)) - 0.055
    return round(level * 255)


def _luminance(color: str) -> float:
    red, green, blue = _linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
