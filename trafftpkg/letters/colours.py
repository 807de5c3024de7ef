"""A business's colour, made so that it can be read: as a link on white, and below the words of a button."""

_ENOUGH = 4.5
"""The contrast that texts need (WCAG 2.2, 1.4.3)."""


def shown_on_white(colour: str) -> str:
    """Return a colour, darkened until a text in it can be read on white."""
    parts = _parts(colour)
    while _contrast(_light(parts), 1.0) < _ENOUGH:
        parts = tuple(each * 15 // 16 for each in parts)
    return "#{:02x}{:02x}{:02x}".format(*parts)


def written_on(colour: str) -> str:
    """Return white or near-black, whichever can be read better on a colour."""
    light = _light(_parts(colour))
    return "#ffffff" if _contrast(light, 1.0) >= _contrast(light, 0.0) else "#111111"


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _light(parts: tuple[int, ...]) -> float:
    """The relative luminance of a colour."""
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in map(_share, parts)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _share(part: int) -> float:
    return part / 255


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
