"""A primary with a synchronous standby: when it dies, nothing acknowledged is lost or doubled."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from threading import Event
from time import sleep

import pytest

from tests.stores.postgres.desks import Desk
from tests.stores.postgres.server import Server, begun, folder_for_servers
from trafftpkg.domain.errors.base import UnavailableError
from trafftpkg.domain.filters import AppointmentFilter
from trafftpkg.domain.numbering import begun_by
from trafftpkg.stores.postgres.care import PostgresCare

DESKS = 4


@pytest.fixture
def pair() -> Iterator[tuple[Server, Server]]:
    """Run a primary that waits for its standby before it acknowledges anything."""
    with folder_for_servers() as one, folder_for_servers() as other:
        primary, standby = Server(one), Server(other)
        primary.create()
        primary.start()
        standby.copy_of(primary, "standby")
        standby.start()
        primary.configure("synchronous_standby_names = 'standby'")
        primary.reload()
        try:
            yield primary, standby
        finally:
            primary.stop()
            standby.stop()


class Clerk:
    """Sells and books without a pause, each request under a key, which is repeated until it is answered."""

    def __init__(self, address: str, name: str) -> None:
        self.desk = Desk(address, wait=30)
        self.name = name
        self.acknowledged: dict[str, str] = {}

    def work(self, over: Event) -> None:
        """Go on until told to stop."""
        for visit in range(150):
            if over.is_set():
                break
            if visit % 6 == 0:
                key = f"{self.name}/sale/{visit}"
                self.acknowledged[key] = self._until_answered(
                    partial(self.desk.sells, "glow-10", self.name, key=key)
                )
            key, at = f"{self.name}/visit/{visit}", f"{self._day(visit)}T{8 + self._place():02}:00"
            self.acknowledged[key] = self._until_answered(partial(self.desk.books, self.name, at, key=key))
        self.desk.close()

    def _until_answered(self, ask: Callable[[], str]) -> str:
        while True:
            try:
                return ask()
            except UnavailableError:
                sleep(0.1)

    def _day(self, visit: int) -> date:
        return date(2026, 1, 12) + timedelta(days=visit)

    def _place(self) -> int:
        return int(self.name.removeprefix("client"))


def _until_each_has(more: int, clerks: Sequence[Clerk], running: Sequence[Future[None]]) -> None:
    """Wait until each clerk was answered so many times more."""
    enough = [len(clerk.acknowledged) + more for clerk in clerks]
    while any(len(clerk.acknowledged) < each for clerk, each in zip(clerks, enough, strict=True)):
        assert not any(each.done() for each in running)
        sleep(0.01)


def test_a_killed_primary_loses_and_doubles_nothing_that_was_acknowledged(
    pair: tuple[Server, Server],
) -> None:
    primary, standby = pair
    address = begun(primary.address(standby=standby))
    clerks = [Clerk(address, f"client{n}") for n in range(DESKS)]
    for clerk in clerks:
        clerk.desk.sells("glow-10", clerk.name)
    over = Event()
    with ThreadPoolExecutor(DESKS) as pool:
        running = [pool.submit(clerk.work, over) for clerk in clerks]
        _until_each_has(20, clerks, running)
        primary.kill()
        standby.promote()
        _until_each_has(20, clerks, running)
        over.set()
        for each in running:
            each.result(timeout=60)

    acknowledged = {key: name for clerk in clerks for key, name in clerk.acknowledged.items()}
    desk = Desk(address)
    assert PostgresCare(desk.database).verify().damages == ()
    with desk.ledger.reading() as books:
        for key, name in acknowledged.items():
            entry = books.entry_with_key(key)
            assert entry is not None, f"{key} was acknowledged as {name}, and is lost"
            assert name in begun_by(entry.events)
        visits = [each.id for each in books.appointments(AppointmentFilter(), desk.now)]
    assert sorted(visits) == sorted(name for name in acknowledged.values() if name.startswith("apt-"))
    desk.close()
