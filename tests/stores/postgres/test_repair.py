"""What may become wrong on a server without a line being wrong, and how it is mended."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from tests.rules import rule
from tests.stores.postgres.desks import Desk
from trafftpkg.domain.care import Repair
from trafftpkg.domain.errors.untrusted import LedgerDamagedError
from trafftpkg.domain.errors.usage import EntriesNotAheadError
from trafftpkg.domain.filters import PurchaseFilter
from trafftpkg.stores.postgres.care import PostgresCare


@pytest.fixture
def desk(address: str) -> Iterator[Desk]:
    """Return a desk at which Ana bought a package and booked two visits."""
    desk = Desk(address)
    desk.sells("glow-10", "ana")
    desk.books("ana", "2026-01-12T10:00")
    desk.books("ana", "2026-01-13T10:00")
    yield desk
    desk.close()


def put(desk: Desk, *statements: str) -> None:
    """Do at the server what the program never does."""
    with desk.database.outside() as connection:
        for each in statements:
            connection.execute(each.encode())


def answers(desk: Desk) -> object:
    """Return what the books say."""
    with desk.ledger.reading() as books:
        purchases = list(books.purchases(PurchaseFilter(), desk.now))
        return books.head(), (books.given("pur"), books.given("apt")), purchases


def test_where_nothing_is_wrong_there_is_nothing_to_mend(desk: Desk) -> None:
    before = answers(desk)

    assert PostgresCare(desk.database).repair(apply=True) == ()

    assert answers(desk) == before


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE purchases SET free = free + 1",
        "UPDATE purchases SET state = replace(state, 'glow-10', 'glow-99')",
        "DELETE FROM purchases",
        "DELETE FROM appointments WHERE n = 2",
        "DELETE FROM diary",
        "DELETE FROM touched WHERE seq = 2",
        "UPDATE monthly SET units = 0",
        "DELETE FROM movements",
        "UPDATE head SET appointments = 1",
        "UPDATE head SET longest = 0",
        "UPDATE head SET (seq, hash) = (seq - 1, repeat('0', 64))",
        "UPDATE head SET seq = seq + 1",
    ],
)
def test_tables_that_are_not_what_the_lines_make_of_them_are_made_anew(desk: Desk, wrong: str) -> None:
    care, before = PostgresCare(desk.database), answers(desk)
    put(desk, wrong)
    damaged = answers(desk)
    step = Repair(kind="index_anew", where=desk.database.where, seq=3)

    assert care.repair(apply=False) == (step,)
    assert answers(desk) == damaged
    assert care.repair(apply=True) == (step,)

    assert answers(desk) == before
    assert care.repair(apply=False) == ()
    assert care.verify().damages == ()
    assert desk.books("ana", "2026-01-14T10:00") == "apt-3"


def test_tables_that_stand_elsewhere_than_the_lines_end_are_found_when_checked(desk: Desk) -> None:
    put(desk, "UPDATE head SET (seq, hash) = (seq - 1, repeat('0', 64))")

    (damage,) = PostgresCare(desk.database).verify().damages

    assert damage.kind == "head"


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE entries SET line = convert_to(replace(convert_from(line, 'UTF8'), 'mira', 'lena'), 'UTF8')",
        "DELETE FROM entries WHERE seq = 2",
        "UPDATE entries SET line = 'not a line' WHERE seq = 3",
    ],
)
def test_lines_are_not_guessed(desk: Desk, wrong: str) -> None:
    put(desk, "ALTER TABLE entries DISABLE TRIGGER entries_stay", wrong, "UPDATE purchases SET free = 1")
    damaged = answers(desk)

    for apply in (False, True):
        with pytest.raises(LedgerDamagedError):
            PostgresCare(desk.database).repair(apply=apply)

    assert answers(desk) == damaged


@rule("R-1.18")
def test_what_a_wrong_clock_wrote_goes_into_a_table_beside_the_entries(desk: Desk) -> None:
    before = answers(desk)
    desk.now += timedelta(days=365 * 50)
    desk.sells("glow-10", "ana")
    latest, care = desk.now - timedelta(days=1), PostgresCare(desk.database)

    foreseen = care.set_aside_future(4, latest, apply=False)
    done = care.set_aside_future(4, latest, apply=True)

    assert foreseen == done
    assert (done.kind, done.lost, [each.seq for each in done.entries]) == ("future", 1, [4])
    desk.now -= timedelta(days=365 * 50)
    assert answers(desk) == before
    assert care.verify().damages == ()
    with desk.database.outside() as connection:
        assert connection.execute("SELECT seq FROM entries_set_aside").fetchall() == [(4,)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM entries WHERE seq = 3")


@rule("R-1.18")
def test_entries_that_are_not_ahead_stay(desk: Desk) -> None:
    before = answers(desk)

    with pytest.raises(EntriesNotAheadError) as refused:
        PostgresCare(desk.database).set_aside_future(2, desk.now, apply=True)

    assert refused.value.first is None
    assert answers(desk) == before
