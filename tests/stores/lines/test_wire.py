"""Values survive the wire to the last digit, and what has another shape is refused."""

import importlib
import pkgutil
import subprocess
import sys
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from json import loads
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trafftpkg.domain.events
from tests.stores.samples import booked, cancelled, moment, paid, sold, terms
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.entry import Draft
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.events.modules import EVENT_MODULES
from trafftpkg.domain.ids import AppointmentId, ClientKey, EmployeeId, LocationId, PurchaseId, ServiceId
from trafftpkg.domain.moments import DaySpan, Length
from trafftpkg.domain.purchase import Ending, Hold, Payment, Purchase
from trafftpkg.domain.terms import Terms
from trafftpkg.stores.lines.wire import ShapeError, decode, shape_of
from trafftpkg.stores.lines.wire_writing import written

NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
MOMENTS = st.datetimes(
    min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)
).map(lambda moment: moment.replace(fold=0))
DAYS = st.dates()
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9)
COUNTS = st.integers(-(10**12), 10**12)

HOLDS = st.builds(
    Hold,
    appointment=NAMES,
    service=NAMES,
    employee=NAMES,
    location=NAMES,
    units=COUNTS,
    starts_at=MOMENTS,
    kept=st.booleans(),
)
PAYMENTS = st.builds(Payment, amount=AMOUNTS, method=NAMES, reference=st.none() | NAMES, at=MOMENTS)
SPANS = st.builds(DaySpan, first=DAYS, last=st.none() | DAYS)
PURCHASES = st.builds(
    Purchase,
    id=NAMES.map(PurchaseId),
    client=NAMES.map(ClientKey),
    terms=st.just(terms()),
    purchased_at=MOMENTS,
    granted=COUNTS,
    received=COUNTS,
    value=AMOUNTS,
    pay_by=st.none() | MOMENTS,
    on_site=st.booleans(),
    last_day=st.none() | DAYS,
    expires_at=st.none() | MOMENTS,
    extended=st.booleans(),
    freezes=st.lists(SPANS, max_size=2).map(tuple),
    adjusted=COUNTS,
    paid=AMOUNTS,
    payments=st.lists(PAYMENTS, max_size=2).map(tuple),
    holds=st.lists(HOLDS, max_size=2).map(tuple),
    adjustments=st.lists(st.tuples(NAMES.map(ServiceId), COUNTS), max_size=2).map(tuple),
    ended=st.none() | st.builds(Ending, kind=st.sampled_from(["voided", "refunded"]), at=MOMENTS),
)


@given(PURCHASES)
def test_every_purchase_survives_to_the_last_digit(purchase: Purchase) -> None:
    data = loads(written(purchase))

    back = decode(Purchase, data)

    assert back == purchase
    assert repr(back) == repr(purchase)


@pytest.mark.parametrize("event", [sold(1), paid(1), booked(1, "2026-01-20T10:00"), cancelled(1)])
def test_an_event_survives_under_its_name(event: Event) -> None:
    draft = Draft(
        at=moment("2026-01-05T10:00"),
        by="desk",
        request="book",
        key=None,
        fingerprint="",
        clients=(),
        events=(event,),
    )

    data = loads(written(draft))

    assert data["events"][0]["event"] == type(event).__name__
    assert decode(Draft, data) == draft


def is_event(each: object) -> bool:
    """What a ledger can hold: not what events have in common."""
    return isinstance(each, type) and issubclass(each, Event) and is_dataclass(each)


def test_every_event_is_found_in_its_module() -> None:
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(trafftpkg.domain.events.__path__):
        loaded = importlib.import_module(f"trafftpkg.domain.events.{module.name}")
        own = (each for each in vars(loaded).values() if getattr(each, "__module__", "") == loaded.__name__)
        found |= {each.__name__: module.name for each in own if is_event(each)}

    assert found == EVENT_MODULES


