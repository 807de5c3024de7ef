"""A business of twenty employees, each with a service of their own, so that desks only share the ledger."""

from dataclasses import replace
from datetime import datetime, timedelta

from tests.lumen import LUMEN, employee, inclusion, package, service
from tests.stores.postgres.desks import Desk
from trafftpkg.domain.ids import ServiceId
from trafftpkg.domain.terms import Inclusion

EMPLOYEES = 20
VISITS = 10
"""How many visits one package pays."""


def _of(n: int) -> Inclusion:
    return replace(inclusion("facial", VISITS), service=ServiceId(f"visit-{n}"))


DESK_SHOP = replace(
    LUMEN,
    business=replace(
        LUMEN.business,
        time_zone="Europe/Lisbon",  # as in the ledgers that `generate.py` writes
        booking=replace(LUMEN.business.booking, horizon=replace(LUMEN.business.booking.horizon, count=3650)),
    ),
    services={each.id: each for each in (service(f"visit-{n}", 50, "60.00") for n in range(EMPLOYEES))},
    employees={
        each.id: each for each in (employee(f"emp-{n}", f"visit-{n}", "centre") for n in range(EMPLOYEES))
    },
    packages={each.id: each for each in (package(f"ten-{n}", _of(n)) for n in range(EMPLOYEES))},
)


def desk_for(address: str, place: int) -> Desk:
    """Return a desk that sells and books in this business."""
    return Desk(address, catalogue=DESK_SHOP)


def start_of_visit(n: int) -> str:
    """Return when the n-th visit of an employee begins: twelve a day, as typed."""
    day, hour = divmod(n, 12)
    return f"{datetime(2026, 1, 12, 8 + hour) + timedelta(days=day):%Y-%m-%dT%H:%M}"
