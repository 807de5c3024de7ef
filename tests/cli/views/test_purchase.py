"""Purchases as the contract prints them."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from tests.cli.sold import FACIAL, HOURS, TERMS, VIEW, purchase
from tests.rules import rule
from trafftpkg.cli.views.purchase import purchase_object
from trafftpkg.domain.balance import VisitNumber, visit_number
from trafftpkg.domain.ids import AppointmentId
from trafftpkg.domain.purchase import Change, Ending


def test_a_purchase_is_printed_as_the_contract_shows_it() -> None:
    assert purchase_object(purchase(), VIEW) == {
        "purchase": "pur-1",
        "client": "ana",
        "client_name": "Ana Ilić",
        "package": "glow-10",
        "name": "Glow 10",
        "status": "active",
        "unit": "session",
        "granted": 10,
        "adjusted": 0,
        "received": 0,
        "available": 9,
        "booked": 1,
        "used": 0,
        "lapsed": 0,
        "refunded": 0,
        "sent": 0,
        "voided": 0,
        "services": [
            {
                "service": "facial",
                "min": 1,
                "max": 6,
                "uses": 1,
                "available": 5,
                "visits": 5,
                "booked": 1,
                "used": 0,
            },
            {
                "service": "massage",
                "min": 0,
                "max": 6,
                "uses": 1,
                "available": 6,
                "visits": 6,
                "booked": 0,
                "used": 0,
            },
        ],
        "purchased_at": "2026-01-05T10:00:00+01:00",
        "last_day": "2026-07-05",
        "expires_at": "2026-07-06T00:00:00+02:00",
        "currency": "EUR",
        "price": "480.00",
        "original": "600.00",
        "tax": "80.00",
        "total": "480.00",
        "paid": "480.00",
        "due": "0.00",
        "deposit": "144.00",
        "worth": "400.00",
        "members": [],
        "most_members": 0,
        "forgiven": 0,
        "forgivable": 0,
        "taxes": [{"id": None, "name": None, "percent": None, "amount": "80.00"}],
        "agreed": None,
        "discount": None,
        "payer": None,
        "payer_name": None,
        "first_day": None,
    }


def test_the_fields_come_in_the_order_of_the_contract() -> None:
    contract = (
        "purchase client client_name package name status unit granted adjusted received available booked "
        "used lapsed refunded sent voided services purchased_at last_day expires_at currency price original "
        "tax total paid due deposit worth members most_members forgiven forgivable taxes agreed discount "
        "payer payer_name first_day"
    )

    assert list(purchase_object(purchase(), VIEW)) == contract.split()


def test_a_visit_is_used_from_its_very_start() -> None:
    begun = replace(VIEW, now=datetime(2026, 1, 20, 9, tzinfo=UTC))

    found = purchase_object(purchase(), begun)

    assert (found["available"], found["booked"], found["used"]) == (9, 0, 1)
    assert found["services"][0] == {  # type: ignore[index]
        "service": "facial",
        "min": 1,
        "max": 6,
        "uses": 1,
        "available": 5,
        "visits": 5,
        "booked": 0,
        "used": 1,
    }


def test_after_expiry_what_was_available_is_lapsed_and_none_can_be_booked() -> None:
    over = replace(VIEW, now=datetime(2026, 7, 5, 22, tzinfo=UTC))

    found = purchase_object(purchase(), over)

    assert (found["status"], found["available"], found["lapsed"]) == ("expired", 0, 9)
    assert [each["available"] for each in found["services"]] == [0, 0]  # type: ignore[attr-defined]


def test_the_maximum_of_a_session_package_is_in_appointments_and_what_is_available_in_units() -> None:
    double = replace(TERMS.inclusions[0], uses=2, max_units=12)
    bought = purchase(terms=replace(TERMS, inclusions=(double,)), granted=5, holds=())

    service = purchase_object(bought, VIEW)["services"][0]  # type: ignore[index]

    assert (service["max"], service["uses"], service["available"]) == (6, 2, 4)


def test_an_hour_package_is_counted_in_minutes() -> None:
    found = purchase_object(purchase(terms=HOURS, granted=240, holds=()), VIEW)

    assert (found["unit"], found["available"]) == ("minute", 240)
    assert found["services"][0]["max"] == 240  # type: ignore[index]


def test_a_purchase_that_never_expires_has_no_last_day() -> None:
    found = purchase_object(purchase(last_day=None, expires_at=None), VIEW)

    assert (found["last_day"], found["expires_at"], found["status"]) == (None, None, "active")


def test_an_erased_client_is_printed_as_the_ledgers_key() -> None:
    assert purchase_object(purchase(), replace(VIEW, clients={}))["client"] == "cana"


def test_nothing_is_due_after_an_end() -> None:
    ended = purchase(paid=Decimal("100.00"), ended=Ending(kind="voided", at=VIEW.now))

    assert purchase_object(ended, VIEW)["due"] == "0.00"


def test_what_moved_away_with_units_is_owed_no_longer() -> None:
    sent = Change(kind="sent", at=VIEW.now, units=4, amount=Decimal("192.00"))
    found = purchase_object(purchase(sent=4, changes=(sent,), paid=Decimal("288.00")), VIEW)

    assert (found["total"], found["paid"], found["due"]) == ("288.00", "288.00", "0.00")


def test_adjusting_a_service_moves_its_maximum() -> None:
    found = purchase_object(purchase(adjusted=1, adjustments=((FACIAL, 1),)), VIEW)

    assert found["services"][0]["max"] == 7  # type: ignore[index]


@rule("R-2.6")
def test_visits_used_before_an_import_count_and_units_paid_back_do_not() -> None:
    paid_back = Change(kind="refunded", at=datetime(2026, 1, 6, tzinfo=UTC), units=2)
    brought_in = purchase(used_before=3, refunded=2, changes=(paid_back,))

    assert visit_number(brought_in, AppointmentId("apt-1")) == VisitNumber(visit=4, of=8)
    assert visit_number(brought_in, AppointmentId("apt-2")) is None