def test_fields_with_their_default_are_left_out() -> None:
    hold = Hold(
        appointment=AppointmentId("apt-1"),
        service=ServiceId("facial"),
        employee=EmployeeId("ines"),
        location=LocationId("chiado"),
        units=1,
        starts_at=moment("2026-01-20T10:00"),
    )

    assert loads(written(hold)) == {
        "appointment": "apt-1",
        "service": "facial",
        "employee": "ines",
        "location": "chiado",
        "units": 1,
        "starts_at": "2026-01-20T10:00:00.000000Z",
    }


def test_a_decimal_equal_to_its_default_keeps_its_digits() -> None:
    purchase = sold(1).after(PurchaseId("pur-1"), None, moment("2026-01-05T10:00"))

    assert loads(written(purchase))["paid"] == "0.00"


def test_a_moment_of_another_offset_is_written_in_utc() -> None:
    at = datetime(2026, 3, 1, 10, tzinfo=timezone(timedelta(hours=1)))

    assert loads(written(Ending(kind="voided", at=at)))["at"] == "2026-03-01T09:00:00.000000Z"


GOOD = loads(written(Ending(kind="voided", at=moment("2026-01-05T10:00"))))


@pytest.mark.parametrize(
    "data",
    [
        {**GOOD, "why": "unknown field"},
        {"kind": "voided"},
        {**GOOD, "kind": "lost"},
        {**GOOD, "kind": ["voided"]},
        {**GOOD, "at": "2026-01-05"},
        {**GOOD, "at": "2026-01-05T10:00:00.000000+"},
        {**GOOD, "at": "2026-13-05T10:00:00.000000Z"},
        {**GOOD, "at": 5},
        [],
        None,
    ],
)
def test_data_of_another_shape_is_refused(data: object) -> None:
    with pytest.raises(ShapeError):
        decode(Ending, data)


@pytest.mark.parametrize(
    ("kind", "good", "field", "value"),
    [
        (Length, Length(count=1, unit="d"), "count", "1"),
        (Length, Length(count=1, unit="d"), "count", True),
        (Length, Length(count=1, unit="d"), "count", 1.0),
        (DaySpan, DaySpan(first=date(2026, 1, 5), last=None), "first", "2026-1-5"),
        (DaySpan, DaySpan(first=date(2026, 1, 5), last=None), "first", 20260105),
        (Terms, terms(), "price", 480),
        (Terms, terms(), "price", "many"),
        (Terms, terms(), "name", 7),
        (Terms, terms(), "payment_methods", "card"),
        (Terms, terms(), "cancellation", None),
        (Purchase, None, "on_site", 1),
        (Purchase, None, "adjustments", [["facial"]]),
        (Purchase, None, "adjustments", "facial"),
    ],
)
def test_a_field_of_another_type_is_refused(kind: type, good: Any, field: str, value: object) -> None:
    if good is None:
        good = sold(1).after(PurchaseId("pur-1"), None, moment("2026-01-05T10:00"))

    with pytest.raises(ShapeError):
        decode(kind, {**loads(written(good)), field: value})


@pytest.mark.parametrize("event", [{"event": "Unheard"}, {"event": ["x"]}, {}, "PaymentReceived"])
def test_an_event_that_is_not_known_is_refused(event: object) -> None:
    asked = {"at": "2026-01-05T10:00:00.000000Z", "by": "desk", "request": "book", "key": None}

    with pytest.raises(ShapeError):
        decode(Draft, {**asked, "fingerprint": "", "clients": [], "events": [event]})


def test_the_shape_of_a_type_tells_of_every_field_within() -> None:
    shape = shape_of(Purchase)

    assert all(f"{name}:" in shape for name in ("holds", "starts_at", "free_until", "count", "max_units"))
    assert shape != shape_of(Appointment)


def test_the_shape_of_a_type_is_the_same_in_every_process() -> None:
    program = (
        "from trafftpkg.domain.purchase import Purchase\n"
        "from trafftpkg.stores.lines.wire import shape_of\n"
        "print(shape_of(Purchase))"
    )

    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == shape_of(Purchase)
