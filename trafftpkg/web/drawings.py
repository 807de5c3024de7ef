"""Drawings for what has no picture: soft shapes in its colour. Neighbours in the catalogue differ."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

from markupsafe import Markup

from trafftpkg.domain.catalogue import Catalogue, Service
from trafftpkg.domain.colors import tone
from trafftpkg.domain.package import Package

_MIDDLE = 0.62
"""A lightness that stands out from the light pages and from the dark ones."""
_WIDE, _HIGH = 96, 48


def drawing(catalogue: Catalogue, thing: Package | Service) -> Markup:
    """Return an SVG element, without words: what it stands for is written beside it."""
    things = catalogue.packages if isinstance(thing, Package) else catalogue.services
    return _drawn(list(things).index(thing.id), thing.id, thing.color)


@lru_cache(maxsize=512)
def _drawn(place: int, name: str, color: str | None) -> Markup:
    """Draw something: the motif by its place, and how it lies by its name.

    Args:
        color: As `#8a4b5f`. None: the page's own, by its style.
    """
    motifs = (_waves, _petals, _bubbles, _pebbles, _rings, _sprig)
    shapes = "".join(motifs[place % len(motifs)](_Dice(name)))
    own = Markup(' color="{}"').format(tone(color, _MIDDLE)) if color else ""
    return Markup(
        '<svg class="picture drawn" viewBox="0 0 96 48" preserveAspectRatio="xMidYMid slice" '
        'aria-hidden="true" focusable="false" fill="currentColor"{}>{}</svg>'
    ).format(own, Markup(shapes))  # noqa: S704 - made of numbers only


class _Dice:
    """Numbers that look thrown, and are the same for the same name."""

    def __init__(self, name: str) -> None:
        self._left = int.from_bytes(sha256(name.encode()).digest(), "big")

    def upto(self, most: int) -> int:
        """A whole number from 0, and below this."""
        self._left, found = divmod(self._left, most)
        return found

    def between(self, low: int, high: int) -> int:
        """A whole number from one to another."""
        return low + self.upto(high - low + 1)


def _waves(dice: _Dice) -> Iterator[str]:
    """A sun above three rows of waves."""
    yield _disc(dice.between(22, 74), dice.between(10, 17), dice.between(5, 8), 30)
    for base, strength in ((27, 22), (33, 34), (39, 52)):
        swing, length = dice.between(3, 6), dice.between(11, 16)
        begin = -dice.between(0, 2 * length)
        path = f"M{begin} {base}"
        path += f"q{length / 2:g} {-swing} {length} 0" + f"t{length} 0" * (1 + (_WIDE - begin) // length)
        yield f'<path opacity=".{strength}" d="{path}V48H{begin}z"/>'


def _bubbles(dice: _Dice) -> Iterator[str]:
    """Discs that overlap, the larger ones fainter."""
    for number, size in enumerate((21, 16, 12, 9, 6, 4)):
        at = (number * 37 + dice.between(0, 24)) % 84 + 6
        yield _disc(at, dice.between(10, 40), size + dice.upto(3), 14 + number * 7)


def _rings(dice: _Dice) -> Iterator[str]:
    """Rings around one place, as on water, and a small disc at another."""
    x, y, step = dice.between(30, 66), dice.between(26, 46), dice.between(8, 10)
    for number, strength in enumerate((10, 14, 20, 28, 44)):
        yield _disc(x, y, step * (5 - number) - 2, strength)
    yield _disc((x + 48) % 96, dice.between(8, 14), dice.between(3, 5), 40)


def _petals(dice: _Dice) -> Iterator[str]:
    """A flower of petals that overlap, turned by some degrees."""
    x, y, count, turned = dice.between(36, 60), dice.between(20, 28), dice.between(6, 9), dice.upto(40)
    for number in range(count):
        yield (
            f'<ellipse opacity=".24" cx="{x}" cy="{y - 14}" rx="7.5" ry="15" '
            f'transform="rotate({turned + number * 360 // count} {x} {y})"/>'
        )
    yield _disc(x, y, 4, 60)


def _pebbles(dice: _Dice) -> Iterator[str]:
    """Flat stones that lie on each other, the smallest on top."""
    x, y = dice.between(34, 62), 48
    for width, high, strength in ((19, 6, 46), (15, 6, 36), (11, 5, 28), (7, 4, 22)):
        y -= high
        at = x + dice.between(-3, 3)
        yield f'<ellipse opacity=".{strength}" cx="{at}" cy="{y}" rx="{width}" ry="{high}"/>'
        y -= high - 1
    yield _disc((x + 40) % 96, dice.between(8, 16), dice.between(3, 6), 24)


def _sprig(dice: _Dice) -> Iterator[str]:
    """A stem with leaves on both sides."""
    rise, turned = dice.between(1, 3), dice.between(32, 48)
    for number in range(7):
        x, y, side = 14 + number * 11, 34 - rise * number, -1 if number % 2 else 1
        yield (
            f'<ellipse opacity=".{24 + number * 4}" cx="{x}" cy="{y + side * 8}" rx="10" ry="4.5" '
            f'transform="rotate({side * turned} {x} {y + side * 8})"/>'
        )
    yield f'<path opacity=".4" fill="none" stroke="currentColor" d="M4 {35 + rise}L90 {35 - rise * 7}"/>'


def _disc(x: int, y: int, size: int, strength: int) -> str:
    return f'<circle opacity=".{strength}" cx="{x}" cy="{y}" r="{size}"/>'
