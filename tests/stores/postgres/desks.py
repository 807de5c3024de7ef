"""Desks on one PostgreSQL ledger, as many machines would have them, each with connections of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import TypeVar

from tests.lumen import LUMEN
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.engine.engine import Engine
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage
from trafftpkg.stores.postgres.client_tables import client_book_in
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.ledger import PostgresLedger

T = TypeVar("T")


class Desk:
    """One machine's engine, and the connections to close at the end."""

    def __init__(
        self,
        address: str,
        *,
        now: str = "2026-01-05T09:00",
        wait: float = 20,
        catalogue: Catalogue = LUMEN,
    ) -> None:
        self.database = Database(address, wait=wait)
        self.ledger = PostgresLedger(self.database)
        self.clients = client_book_in(self.database)
        self.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
        self.engine = Engine(
            ledger=self.ledger,
            catalogue=lambda: catalogue,
            clients=self.clients,
            clock=lambda: self.now,
            clock_given=False,
            actor="desk",
        )

    def sells(self, package: str, to: str, *, key: str | None = None) -> str:
        """Sell a package to a client, who is added if nobody knows them, and return its id."""
        request = PurchasePackage(client=to, package=package, method="card", new_client=True)
        return self.engine.execute(request, key=key).purchases[0].id

    def books(self, client: str, at: str, *, service: str = "facial", key: str | None = None) -> str:
        """Book a visit and return its id."""
        wanted = VisitWanted(service=service, at=datetime.fromisoformat(at))
        return self.engine.execute(BookAppointment(client=client, wanted=wanted), key=key).appointments[0].id

    def close(self) -> None:
        """Let go of all connections."""
        self.database.close()


def at_once(desks: Sequence[Desk], do: Callable[[Desk, int], T]) -> list[T | str]:
    """Let every desk do something at the same moment; return what came of it, a refusal by its code."""
    ready = Barrier(len(desks))

    def one(place: int) -> T | str:
        ready.wait()
        try:
            return do(desks[place], place)
        except TrafftpkgError as error:
            return error.code
        finally:
            desks[place].close()

    with ThreadPoolExecutor(len(desks)) as pool:
        return list(pool.map(one, range(len(desks))))
