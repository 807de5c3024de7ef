"""A ledger of very many entries, made without deciding them one by one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from tests.benchmarks.postgres_shop import VISITS, desk_for
from tests.stores.postgres.desks import Desk
from tests.stores.samples import OPENING, booked, draft, paid, sold
from trafftpkg.domain.client import Client
from trafftpkg.domain.entry import Draft
from trafftpkg.domain.ids import ClientKey, EmployeeId
from trafftpkg.stores.copying import NOTHING, End
from trafftpkg.stores.jsonl.chain import chained_on
from trafftpkg.stores.jsonl.line import header_of
from trafftpkg.stores.postgres.copying import PostgresChain

_BATCH = 10_000


def grown(address: str, entries: int) -> Desk:
    """Return a desk on a ledger with so many entries: sales, each with ten visits of one client."""
    desk = desk_for(address, 0)
    desk.clients.add_all(
        [Client(key=ClientKey(f"c{n}"), handle=f"client-{n}") for n in range(entries // (VISITS + 1) + 1)]
    )
    chain, end, rest = PostgresChain(desk.database), NOTHING, islice(_drafts(), entries)
    while some := list(islice(rest, _BATCH)):
        recorded = chained_on(some, end.seq + 1, end.hash)
        chain.take([line for _, line in recorded], end)
        end = End(recorded[-1][0].seq, recorded[-1][0].hash, None, None)
    with desk.database.outside() as connection:
        connection.execute("VACUUM ANALYZE")
    return desk


def _drafts() -> Iterator[Draft]:
    yield header_of(OPENING, draft("2025-01-01T10:00").at, "desk")
    sale, visit, begins = 0, 0, datetime(2000, 1, 3, 8)
    while True:
        sale += 1
        client = ClientKey(f"c{sale}")
        yield draft("2025-01-01T10:00", sold(sale, client, granted=VISITS), paid(sale), client=client)
        for _ in range(VISITS):
            visit += 1
            start = f"{begins + timedelta(hours=visit // 15):%Y-%m-%dT%H:%M}"
            who = EmployeeId(f"emp-{visit % 15 + 1}")
            yield draft(
                "2025-01-01T10:00",
                booked(visit, start, purchase=sale, client=client, employee=who),
                client=client,
            )
