"""What the page's server works with: stores kept open, and an engine for each request."""

from datetime import datetime
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.engine.engine import Engine
from trafftpkg.web.safety.door import Door

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk

CATALOGUE_KEPT = 1.0
"""Seconds after which the catalogue's files are looked at again."""


class House:
    """One desk for all threads of a process, and the catalogue, kept while its files stay as they are."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._loading = Lock()
        self._kept: tuple[float, Catalogue] | None = None

    @property
    def door(self) -> Door:
        """Who is let in."""
        return self._desk.door

    def now(self) -> datetime:
        """Return the moment it is, UTC."""
        return self._desk.read_clock()

    def engine(self, now: datetime) -> Engine:
        """Return the one door to the ledger, for one request at one moment."""
        return Engine(
            ledger=self._desk.ledger,
            catalogue=self,
            clients=self._desk.clients,
            clock=lambda: now,
            clock_given=self._desk.clock_given,
            actor="page",
        )

    def catalogue(self) -> Catalogue:
        """Return it as declared now, or a second ago at most: the same object until it changes.

        Raises:
            CatalogueInvalidError: with every finding.
        """
        with self._loading:
            kept = self._kept
            if kept is not None and monotonic() - kept[0] <= CATALOGUE_KEPT:
                return kept[1]
            declared = self._desk.catalogue.catalogue()
            if kept is not None and kept[1] == declared:
                declared = kept[1]
            self._kept = (monotonic(), declared)
            return declared

    def mark(self) -> object | None:
        """Return what is another once anything was recorded, or a client changed; None if not known."""
        return self._desk.mark()
