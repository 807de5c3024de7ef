"""A small trade, built by hand: what the engine would decide, as drafts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from trafftpkg.domain.appointment import Allocation, Visit
from trafftpkg.domain.entry import Draft
from trafftpkg.domain.events.base import Event, Expiry
from trafftpkg.domain.events.booking import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentRescheduled,
    Release,
)
from trafftpkg.domain.events.diary import EmployeeBlocked, EmployeeUnblocked
from trafftpkg.domain.events.ending import PurchaseFrozen
from trafftpkg.domain.events.ledger import ClientsMerged
from trafftpkg.domain.events.paying import PaymentReceived
from trafftpkg.domain.events.selling import PackagePurchased
from trafftpkg.domain.events.sharing import PurchaseShared, PurchaseUnshared
from trafftpkg.domain.header import Header
from trafftpkg.domain.ids import (
    AppointmentId,
    BlockId,
    ClientKey,
    EmployeeId,
    LocationId,
    PackageId,
    PurchaseId,
    ServiceId,
)
from trafftpkg.domain.moments import DaySpan, Length
from trafftpkg.domain.terms import CancellationPolicy, Inclusion, Terms, Validity

OPENING = Header(ledger="led-1", time_zone="Europe/Belgrade", currency="EUR")
ANA = ClientKey("c-ana")
EVE = ClientKey("c-eve")
MIRA = EmployeeId("mira")
LENA = EmployeeId("lena")

POLICY = CancellationPolicy(
    free_until=Length(count=24, unit="h"),
    late="keep",
    no_show="keep",
    forgiven=0,
    make_good=Length(count=30, unit="d"),
)


def moment(text: str) -> datetime:
    """Return a moment typed as `2026-01-05T10:00`, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def terms(package: str = "glow-10", *, total: int = 10) -> Terms:
    """Return the terms of a package of one service, `facial`."""
    inclusion = Inclusion(
        service=ServiceId("facial"), min=0, max_units=total, uses=1, duration=50, list_price=Decimal("60.00")
    )
    return Terms(
        package=PackageId(package),
        name="Glow — dəri, 輝き",
        unit="session",
        inclusions=(inclusion,),
        price=Decimal("480.00"),
        original=None,
        tax=Decimal("80.00"),
        total=Decimal("480.00"),
        deposit=None,
        payment_methods=("card",),
        validity=Validity(months=6),
        validity_from="purchase",
        redeem_by="appointment",
        priority=50,
        cancellation=POLICY,
    )


def draft(
    at: str, *events: Event, request: str = "book", key: str | None = None, client: ClientKey = ANA
) -> Draft:
    """Return a request decided at a moment."""
    return Draft(
        at=moment(at),
        by="desk",
        request=request,
        key=key,
        fingerprint="f" * 64,
        clients=(client,),
        events=events,
    )


def sold(
    n: int,
    client: ClientKey = ANA,
    *,
    package: str = "glow-10",
    granted: int = 10,
    pay_by: str | None = None,
    expires_at: str | None = "2026-07-05T22:00",
    payer: ClientKey | None = None,
) -> PackagePurchased:
    """Return the sale of purchase `n`, unpaid."""
    return PackagePurchased(
        purchase=PurchaseId(f"pur-{n}"),
        client=client,
        terms=terms(package, total=granted),
        granted=granted,
        value=Decimal("480.00"),
        pay_by=moment(pay_by) if pay_by else None,
        on_site=False,
        expiry=Expiry(
            purchase=PurchaseId(f"pur-{n}"),
            start_day=date(2026, 1, 5),
            base_day=date(2026, 7, 5),
            last_day=date(2026, 7, 5),
            expires_at=moment(expires_at) if expires_at else None,
        ),
        payer=payer,
    )


def paid(n: int, amount: str = "480.00") -> PaymentReceived:
    """Return a payment for purchase `n`."""
    return PaymentReceived(
        purchase=PurchaseId(f"pur-{n}"),
        appointment=None,
        amount=Decimal(amount),
        method="card",
        reference=None,
    )


