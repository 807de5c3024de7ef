"""What the page needs of the catalogue's pictures."""

from pathlib import Path
from typing import Protocol

from trafftpkg.domain.picture import Picture


class Pictures(Protocol):
    """Pictures that are made ready in the background. A page never waits for one."""

    @property
    def version(self) -> int:
        """A number that changes with every picture that is ready, or is no longer."""

    def ready(self, file: str | None) -> Picture | None:
        """Return a picture of the catalogue if it is ready."""

    def file(self, name: str) -> Path | None:
        """Return a file of a picture by its name. None if there is none."""
