"""The statements of a booking, sent again and again with nothing of the program around them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from tests.benchmarks.postgres_shop import desk_for, start_of_visit
from trafftpkg.stores.postgres.statements import PostgresStatements

_HOUR = 3_600_000_000
WARMING = 10
"""Bookings that are not counted, so that the driver and the server have met every statement before."""
_FAR = 20_000 * _HOUR
"""Microseconds by which visits sent by hand are later than those that were booked."""

Sent = tuple[str, str, Any]
"""`one` or `many`, the statement, and its values."""


def send_bookings(address: str, place: int, visits: int, wait: Callable[[], None]) -> None:
    """Send the statements of so many bookings; `wait` when they are known, and when all is warm."""
    desk = desk_for(address, place)
    desk.sells(f"ten-{place}", f"hand-{place}")
    with _listening() as sent:
        desk.books(f"hand-{place}", start_of_visit(9_000), service=f"visit-{place}")
    desk.close()
    with psycopg.connect(address, autocommit=True) as connection:
        wait()
        for n in range(WARMING):
            _send(connection, list(sent), n)
        wait()
        for n in range(WARMING, WARMING + visits):
            _send(connection, list(sent), n)


@contextmanager
def _listening() -> Iterator[list[Sent]]:
    heard: list[Sent] = []
    one, many = PostgresStatements.execute, PostgresStatements.many

    def execute(self: PostgresStatements, statement: str, parameters: Any = ()) -> Any:
        heard.append(("one", statement, parameters))
        return one(self, statement, parameters)

    def many_rows(self: PostgresStatements, statement: str, rows: Any) -> None:
        several = list(rows)
        if several:
            heard.append(("many", statement, several))
        many(self, statement, several)

    PostgresStatements.execute, PostgresStatements.many = execute, many_rows  # type: ignore[method-assign]
    try:
        yield heard
    finally:
        PostgresStatements.execute, PostgresStatements.many = one, many  # type: ignore[method-assign]


def _send(connection: psycopg.Connection[Any], sent: list[Sent], n: int) -> None:
    """Ask as a booking asks, then, with the head held, record in one go; only numbers and times change."""
    writing = next(place for place, each in enumerate(sent) if each[1].startswith("INSERT INTO entries"))
    committed = next(place for place, each in enumerate(sent) if each[1] == "COMMIT" and place > writing)
    head: Any = None
    for _, statement, values in sent[:writing]:
        cursor = connection.execute(statement.encode(), values)
        found = cursor.fetchall() if cursor.description else []
        head = found[0] if "FOR UPDATE" in statement and " head" in statement else head
    with connection.pipeline():
        for kind, statement, values in sent[writing:committed]:
            if kind == "many":
                rows = [_moved(statement, list(row), head, n) for row in values]
                connection.cursor().executemany(statement.encode(), rows)
            else:
                connection.execute(statement.encode(), _moved(statement, list(values), head, n))
        connection.execute("COMMIT")
    for _, statement, values in sent[committed + 1 :]:
        connection.execute(statement.encode(), values)


def _moved(statement: str, row: list[Any], head: Any, n: int) -> list[Any]:
    seq, visit, later = head[1] + 1, head[5] + 1, _FAR + n * _HOUR
    if statement.startswith("INSERT INTO entries"):
        row[0], row[4] = seq, visit
    elif statement.startswith("INSERT INTO touched"):
        row[1:] = [visit if row[0] == 1 else row[1], seq]
    elif statement.startswith("INSERT INTO appointments"):
        row[0] = visit
        row[6:10] = [each + later for each in row[6:10]]
    elif "movements" in statement:
        row[0] += later
    elif statement.startswith("UPDATE head"):
        row[1], row[5] = seq, visit
    return row
