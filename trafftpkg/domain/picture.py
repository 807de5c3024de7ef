"""Pictures that the catalogue names, as they are made ready for pages."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from trafftpkg.domain.value import Value, value

if TYPE_CHECKING:
    from trafftpkg.domain.catalogue import Catalogue

ICON_SIZES = (32, 180)
"""Of a logo's icons, in pixels: for the tab of a browser, and for the screen of a phone."""


@value
class Picture(Value):
    """A picture, made ready. Its files are named by its content, so what a name means never changes.

    Args:
        name: What the names of its files begin with.
        width: In pixels, of the largest; 0 for a drawing, which fits any size.
        height: In pixels, of the largest.
        widths: Those it was made in, the smallest first; empty for a drawing.
    """

    name: str
    width: int = 0
    height: int = 0
    widths: tuple[int, ...] = ()

    @property
    def is_drawn(self) -> bool:
        """Whether it is a drawing (SVG)."""
        return not self.widths

    @property
    def file(self) -> str:
        """The name of its largest file."""
        return f"{self.name}.svg" if self.is_drawn else self.file_of(self.widths[-1])

    def file_of(self, width: int) -> str:
        """Return the name of its file of one width."""
        return f"{self.name}-{width}.webp"

    @property
    def to_share(self) -> str | None:
        """The name of the file that other sites show for a shared address. None for a drawing."""
        return None if self.is_drawn else f"{self.name}-share.jpg"

    def icon(self, size: int) -> str:
        """Return the name of its icon, one of ICON_SIZES; a drawing is its own icon."""
        return self.file if self.is_drawn else f"{self.name}-icon{size}.png"


def pictures_in(catalogue: "Catalogue") -> set[str]:
    """Return the files of all pictures that a catalogue names, below its folder."""
    named = {each.image for each in catalogue.packages.values()}
    named |= {each.image for each in catalogue.services.values()}
    named |= {file for each in catalogue.packages.values() for file in each.gallery}
    look = catalogue.business.look
    named.add(None if look is None else look.logo)
    return {each for each in named if each is not None}


class Pictures(Protocol):
    """Pictures that are made ready in the background. A page never waits for one."""

    @property
    def version(self) -> int:
        """A number that changes with every picture that is ready, or is no longer."""

    def ready(self, file: str | None) -> Picture | None:
        """Return a picture of the catalogue if it is ready."""

    def file(self, name: str) -> Path | None:
        """Return a file of a picture by its name. None if there is none."""
