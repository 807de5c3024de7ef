"""What others do meanwhile: who waits for whom, how long, and what a program that goes on notices."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import sleep

import psycopg
import pytest
from psycopg import errors

from tests.stores.postgres.desks import Desk
from tests.stores.samples import draft, frozen
from trafftpkg.domain.errors.base import LedgerMovedError
from trafftpkg.domain.errors.unavailable import LedgerLockedError, StoreUnavailableError
from trafftpkg.domain.errors.untrusted import LedgerTooNewError
from trafftpkg.domain.filters import AppointmentFilter
from trafftpkg.domain.ids import ClientKey, PurchaseId
from trafftpkg.engine.questions.purchases import ListPurchases
from trafftpkg.engine.scope import Scope
from trafftpkg.stores.postgres import database, schema, tables
from trafftpkg.stores.postgres.care import PostgresCare
from trafftpkg.stores.postgres.errors import told

PURCHASE = PurchaseId("pur-1")


@pytest.fixture
def desk(address: str) -> Iterator[Desk]:
    """Return a desk that has sold one package."""
    desk = Desk(address)
    desk.sells("glow-10", "ana")
    yield desk
    desk.close()


def test_who_waits_for_no_time_at_all_is_told_at_once(address: str, desk: Desk) -> None:
    with desk.ledger.writing(Scope(everything=True)), pytest.raises(LedgerLockedError):
        Desk(address, wait=0).books("ana", "2026-01-12T10:00")


def test_an_answer_may_be_read_more_slowly_than_a_request_is_recorded(
    address: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_SETTINGS", database._SETTINGS.replace("60s", "100ms"))
    reader = Desk(address)

    for _ in range(7):  # after five times the driver lets the server prepare what it is asked
        reader.engine.ask(ListPurchases())
    with reader.ledger.reading() as books:
        assert books.head() is not None
        sleep(0.4)
        assert books.thing(PURCHASE) is not None

    reader.close()


def test_an_answer_as_of_an_earlier_moment_stays_what_it_was_while_others_record(
    address: str, desk: Desk
) -> None:
    reader = Desk(address)
    with reader.ledger.reading() as books:
        # Nothing was asked yet: the view begins with the first question, and not with the connection.
        desk.books("ana", "2026-01-12T10:00")
        seq = books.seq_at(desk.now)
        then = books.as_of(seq)
        before = then.thing(PURCHASE), list(then.appointments(AppointmentFilter(), desk.now))
        desk.books("ana", "2026-01-13T10:00")

        head, again = books.head(), books.as_of(books.seq_at(desk.now))

        assert head is not None
        assert head.seq == seq
        assert (again.thing(PURCHASE), list(again.appointments(AppointmentFilter(), desk.now))) == before
    reader.close()


def test_a_program_notices_that_the_tables_were_upgraded_while_it_ran(address: str, desk: Desk) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("INSERT INTO ledger_schema VALUES (99)")

    with pytest.raises(LedgerTooNewError):
        desk.books("ana", "2026-01-12T10:00")
    with pytest.raises(LedgerTooNewError):
        desk.engine.ask(ListPurchases())


def test_an_upgrade_waits_for_who_records_before_it_takes_any_table(
    address: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = (*schema.steps(), "ALTER TABLE appointments ADD COLUMN of_a_later_version integer")
    other = Desk(address)
    with ThreadPoolExecutor(1) as pool:
        with desk.ledger.writing(Scope(clients=(ClientKey("ana"),))) as books:
            for module in (schema, tables):
                monkeypatch.setattr(module, "steps", lambda: steps)
                monkeypatch.setattr(module, "known_version", lambda: len(steps))
            upgraded = pool.submit(tables.PostgresTables(other.database).upgrade)
            _until_it_waits(address, upgraded)

            visits = list(books.numbers("apt", None, 1))

        found = upgraded.result(timeout=30)

    assert visits == []
    assert found == len(steps) - 1


@pytest.mark.parametrize("kind", [errors.SerializationFailure, errors.DeadlockDetected])
def test_where_the_server_chooses_one_of_two_the_other_is_asked_to_try_again(
    kind: type[psycopg.Error],
) -> None:
    meant = told(kind("chosen"), "postgresql://db.example/lumen", 1.0)

    assert isinstance(meant, LedgerMovedError)
    assert isinstance(meant.otherwise, StoreUnavailableError)
    assert meant.otherwise.reason == "changed_meanwhile"


def test_what_was_read_between_two_records_is_read_again_under_the_second_lock(
    address: str, desk: Desk
) -> None:
    other = Desk(address)
    with desk.ledger.writing(Scope(everything=True)) as books:
        books.append([draft("2026-01-05T09:00", frozen(1))])
        assert books.thing(PURCHASE) is not None
        other.books("ana", "2026-01-12T10:00")
        books.append([draft("2026-01-05T09:00", frozen(1))])

    assert PostgresCare(desk.database).repair(apply=False) == ()
    other.close()


def _until_it_waits(address: str, work: Future[int]) -> None:
    """Wait until a program waits for a lock, or has ended."""
    with psycopg.connect(address, autocommit=True) as connection:
        while not work.done():
            query = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            if connection.execute(query).fetchone() is not None:
                break
            sleep(0.01)
