"""Joins the engine with its stores: the only place that names a store or reads the clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from trafftpkg.domain.moments import moment_typed
from trafftpkg.engine.inquiry import Inquiry
from trafftpkg.stores.clients.book import SqliteClientBook
from trafftpkg.stores.jsonl.connection_pool import looks_of
from trafftpkg.stores.jsonl.ledger import JsonlLedger
from trafftpkg.stores.jsonl.own_files import behind_links
from trafftpkg.stores.waiting import lock_wait

if TYPE_CHECKING:
    from trafftpkg.domain.catalogue import Catalogue
    from trafftpkg.domain.ids import ClientKey
    from trafftpkg.domain.notice import Notice
    from trafftpkg.engine.engine import Engine
    from trafftpkg.engine.ports import ClientBook, Ledger, LedgerCare
    from trafftpkg.stores.catalogue.source import YamlCatalogue
    from trafftpkg.stores.copy_sides import Side
    from trafftpkg.stores.door.door import Door
    from trafftpkg.stores.jsonl.completion import AtHand
    from trafftpkg.stores.lines.copying import Copied
    from trafftpkg.stores.postgres.database import Database
    from trafftpkg.stores.postgres.tables import PostgresTables


class Desk:
    """Everything one call of the program works with, on one ledger and one catalogue; opened when needed.

    Args:
        catalogue: The folder that declares what is sold.
        ledger: Where the ledger is.
        now: The moment it is taken to be, as typed; without one, the clock is read once.
        actor: Who asks.
        notice: Hears what a store has to say about what it found and mended.
        begins: What is asked may begin a ledger in a file where there is none.
        allow_future: A moment ahead of the machine's clock is meant.
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
        self._place = ledger
        self._now = now
        self._actor = actor
        self._notice = notice
        self._begins = begins
        self.allow_future = allow_future

    @cached_property
    def _path(self) -> Path:
        """The file itself that `--ledger` leads to; errors as of `behind_links`."""
        return behind_links(Path(self._place))

    @cached_property
    def catalogue(self) -> "YamlCatalogue":
        """The catalogue's folder, with the compiled copy of it that was found good."""
        from trafftpkg.stores.catalogue.source import YamlCatalogue

        return YamlCatalogue(self._folder)

    def catalogue_schemas(self) -> dict[str, dict[str, object]]:
        """Return the JSON Schema of each kind of catalogue file."""
        from trafftpkg.stores.catalogue.json_schemas import json_schemas

        return json_schemas()

    @property
    def at_hand(self) -> "AtHand":
        """Names to complete what is typed by, as the files lie."""
        from trafftpkg.stores.jsonl.completion import AtHand

        return AtHand(self.catalogue, self._path, self._now or self.machine_clock())

    @cached_property
    def ledger(self) -> "Ledger":
        """The ledger; LedgerMissingError where there is none, and what is asked begins none."""
        if self._database is not None:
            from trafftpkg.stores.postgres.ledger import PostgresLedger

            return PostgresLedger(self._database, self._notice)
        return JsonlLedger(self._begun, lock_wait=lock_wait(), on_notice=self._notice)

    @cached_property
    def _begun(self) -> Path:
        """The path of a ledger that was begun, or may be; errors as of `ledger`."""
        if not self._begins:
            from trafftpkg.stores.jsonl.presence import check_is_there

            check_is_there(self._path)
        return self._path

    def close(self) -> None:
        """Let go of what was kept open between requests."""
        opened = vars(self)
        at_an_address = opened.get("_database") is not None
        for each in ("_database",) if at_an_address else ("ledger", "clients"):
            if each in opened:
                opened[each].close()

    @cached_property
    def care(self) -> "LedgerCare":
        """The care of the ledger: checking it, and making its index anew; errors as of `ledger`."""
        if self._database is not None:
            from trafftpkg.stores.postgres.care import PostgresCare

            return PostgresCare(self._database)
        from trafftpkg.stores.jsonl.care import JsonlCare
        from trafftpkg.stores.jsonl.presence import check_something_is_there

        check_something_is_there(self._path)
        return JsonlCare(self._path, lock_wait=lock_wait(), on_notice=self._notice)

    @cached_property
    def clients(self) -> "ClientBook":
        """The client book that belongs to the ledger; errors as of `ledger`."""
        if self._database is not None:
            from trafftpkg.stores.postgres.client_tables import PostgresClientBook

            return PostgresClientBook(self._database)
        return SqliteClientBook(Path(f"{self._begun}.clients"))

    @property
    def place(self) -> str:
        """Where the ledger is, as it may be printed: without a password."""
        return self._place if self._database is None else self._database.where

    @property
    def tables(self) -> "PostgresTables":
        """The tables of a ledger at an address.

        Raises:
            NotPossibleError: the ledger is a file, which has none.
        """
        if self._database is None:
            from trafftpkg.domain.errors.usage import NotPossibleError

            raise NotPossibleError(
                why="a ledger in a file needs no tables", instead="an address: --ledger postgresql://…"
            )
        from trafftpkg.stores.postgres.tables import PostgresTables

        return PostgresTables(self._database)

    def copy_to(self, where: str, *, dry_run: bool = False) -> "Copied":
        """Copy the ledger and its client book to another place, where it goes on, and seal this one.

        Raises:
            LedgerMissingError: there is no ledger here, or no tables at an address to copy to.
            MomentInTheFutureError, NotPossibleError, LedgerSealedError, LedgerDamagedError: as of `copied`.
            UnavailableError: either place cannot be reached; asked again, it goes on where it ended.
        """
        from trafftpkg.engine.clock import check_not_ahead
        from trafftpkg.engine.scope import Scope
        from trafftpkg.stores.lines.copying import copied, copy_clients, foreseen, sealing

        other = Desk(
            catalogue=self._folder,
            ledger=where,
            now=self._now,
            actor=self._actor,
            notice=self._notice,
            begins=True,
        )
        here, there = self._side, other._side
        if dry_run:
            return foreseen(here.chain, there.chain)
        if not self.allow_future:
            check_not_ahead(self._moment, self.machine_clock())
        return copied(
            here.chain,
            there.chain,
            held=lambda: self.ledger.writing(Scope(everything=True)),
            keep_clients=lambda: copy_clients(here.clients, there.clients),
            seal=lambda place, last: sealing(self._actor, place, max(self._moment, last)),
        )

    @property
    def _side(self) -> "Side":
        """The ledger and its client book as one side of a copy."""
        from trafftpkg.stores.copy_sides import side_at

        return side_at(self._path if self._database else self._begun, self._database, lock_wait())

    def mark(self, client: "ClientKey | None") -> object:
        """Return what is another once anything was recorded, or this client's facts changed; cheap to have.

        Raises: as the ledger's `reading`, where a server is asked.
        """
        if self._database is not None:
            from trafftpkg.stores.postgres.standing import standing

            return standing(self._database, client)
        # The journal too: a line is there a little before the index has it.
        return tuple(looks_of(f"{self._path}{each}") for each in ("", ".clients", ".index-wal"))

    @cached_property
    def door(self) -> "Door":
        """The door of the booking page: sign-in links, and what is sealed for its addresses."""
        from trafftpkg.stores.door.opening import open_door

        return open_door(str(self._path) if self._database is None else self.place, self._database)

    @cached_property
    def inquiry(self) -> Inquiry:
        """The engine as far as it answers questions; quicker to have than the whole."""
        return Inquiry(
            ledger=self.ledger,
            catalogue=_Declared(self),
            clients=self.clients,
            clock=lambda: self._moment,
        )

    @cached_property
    def engine(self) -> "Engine":
        """The one door."""
        return self.engine_by(lambda: self._moment)

    def engine_by(self, clock: Callable[[], datetime]) -> "Engine":
        """Return the one door by another clock: a process that goes on reads it for each request."""
        from trafftpkg.engine.engine import Engine

        return Engine(
            ledger=self.ledger,
            catalogue=_Declared(self),
            clients=self.clients,
            clock=clock,
            clock_given=self.clock_given,
            actor=self._actor,
            machine_clock=self.machine_clock,
            allow_future=self.allow_future,
        )

    @cached_property
    def _database(self) -> "Database | None":
        """The database of a ledger at a `postgresql://` address; None for one in a file."""
        if not self._place.startswith(("postgresql://", "postgres://")):
            return None
        from trafftpkg.stores.postgres.driver import database_at

        return database_at(self._place, wait=lock_wait())

    @property
    def clock_given(self) -> bool:
        """The moment was given by hand; entries say so."""
        return self._now is not None

    @staticmethod
    def machine_clock() -> datetime:
        """Return when it is by the machine's own clock, UTC."""
        return datetime.now(UTC)

    def read_clock(self) -> datetime:
        """Return when it is, UTC, or the moment that was given; a server reads it for each request."""
        if self._now is None:
            return self.machine_clock()
        return moment_typed(self._now, "UTC" if self._now.tzinfo else self._time_zone)

    @cached_property
    def _moment(self) -> datetime:
        """One moment for the whole call."""
        return self.read_clock()

    @property
    def _time_zone(self) -> str:
        """The business's, by which a moment without an offset is meant.

        While nothing is recorded and the catalogue is broken there is none, nor anything to judge by it.
        """
        from trafftpkg.domain.errors.untrusted import CatalogueInvalidError  # only for a moment typed

        with self.ledger.reading() as books:
            try:
                return self.inquiry.header_for(books).time_zone
            except CatalogueInvalidError:
                return "UTC"


class _Declared:
    """The catalogue as a source for the engine, loaded only if a request needs it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def catalogue(self) -> "Catalogue":
        return self._desk.catalogue.catalogue()