def visit(start: str, *, employee: EmployeeId = MIRA, minutes: int = 50, buffer: int = 10) -> Visit:
    """Return a visit that begins at a moment, with a buffer after it."""
    starts_at = moment(start)
    ends_at = starts_at + timedelta(minutes=minutes)
    return Visit(
        service=ServiceId("facial"),
        employee=employee,
        location=LocationId("centre"),
        time_zone="Europe/Belgrade",
        starts_at=starts_at,
        ends_at=ends_at,
        occupied_from=starts_at,
        occupied_until=ends_at + timedelta(minutes=buffer),
    )


def booked(
    n: int,
    start: str,
    *,
    purchase: int | None = 1,
    client: ClientKey = ANA,
    employee: EmployeeId = MIRA,
    minutes: int = 50,
) -> AppointmentBooked:
    """Return the booking of appointment `n`, paid with one unit of a purchase, or without a package."""
    pays = () if purchase is None else (Allocation(purchase=PurchaseId(f"pur-{purchase}"), units=1),)
    return AppointmentBooked(
        appointment=AppointmentId(f"apt-{n}"),
        client=client,
        visit=visit(start, employee=employee, minutes=minutes),
        allocation=pays,
        price=Decimal("60.00") if purchase is None else None,
    )


def rescheduled(n: int, start: str, *, purchase: int = 1) -> AppointmentRescheduled:
    """Return the move of appointment `n` to another start."""
    return AppointmentRescheduled(
        appointment=AppointmentId(f"apt-{n}"),
        purchases=(PurchaseId(f"pur-{purchase}"),),
        visit=visit(start),
    )


def cancelled(n: int, *, purchase: int = 1) -> AppointmentCancelled:
    """Return the cancellation in time of appointment `n`."""
    pays = PurchaseId(f"pur-{purchase}")
    return AppointmentCancelled(
        appointment=AppointmentId(f"apt-{n}"),
        by="client",
        purchases=(pays,),
        kept=False,
        released=(Release(purchase=pays, units=1, to="available"),),
    )


def frozen(n: int) -> PurchaseFrozen:
    """Return the freeze of purchase `n` from 1 to 10 February 2026."""
    expiry = Expiry(
        purchase=PurchaseId(f"pur-{n}"),
        start_day=date(2026, 1, 5),
        base_day=date(2026, 7, 5),
        last_day=date(2026, 7, 15),
        expires_at=moment("2026-07-15T22:00"),
    )
    days = DaySpan(first=date(2026, 2, 1), last=date(2026, 2, 10))
    return PurchaseFrozen(purchase=expiry.purchase, freezes=(days,), expiry=expiry)


def sale(at: str, n: int, client: ClientKey = ANA, key: str | None = None) -> Draft:
    """Return the request that sold purchase `n`, paid in full."""
    return draft(at, sold(n, client), paid(n), request="purchase", key=key, client=client)


def blocked(n: int, start: str, end: str, *, employee: EmployeeId = MIRA) -> EmployeeBlocked:
    """Return the absence `n` of an employee."""
    return EmployeeBlocked(
        block=BlockId(f"blk-{n}"),
        employee=employee,
        time_zone="Europe/Belgrade",
        starts_at=moment(start),
        ends_at=moment(end),
    )


def unblocked(n: int) -> EmployeeUnblocked:
    """Return that absence `n` was taken back."""
    return EmployeeUnblocked(block=BlockId(f"blk-{n}"), employee=MIRA)


def merged(
    purchases: tuple[int, ...], appointments: tuple[int, ...] = (), paid_for: tuple[int, ...] = ()
) -> ClientsMerged:
    """Return that Eve is Ana, who has these purchases and appointments of hers now, and pays for these."""
    return ClientsMerged(
        kept=ANA,
        merged=EVE,
        purchases=tuple(PurchaseId(f"pur-{n}") for n in purchases),
        appointments=tuple(AppointmentId(f"apt-{n}") for n in appointments),
        paid_for=tuple(PurchaseId(f"pur-{n}") for n in paid_for),
    )


def shared(n: int, *members: ClientKey) -> PurchaseShared:
    """Clients may redeem from a purchase of another."""
    return PurchaseShared(purchase=PurchaseId(f"pur-{n}"), members=members)


def unshared(n: int, *members: ClientKey) -> PurchaseUnshared:
    """They no longer may."""
    return PurchaseUnshared(purchase=PurchaseId(f"pur-{n}"), members=members)
