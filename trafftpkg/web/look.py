"""The business's colour as a style sheet: the same page in its tone, light and dark, always readable."""

from functools import lru_cache

from trafftpkg.domain.colors import ink_on, readable, tone


@lru_cache(maxsize=64)
def style_of(color: str) -> str:
    """Return a style sheet that gives the page this colour, written as `#8a4b5f`."""
    usual, in_the_dark = colors_of(color)
    return (
        f":root{{{_written(usual)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_written(in_the_dark)}}}}}\n"
    )


def colors_of(color: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the style's variables are on a light page, and on a dark one."""
    soft, dark_soft = tone(color, 0.95, 0.2), tone(color, 0.3, 0.4)
    light = readable(color, on_dark=False, also_on=soft)
    dark = readable(tone(color, 0.8), on_dark=True, also_on=dark_soft)
    usual = {"accent": light, "accent-ink": ink_on(light), "accent-soft": soft, "drawn": tone(color, 0.62)}
    in_the_dark = {
        "accent": dark,
        "accent-ink": ink_on(dark),
        "accent-soft": dark_soft,
        "drawn": tone(color, 0.66),
    }
    return usual, in_the_dark


def address_of(color: str) -> str:
    """Return the address of a colour's style sheet. It names the colour, so it never changes."""
    return f"/look/{color.removeprefix('#').lower()}.css"


def _written(colors: dict[str, str]) -> str:
    return ";".join(f"--{name}:{color}" for name, color in colors.items())
