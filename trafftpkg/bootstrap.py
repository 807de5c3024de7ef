"""Joins the engine with its stores: the only place that names a store or reads the clock."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.moments import moment_typed
from trafftpkg.engine.inquiry import Inquiry

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from trafftpkg.domain.care import Progress, Repair
    from trafftpkg.domain.catalogue import Catalogue
    from trafftpkg.domain.ids import ClientKey
    from trafftpkg.domain.invariants.breach import Breaches
    from trafftpkg.domain.notice import Notice
    from trafftpkg.engine.care import LedgerCare
    from trafftpkg.engine.engine import Engine
    from trafftpkg.engine.ports import ClientBook, Ledger, OpenBooks
    from trafftpkg.stores.backups.backing_up import Backup
    from trafftpkg.stores.backups.restoring import Restored
    from trafftpkg.stores.catalogue.source import YamlCatalogue
    from trafftpkg.stores.clients.outbox import TableOutbox
    from trafftpkg.stores.door.door import LedgerDoor
    from trafftpkg.stores.jsonl.completions import Completions
    from trafftpkg.stores.jsonl.place import JsonlPlace
    from trafftpkg.stores.lines.copying import Copied
    from trafftpkg.stores.postgres.place import PostgresPlace
    from trafftpkg.stores.postgres.tables import PostgresTables


class Desk:
    """Everything that one call of the program works with: one ledger, one catalogue. Opened when needed.

    Args:
        catalogue: The folder that declares what is sold.
        ledger: Where the ledger is.
        now: The moment to work at, as typed. Left out, the clock is read once.
        actor: Who asks.
        notice: Called with each notice of what was found and mended.
        begins: Whether a ledger may be begun in a file where there is none.
        allow_future: Allow a moment ahead of the machine's clock.
    """

    def __init__(  # noqa: PLR0913 - by name only: all that a call of the program is given
        self,
        *,
        catalogue: Path,
        ledger: str,
        now: datetime | None,
        actor: str,
        notice: Callable[["Notice"], None],
        begins: bool = False,
        allow_future: bool = False,
    ) -> None:
        self._folder = catalogue
        self._at = _place_of(ledger, notice, self._region, begins=begins)
        self._now = now
        self._actor = actor
        self._notice = notice
        self._missing_told = False
        self.allow_future = allow_future

    @cached_property
    def catalogue(self) -> "YamlCatalogue":
        """The catalogue: its folder, and the compiled copy of the last good version."""
        from trafftpkg.stores.catalogue.source import YamlCatalogue

        return YamlCatalogue(self._folder)

    def catalogue_schemas(self) -> dict[str, dict[str, object]]:
        """Return the JSON Schema of each kind of catalogue file."""
        from trafftpkg.stores.catalogue.json_schemas import json_schemas

        return json_schemas()

    @property
    def completions(self) -> "Completions":
        """Names for shell completion, from the files as they are."""
        from trafftpkg.stores.jsonl.completions import Completions

        return Completions(self.catalogue, self._at.file, self._now or self.machine_clock())

    @property
    def ledger(self) -> "Ledger":
        """The ledger. Raises LedgerMissingError if there is none and none may be begun."""
        return self._at.ledger

    @property
    def care(self) -> "LedgerCare":
        """Checks the ledger and rebuilds its index; raises the same errors as `ledger`."""
        return self._at.care

    def hash_of(self, seq: int) -> str | None:
        """Return the hash of an entry, to check a head that was kept elsewhere. None if there is none."""
        return self._at.chain.hash_of(seq)

    def check_rules(self, last: int, progress: "Progress | None" = None) -> "Breaches":
        """Return what entries, up to the last, say that nobody could decide; raises as `breaches_in`."""
        from trafftpkg.stores.jsonl.rules_checking import breaches_in

        return breaches_in(self._at.chain, last, progress)

    def set_aside_future(self, seq: int, *, apply: bool) -> "Repair":
        """Set aside the entries that a fast clock wrote, from one number on, or only say which they are.

        Raises: EntriesNotAheadError if they are not ahead of the machine's clock, and the errors of the care.
        """
        from trafftpkg.engine.clock import CLOCK_TOLERANCE

        latest = self.machine_clock() + CLOCK_TOLERANCE
        step = self.care.set_aside_future(seq, latest, apply=False)
        if apply:
            self.clients.part(seq)  # first: if the program dies in between, the command can be repeated
            step = self.care.set_aside_future(seq, latest, apply=True)
        return step

    @property
    def clients(self) -> "ClientBook":
        """The client book that belongs to the ledger; raises the same errors as `ledger`."""
        return self._at.clients

    @cached_property
    def outbox(self) -> "TableOutbox":
        """The letters to clients that are due; raises the same errors as `ledger`."""
        return self._at.outbox

    @property
    def place(self) -> str:
        """Where the ledger is, without a password, to be printed."""
        return self._at.where

    @property
    def anywhere(self) -> str:
        """Where the ledger is, without a password, written so that it means the same in every folder."""
        return self._at.anywhere

    @property
    def tables(self) -> "PostgresTables":
        """The tables of a ledger at an address; BadArgumentError of a file, which has none."""
        return self._at.tables

    def close(self) -> None:
        """Close what was kept open between requests."""
        self._at.close()

    def copy_to(self, where: str, *, dry_run: bool = False) -> "Copied":
        """Copy the ledger, its client book and the page's door to another place, and seal the ledger here.

        Raises: the errors of `copied`; LedgerMissingError if there is no ledger here, or no tables there;
        UnavailableError if one of the places cannot be reached. Repeated, it goes on where it stopped.
        """
        from trafftpkg.engine.clock import check_not_ahead
        from trafftpkg.stores.backups.moving import take_along
        from trafftpkg.stores.lines.copying import copied, foreseen, sealing

        there = _place_of(where, self._notice, self._region, begins=True)
        here, target = self._at.chain, there.chain
        if dry_run:
            return foreseen(here, target)
        if not self.allow_future:
            check_not_ahead(self._moment, self.machine_clock())
        return copied(
            here,
            target,
            held=self._all_held,
            keep_the_rest=lambda: take_along(self._at, there),
            seal=lambda place, last: sealing(self._actor, place, max(self._moment, last)),
        )

    def back_up(self, into: Path) -> "Backup":
        """Copy the ledger, with all that is needed to carry on, to a new folder; raises as `backed_up`."""
        from trafftpkg.stores.backups.backing_up import backed_up

        with self.ledger.reading() as books:
            is_sealed = books.moved_to() is not None  # then nobody writes to it
        return backed_up(self._at, into, self._moment, nullcontext if is_sealed else self._all_held)

    def restore(self, backup: Path, *, confirmed: bool) -> "Restored":
        """Put a backup in the place of the ledger; raises as `restored`."""
        from trafftpkg.stores.backups.restoring_rows import restored_anywhere

        return restored_anywhere(backup, self._at, self._all_held, confirmed=confirmed)

    def _all_held(self) -> "AbstractContextManager[OpenBooks]":
        """Lock the ledger against all other writers."""
        from trafftpkg.engine.scope import Scope

        return self.ledger.writing(Scope(everything=True))

    def stamp(self, client: "ClientKey | None") -> object:
        """Return a stamp that changes when the ledger, or this client, changes. Cheap."""
        return self._at.stamp(client)

    @cached_property
    def door(self) -> "LedgerDoor":
        """The door of the booking page: sign-in links, sessions and signatures."""
        return self._at.door

    @cached_property
    def inquiry(self) -> Inquiry:
        """The part of the engine that answers questions. Quicker to load than the whole."""
        return Inquiry(
            ledger=self.ledger,
            catalogue=self._declared,
            clients=self.clients,
            clock=lambda: self._moment,
            on_missing=self._tell_of_missing,
        )

    @cached_property
    def engine(self) -> "Engine":
        """The engine, which decides and records requests."""
        return self.engine_by(lambda: self._moment)

    def engine_by(self, clock: Callable[[], datetime]) -> "Engine":
        """Return an engine with another clock: a long-running process reads the clock for each request."""
        from trafftpkg.engine.engine import Engine

        return Engine(
            ledger=self.ledger,
            catalogue=self._declared,
            clients=self.clients,
            clock=clock,
            clock_given=self.clock_given,
            actor=self._actor,
            machine_clock=self.machine_clock,
            allow_future=self.allow_future,
            on_missing=self._tell_of_missing,
        )

    def _tell_of_missing(self, clients: "list[ClientKey]") -> None:
        from trafftpkg.domain.notice import Notice

        if not self._missing_told:
            self._notice(Notice(code="clients_missing", where=self.place, clients=tuple(clients)))
        self._missing_told = True

    def _declared(self) -> "Catalogue":
        return self.catalogue.catalogue()  # what reads it is loaded only if a request needs it

    def _region(self) -> str | None:
        """How phone numbers without a country's code are read; with problems in the catalogue, as it was."""
        from trafftpkg.domain.errors.untrusted import CatalogueInvalidError  # only for a number

        try:
            return self._declared().business.region
        except CatalogueInvalidError:
            found = self.catalogue.last_good()
            return None if found is None else found.business.region

    @property
    def clock_given(self) -> bool:
        """Whether the moment was given by hand. Entries say so."""
        return self._now is not None

    @staticmethod
    def machine_clock() -> datetime:
        """Return the time by the machine's own clock, UTC."""
        return datetime.now(UTC)

    def read_clock(self) -> datetime:
        """Return the moment that was given, or the time now, UTC. A server reads it for each request."""
        if self._now is None:
            return self.machine_clock()
        return moment_typed(self._now, "UTC" if self._now.tzinfo else self.time_zone)

    @cached_property
    def _moment(self) -> datetime:
        """One moment for the whole call."""
        return self.read_clock()

    @property
    def time_zone(self) -> str:
        """The business's time zone. UTC, which nothing needs, while only a broken catalogue could say it."""
        with self.ledger.reading() as books:
            try:
                return self.inquiry.header_for(books).time_zone
            except TrafftpkgError as error:
                if error.code != "catalog_invalid":
                    raise
                return "UTC"


def _place_of(
    ledger: str, hear: Callable[["Notice"], None], region: Callable[[], str | None], *, begins: bool
) -> "JsonlPlace | PostgresPlace":
    """Return the place of the ledger: a file or a database. Only this function tells them apart."""
    if ledger.startswith(("postgresql://", "postgres://")):
        from trafftpkg.stores.postgres.place import PostgresPlace

        return PostgresPlace(ledger, hear, region)
    from trafftpkg.stores.jsonl.place import JsonlPlace

    return JsonlPlace(ledger, hear, region, begins=begins)
