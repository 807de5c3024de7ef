"""The SQL of the index is held to the rules, and no question costs more because the ledger is long."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stores.jsonl.desk import Desk
from tests.stores.samples import ANA, EVE, MIRA, moment, sold, terms
from trafftpkg.domain.appointment import AppointmentStatus
from trafftpkg.domain.balance import PurchaseStatus, status_of
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.ids import AppointmentId, EmployeeId, LocationId, PackageId, PurchaseId, ServiceId
from trafftpkg.domain.moments import DaySpan, Span
from trafftpkg.domain.purchase import KINDS, Ending, Hold, Purchase
from trafftpkg.stores.jsonl.index_file import VERSION, books_of
from trafftpkg.stores.jsonl.index_layout import MARK, created, finished, layout_sum
from trafftpkg.stores.jsonl.statements import SqliteStatements
from trafftpkg.stores.tables import columns
from trafftpkg.stores.tables.books import TableBooks
from trafftpkg.stores.tables.matching import purchases_fitting
from trafftpkg.stores.tables.rows import NOTHING
from trafftpkg.stores.tables.things import PURCHASES as PURCHASES_TABLE

ZONE = "Pacific/Apia"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STATUSES: tuple[PurchaseStatus, ...] = (
    "voided",
    "refunded",
    "expired",
    "pending",
    "frozen",
    "used_up",
    "active",
)

NEAR = st.integers(-2, 2).map(lambda n: NOW + timedelta(microseconds=n)) | st.integers(-3, 3).map(
    lambda n: NOW + timedelta(hours=11 * n)
)
DAYS = st.integers(-2, 2).map(lambda n: date(2026, 3, 1) + timedelta(days=n))
FREEZES = st.lists(
    st.builds(DaySpan, first=DAYS, last=st.none() | DAYS), max_size=2, unique_by=lambda s: s.first
)
HOLDS = st.builds(
    Hold,
    appointment=st.just(AppointmentId("apt-1")),
    service=st.just(ServiceId("facial")),
    employee=st.just(EmployeeId("ines")),
    location=st.just(LocationId("chiado")),
    units=st.integers(0, 2),
    starts_at=NEAR,
    kept=st.booleans(),
)
PURCHASES = st.builds(
    Purchase,
    id=st.integers(1, 9).map(lambda n: PurchaseId(f"pur-{n}")),
    client=st.just(ANA),
    terms=st.sampled_from([terms("glow-10"), terms("trial")]),
    purchased_at=st.just(NOW),
    granted=st.integers(0, 4),
    received=st.just(0),
    adjusted=st.integers(-2, 1),
    value=st.just(Decimal("480.00")),
    pay_by=st.none() | NEAR,
    on_site=st.booleans(),
    last_day=st.none(),
    expires_at=st.none() | NEAR,
    freezes=FREEZES.map(tuple),
    paid=st.sampled_from([Decimal("0.00"), Decimal("480.00")]),
    holds=st.lists(HOLDS, max_size=2).map(tuple),
    ended=st.none() | st.builds(Ending, kind=st.sampled_from(["voided", "refunded"]), at=st.just(NOW)),
    payer=st.sampled_from([None, EVE]),
)
FILTERS = st.builds(
    PurchaseFilter,
    client=st.sampled_from([None, ANA, EVE, "c-nobody"]),
    payer=st.sampled_from([None, None, EVE, "c-nobody"]),
    package=st.sampled_from([None, PackageId("glow-10"), PackageId("trial")]),
    statuses=st.lists(st.sampled_from(STATUSES), max_size=3).map(tuple),
    expiring_until=st.none() | NEAR,
    available_at_most=st.none() | st.integers(0, 3),
    due=st.booleans(),
    sort=st.sampled_from(["purchased_at", "expires_at", "package", "available", "due"]),
    after=st.none() | st.integers(1, 9).map(lambda n: PurchaseId(f"pur-{n}")),
    limit=st.none() | st.integers(0, 3),
)


@contextmanager
def books_with(purchases: list[Purchase]) -> Iterator[TableBooks]:
    """Yield books where these purchases are all there is."""
    with closing(created(None)) as connection:
        finished(connection)
        statements = SqliteStatements(connection)
        for each in purchases:
            statements.insert(PURCHASES_TABLE, [PURCHASES_TABLE.row(each)])
            for beside in (table for table in columns.BESIDE if table.kind == "pur"):
                statements.insert(beside.table, beside.rows(each))
        mark = NOTHING._replace(seq=1, time_zone=ZONE)
        row = ("", "", 0, 0, *mark)
        statements.insert(MARK, [row])
        yield books_of(connection, Path("nowhere"))


def test_the_format_of_the_index_is_that_of_its_tables() -> None:
    """After a change of the tables, or of what their rows say, put the sum found here into `VERSION`."""
    assert layout_sum() == VERSION


@given(PURCHASES)
def test_the_status_in_sql_is_the_rules(purchase: Purchase) -> None:
    with books_with([purchase]) as books:
        found = [each for each in STATUSES if books.count(PurchaseFilter(statuses=(each,)), NOW)]

    assert found == [status_of(purchase, NOW, ZONE)]


def test_a_visit_to_come_that_holds_no_units_does_not_keep_a_purchase_active() -> None:
    hold = Hold(
        appointment=AppointmentId("apt-1"),
        service=ServiceId("facial"),
        employee=EmployeeId("ines"),
        location=LocationId("chiado"),
        units=0,
        starts_at=NOW + timedelta(days=1),
    )
    sale = sold(1, granted=0, expires_at=None).after(PurchaseId("pur-1"), None, NOW)
    purchase = replace(sale, on_site=True, holds=(hold,))

    assert status_of(purchase, NOW, ZONE) == "used_up"
    with books_with([purchase]) as books:
        assert books.count(PurchaseFilter(statuses=("used_up",)), NOW) == 1


@given(st.lists(PURCHASES, max_size=6, unique_by=lambda each: each.id), FILTERS)
def test_filters_in_sql_choose_and_order_as_those_on_values(
    purchases: list[Purchase], wanted: PurchaseFilter
) -> None:
    if wanted.after not in [each.id for each in purchases]:
        wanted = replace(wanted, after=None)

    expected = purchases_fitting(purchases, wanted, NOW, ZONE)

    with books_with(purchases) as books:
        assert list(books.purchases(wanted, NOW)) == expected[: wanted.limit]
        assert books.count(wanted, NOW) == len(expected)


@pytest.fixture
def asked(trading: Desk) -> Iterator[tuple[TableBooks, list[str]]]:
    """Return books over a real index, and the list where the plan of every query goes."""
    connection = sqlite3.connect(trading.index, isolation_level=None)
    shadow = sqlite3.connect(trading.index)
    plans: list[str] = []

    def explain(statement: str) -> None:
        if statement.startswith("SELECT"):
            plans.extend(
                f"{row[3]} <- {statement}" for row in shadow.execute(f"EXPLAIN QUERY PLAN {statement}")
            )

    connection.set_trace_callback(explain)
    yield books_of(connection, trading.path), plans
    connection.close()
    shadow.close()


NARROW: list[PurchaseFilter] = [
    PurchaseFilter(client=ANA),
    PurchaseFilter(package=PackageId("glow-10"), limit=20),
    PurchaseFilter(client=ANA, statuses=("active", "frozen")),
    PurchaseFilter(package=PackageId("glow-10"), sold=True),
    PurchaseFilter(payer=ANA),
    PurchaseFilter(client=ANA, due=True),
    PurchaseFilter(due=True),
    PurchaseFilter(due=True, sort="due", limit=20),
    PurchaseFilter(expiring_until=moment("2026-02-01T00:00")),
    *(PurchaseFilter(statuses=(status,)) for status in STATUSES),
]
APPOINTMENT_STATUSES: tuple[AppointmentStatus, ...] = ("cancelled", "no_show")
VISITS: list[AppointmentFilter] = [
    AppointmentFilter(client=ANA),
    AppointmentFilter(due=True),
    AppointmentFilter(employee=MIRA, starting_from=moment("2026-02-01T00:00")),
    AppointmentFilter(location=LocationId("centre"), limit=20),
    AppointmentFilter(service=ServiceId("facial"), limit=20),
    AppointmentFilter(starting_from=moment("2026-02-01T00:00"), starting_before=moment("2026-02-02T00:00")),
    *(AppointmentFilter(statuses=(status,)) for status in APPOINTMENT_STATUSES),
]


SMALL = (
    "SCAN mark",
    "SCAN moved",
    "SCAN included VIRTUAL TABLE",
    "SCAN purchases USING INDEX purchases_not_free",
    "SCAN purchases USING INDEX purchases_unpaid",
)
"""A table of one row, what a search or a purchase holds, and indexes with hardly more than is asked for."""


def test_no_question_goes_through_a_whole_table(asked: tuple[TableBooks, list[str]]) -> None:
    books, plans = asked
    now = moment("2026-01-20T00:00")
    span = Span(start=now, end=moment("2026-01-21T00:00"))

    books.thing(PurchaseId("pur-1"))
    books.purchases_of(ANA)
    list(books.due_to_lapse(now))
    list(books.unpaid_since(now))
    books.thing(AppointmentId("apt-1"))
    books.diary(EmployeeId("mira"), span)
    books.visits_of(ANA, span)
    books.entry_with_key("k1")
    books.entries_touching(PurchaseId("pur-1"))
    books.seq_at(now)
    books.holdings("package", now)
    books.holdings("service", now)
    list(books.flows(KINDS, ("package",), None, now))
    list(books.flows(KINDS, ("client", "part"), date(2026, 1, 10), now))
    list(books.purchases(PurchaseFilter(available_at_most=2, statuses=("active", "frozen")), now))
    list(books.purchases(PurchaseFilter(after=PurchaseId("pur-1"), limit=20), now))
    list(
        books.purchases(PurchaseFilter(expiring_until=now, sort="expires_at", after=PurchaseId("pur-1")), now)
    )
    books.as_of(2).purchases_of(ANA)
    for wanted in NARROW:
        list(books.purchases(wanted, now))
    for visits in VISITS:
        list(books.appointments(visits, now))

    assert len(plans) > 20
    scans = [each for each in plans if each.startswith("SCAN") and not each.startswith(SMALL)]
    assert scans == [], "\n".join(scans)


@pytest.mark.parametrize("question", ["diary", "visits_of", "due_to_lapse", "unpaid_since", "purchases_of"])
def test_what_is_asked_for_comes_in_order_without_sorting(
    asked: tuple[TableBooks, list[str]], question: str
) -> None:
    books, plans = asked
    now = moment("2026-01-20T00:00")
    span = Span(start=now, end=moment("2026-01-21T00:00"))
    questions: dict[str, Callable[[], object]] = {
        "diary": lambda: books.diary(MIRA, span),
        "visits_of": lambda: books.visits_of(ANA, span),
        "due_to_lapse": lambda: list(books.due_to_lapse(now)),
        "unpaid_since": lambda: list(books.unpaid_since(now)),
        "purchases_of": lambda: books.purchases_of(ANA),
    }

    questions[question]()

    assert plans
    assert [each for each in plans if "TEMP B-TREE" in each] == []


def test_of_a_row_that_is_there_only_what_differs_is_written() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE freezes (n INTEGER PRIMARY KEY, first TEXT, last TEXT)")
        before, after = (1, "2026-03-01", "2026-03-07"), (1, "2026-03-01", "2026-03-09")
        connection.execute("INSERT INTO freezes VALUES (?, ?, ?)", before)
        ran: list[str] = []
        connection.set_trace_callback(ran.append)
        run = SqliteStatements(connection)
        run.change(columns.FREEZES, before[:-1], after)
        assert [each for each in ran if each.startswith("UPDATE")] == [
            "UPDATE freezes SET last = '2026-03-09' WHERE n = 1"
        ]
        assert connection.execute("SELECT * FROM freezes").fetchall() == [after]
