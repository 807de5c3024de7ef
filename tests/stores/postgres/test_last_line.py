"""What the tables themselves refuse, whoever writes to them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import LiteralString

import psycopg
import pytest

from tests.source_code import GUIDE
from tests.stores.outbox_contract import BEGUN, NINE, letter
from tests.stores.postgres.desks import Desk
from tests.story import Story
from trafftpkg.domain.errors.unusable import NotPermittedError
from trafftpkg.domain.ids import ServiceId
from trafftpkg.stores.clients.outbox import TableOutbox
from trafftpkg.stores.postgres.client_tables import PostgresClientTables, client_book_in
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.ledger import PostgresLedger
from trafftpkg.stores.postgres.statements import PostgresStatements

POSTGRESQL = (GUIDE / "postgresql.md").read_text("utf-8")


@pytest.fixture
def desk(address: str) -> Iterator[Desk]:
    """Return a desk where Ana and Eve bought, and Ana booked a facial with Mira."""
    desk = Desk(address)
    for client in ("ana", "eve"):
        desk.sells("glow-10", client)
    desk.books("ana", "2026-01-12T10:00")
    yield desk
    desk.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE entries SET at = 0", "DELETE FROM entries", "TRUNCATE entries"]
)
def test_entries_are_not_changed_even_by_their_owner(
    address: str, desk: Desk, statement: LiteralString
) -> None:
    with psycopg.connect(address) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_no_key_is_recorded_twice(address: str, desk: Desk) -> None:
    desk.books("eve", "2026-01-12T12:00", key="order-1")

    with psycopg.connect(address) as connection, pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute("INSERT INTO entries VALUES (99, 0, 'order-1', 0, 0, '')")


@pytest.mark.parametrize("count", ["free", "held", "lapsed", "refunded", "sent", "voided", "paid"])
def test_nothing_of_a_purchase_falls_below_zero(address: str, desk: Desk, count: str) -> None:
    with psycopg.connect(address) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(f"UPDATE purchases SET {count} = -1".encode())


def test_an_employee_is_not_in_two_places_at_once(address: str, desk: Desk) -> None:
    with psycopg.connect(address) as connection, pytest.raises(psycopg.errors.ExclusionViolation):
        connection.execute(_visit(starts="starts_at + 60000000"))


def test_a_place_is_not_given_twice(address: str, desk: Desk) -> None:
    with psycopg.connect(address) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(_visit())


def test_as_many_as_the_class_takes_attend_it_together_and_no_more(address: str, desk: Desk) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("UPDATE appointments SET capacity = 2")
        connection.execute(_visit(n="2", capacity="2"))

        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute(_visit(n="3", capacity="2"))


def test_a_party_takes_as_many_places_of_a_class_as_it_has_people(address: str, desk: Desk) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("UPDATE appointments SET capacity = 4")
        connection.execute(_visit(n="2", capacity="4"))
        connection.execute(_visit(n="3", capacity="4"))
        connection.execute("UPDATE appointments SET status = 'cancelled' WHERE n = 2")
        connection.execute(_visit(n="4", capacity="4", party=2))

        assert connection.execute("SELECT taken FROM diary").fetchone() == (4,)
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute(_visit(n="5", capacity="4"))


def test_a_party_that_was_booked_before_a_class_took_more_becomes_smaller(ledger: PostgresLedger) -> None:
    studio = Story(ledger)
    yoga = studio.catalogue.services[ServiceId("yoga")]
    for client, party in (("ana", 3), ("bea", 9)):
        studio.gives(replace(yoga, capacity=3 if client == "ana" else 12))
        studio.sells("yoga-20", to=client)
        studio.books("yoga", for_=client, at="2026-01-12T18:00", party=party)

    rest, _ = studio.cancels("apt-1", places=1).appointments

    assert rest.visit.party == 2
    studio.sells("yoga-20", to="zoe")
    studio.books("yoga", for_="zoe", at="2026-01-12T18:00")


def test_a_cancelled_visit_makes_room_for_another(address: str, desk: Desk) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("UPDATE appointments SET status = 'cancelled'")

        connection.execute(_visit(starts="starts_at + 60000000"))

        assert connection.execute("SELECT count(*) FROM diary").fetchone() == (1,)


def test_a_place_that_was_left_is_counted_once(address: str, desk: Desk) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("UPDATE appointments SET capacity = 2")
        connection.execute(_visit(n="2", capacity="2"))
        connection.execute("UPDATE appointments SET status = 'cancelled' WHERE n = 2")
        connection.execute("UPDATE appointments SET due = 1")

        connection.execute(_visit(n="3", capacity="2"))

        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute(_visit(n="4", capacity="2"))


def test_visits_that_change_places_in_one_step_do_not_meet(address: str, desk: Desk) -> None:
    hour = 3_600_000_000
    with psycopg.connect(address) as connection:
        connection.execute(_visit(n="2", starts=f"starts_at + {hour}", later=hour))
        connection.execute(
            "UPDATE appointments SET (starts_at, occupied_from, occupied_until, service)"
            " = (SELECT starts_at, occupied_from, occupied_until, 'massage' FROM appointments AS other"
            " WHERE other.n <> appointments.n)"
        )

        diary = "SELECT starts_at, lower(occupied), service, taken FROM diary ORDER BY 1"
        visits = "SELECT starts_at, occupied_from, service, 1 FROM appointments ORDER BY 1"
        assert connection.execute(diary).fetchall() == connection.execute(visits).fetchall()


def test_a_moved_visit_is_in_the_diary_once(address: str, desk: Desk) -> None:
    with psycopg.connect(address) as connection:
        connection.execute(
            "UPDATE appointments SET (starts_at, occupied_from, occupied_until)"
            " = (starts_at + 3600000000, occupied_from + 3600000000, occupied_until + 3600000000)"
        )

        diary = connection.execute("SELECT starts_at, lower(occupied) FROM diary").fetchall()

        assert diary == connection.execute("SELECT starts_at, occupied_from FROM appointments").fetchall()


def test_the_role_that_writes_records_and_neither_changes_nor_deletes(address: str, desk: Desk) -> None:
    role, schema = "desk_role", address.rpartition("%3D")[2]
    said = POSTGRESQL.partition("<!-- tested: the role that writes -->\n```sql\n")[2].partition("```")[0]
    grants = said.replace("SCHEMA public", f"SCHEMA {schema}").replace(" desk;", f" {role};")
    grants = grants.replace("ROLE desk", f"ROLE {role}")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP ROLE IF EXISTS {role}".encode())
        connection.execute(grants.encode())
    theirs = address.replace("postgres@", f"{role}@")
    clerk = Desk(theirs)

    assert clerk.books("eve", "2026-01-13T10:00", key="k") == "apt-2"
    assert clerk.sells("glow-10", "zoe") == "pur-3"
    outbox = TableOutbox(PostgresClientTables(Database(theirs), PostgresStatements))
    assert outbox.take_in([letter("a")], None, BEGUN)
    taken = outbox.take(NINE, NINE)
    assert taken is not None
    outbox.end(taken, "sent", NINE)
    outbox.stop(taken.client)
    client_book_in(Database(theirs)).erase(taken.client, [])

    for statement in ("UPDATE entries SET at = 0", "DELETE FROM entries", "DELETE FROM head"):
        with psycopg.connect(theirs) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())
    clerk.close()


def test_a_role_that_lacks_something_is_told_where_it_says_what(address: str, desk: Desk) -> None:
    schema = address.rpartition("%3D")[2]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS onlooker")
        connection.execute("CREATE ROLE onlooker LOGIN")
        connection.execute(f"GRANT USAGE ON SCHEMA {schema} TO onlooker".encode())
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO onlooker".encode())
    clerk = Desk(address.replace("postgres@", "onlooker@"))

    with pytest.raises(NotPermittedError) as refused:
        clerk.books("eve", "2026-01-13T10:00")

    assert refused.value.reason == "no_right"
    assert "permission denied" in (refused.value.said or "")
    with clerk.ledger.reading() as books:
        assert (books.given("pur"), books.given("apt")) == (2, 1)
    clerk.close()


def _visit(
    *, n: str = "9", capacity: str = "capacity", starts: str = "starts_at", later: int = 0, party: int = 1
) -> bytes:
    columns = "client, employee, location, service, status"
    moved = f"{starts}, ends_at, occupied_from + {later}, occupied_until + {later}"
    return (
        f"INSERT INTO appointments (n, {columns}, starts_at, ends_at, occupied_from, occupied_until, state,"
        f" capacity, party) SELECT {n}, {columns.replace('status', chr(39) + 'booked' + chr(39))}, {moved},"
        f" state, {capacity}, {party} FROM appointments WHERE n = 1"
    ).encode()
