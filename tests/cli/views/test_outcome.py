"""What a request did, as the contract prints it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.cli.sold import PAYMENT, VIEW, appointment, purchase
from trafftpkg.cli.views.outcome import outcome_object
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.engine.outcomes import Outcome, PaymentMade

ENTRY = Entry(
    v=2,
    seq=3,
    at=datetime(2026, 1, 5, 9, tzinfo=UTC),
    by="desk",
    request="book",
    key="order-7",
    fingerprint="f",
    rules=2,
    clients=(),
    events=(),
    hash="0",
)
BOOKED = Outcome(
    entry=ENTRY,
    replayed=True,
    dry_run=False,
    view=replace(VIEW, payers={PurchaseId("pur-1"): purchase()}),
    things=(purchase(), appointment()),
    payments=(PaymentMade(purchase=PurchaseId("pur-1"), appointment=None, payment=PAYMENT),),
    new=frozenset({"apt-1"}),
)


def test_the_entry_is_named_with_its_key_and_whether_it_was_replayed() -> None:
    assert outcome_object(BOOKED)["entry"] == {
        "seq": 3,
        "at": "2026-01-05T10:00:00+01:00",
        "request": "book",
        "idempotency_key": "order-7",
        "replayed": True,
    }


def test_an_appointment_is_printed_as_the_contract_shows_it() -> None:
    (found,) = _list(outcome_object(BOOKED)["appointments"])

    assert found == {
        "appointment": "apt-1",
        "client": "ana",
        "client_name": "Ana Ilić",
        "service": "facial",
        "employee": "mira",
        "location": "centre",
        "starts_at": "2026-01-20T10:00:00+01:00",
        "ends_at": "2026-01-20T10:50:00+01:00",
        "status": "booked",
        "party": 1,
        "units": 1,
        "allocation": [{"purchase": "pur-1", "units": 1, "visit": 1, "of": 10}],
    }


def test_an_appointments_moments_are_its_locations_not_the_business_s() -> None:
    visit = replace(appointment().visit, time_zone="Asia/Tokyo")
    outcome = replace(BOOKED, things=(appointment(visit=visit),))

    (found,) = _list(outcome_object(outcome)["appointments"])

    assert found["starts_at"] == "2026-01-20T18:00:00+09:00"


def test_a_payment_names_what_it_was_for() -> None:
    (found,) = _list(outcome_object(BOOKED)["payments"])

    assert list(found)[:5] == ["purchase", "amount", "method", "reference", "at"]
    assert (found["purchase"], found["amount"], found["appointment"]) == ("pur-1", "480.00", None)


def test_in_a_dry_run_ids_not_yet_given_are_null_wherever_they_stand() -> None:
    quote = replace(BOOKED, entry=None, dry_run=True, new=frozenset({"apt-1", "pur-1"}))

    found = outcome_object(quote)

    assert (found["entry"], found["dry_run"]) == (None, True)
    assert _list(found["purchases"])[0]["purchase"] is None
    assert _list(found["appointments"])[0]["appointment"] is None
    assert _list(found["appointments"])[0]["allocation"] == [
        {"purchase": None, "units": 1, "visit": 1, "of": 10}
    ]
    assert _list(found["payments"])[0]["purchase"] is None


def test_in_a_dry_run_ids_that_were_there_before_stay() -> None:
    quote = replace(BOOKED, entry=None, dry_run=True)

    found = outcome_object(quote)

    assert _list(found["purchases"])[0]["purchase"] == "pur-1"
    assert _list(found["appointments"])[0]["allocation"] == [
        {"purchase": "pur-1", "units": 1, "visit": 1, "of": 10}
    ]


def _list(value: object) -> list[dict[str, Any]]:
    assert isinstance(value, list)
    return value
