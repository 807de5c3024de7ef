"""Purchases and appointments made by hand, all values literal, for what the command line makes of them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tests.lumen import POLICY
from trafftpkg.domain.appointment import Allocation, Appointment, Visit
from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import (
    AppointmentId,
    ClientKey,
    EmployeeId,
    LocationId,
    PackageId,
    PurchaseId,
    ServiceId,
)
from trafftpkg.domain.purchase import Hold, Payment, Purchase
from trafftpkg.domain.terms import Inclusion, Terms, Validity
from trafftpkg.engine.reading import View

ANA = ClientKey("cana")
FACIAL, MASSAGE = ServiceId("facial"), ServiceId("massage")
VIEW = View(
    now=datetime(2026, 1, 19, 12, tzinfo=UTC),
    time_zone="Europe/Belgrade",
    currency="EUR",
    clients={ANA: Client(key=ANA, handle="ana", name="Ana Ilić")},
)

_INCLUSION = Inclusion(service=FACIAL, min=1, max_units=6, uses=1, duration=50, list_price=Decimal("60.00"))

TERMS = Terms(
    package=PackageId("glow-10"),
    name="Glow 10",
    unit="session",
    inclusions=(_INCLUSION, replace(_INCLUSION, service=MASSAGE, min=0)),
    price=Decimal("480.00"),
    original=Decimal("600.00"),
    tax=Decimal("80.00"),
    total=Decimal("480.00"),
    deposit=Decimal("144.00"),
    payment_methods=("card", "cash"),
    validity=Validity(months=6),
    validity_from="purchase",
    redeem_by="appointment",
    priority=50,
    cancellation=POLICY,
)
HOURS = replace(
    TERMS, name="Four hours", unit="minute", inclusions=(replace(_INCLUSION, max_units=240, duration=45),)
)
HOLD = Hold(
    appointment=AppointmentId("apt-1"),
    service=FACIAL,
    employee=EmployeeId("ines"),
    location=LocationId("chiado"),
    units=1,
    starts_at=datetime(2026, 1, 20, 9, tzinfo=UTC),
)
PAYMENT = Payment(
    amount=Decimal("480.00"), method="card", reference="ch_1", at=datetime(2026, 1, 5, 9, tzinfo=UTC)
)


def purchase(**changes: Any) -> Purchase:
    """Return the purchase of the contract's example: one of ten booked, everything paid."""
    plain = Purchase(
        id=PurchaseId("pur-1"),
        client=ANA,
        terms=TERMS,
        purchased_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
        granted=10,
        received=0,
        value=Decimal("480.00"),
        pay_by=None,
        on_site=False,
        last_day=date(2026, 7, 5),
        expires_at=datetime(2026, 7, 5, 22, tzinfo=UTC),
        paid=Decimal("480.00"),
        payments=(PAYMENT,),
        holds=(HOLD,),
    )
    return replace(plain, **changes)


def appointment(**changes: Any) -> Appointment:
    """Return the appointment of the contract's example."""
    plain = Appointment(
        id=AppointmentId("apt-1"),
        client=ANA,
        visit=Visit(
            service=FACIAL,
            employee=EmployeeId("mira"),
            location=LocationId("centre"),
            time_zone="Europe/Belgrade",
            starts_at=datetime(2026, 1, 20, 9, tzinfo=UTC),
            ends_at=datetime(2026, 1, 20, 9, 50, tzinfo=UTC),
            occupied_from=datetime(2026, 1, 20, 9, tzinfo=UTC),
            occupied_until=datetime(2026, 1, 20, 10, tzinfo=UTC),
        ),
        booked_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
        allocation=(Allocation(purchase=PurchaseId("pur-1"), units=1),),
    )
    return replace(plain, **changes)
