"""Filters on values, the same as `filters` has in SQL; a property test checks that they agree."""

from collections.abc import Iterable
from datetime import datetime

from trafftpkg.domain.appointment import Appointment, appointment_status
from trafftpkg.domain.balance import balance_of, free_units, is_expired, status_of
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.ids import ClientKey, number_of
from trafftpkg.domain.package import is_sold
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.worth import due_of


def purchases_fitting(
    purchases: Iterable[Purchase], wanted: PurchaseFilter, now: datetime, zone: str
) -> list[Purchase]:
    """Return the purchases that fit, judged at `now`, in the order asked for, without the limit."""
    every = sorted(purchases, key=lambda each: (*_place(each, wanted, now), number_of(each.id)))
    if wanted.after is not None:
        places = [each.id for each in every]
        every = every[places.index(wanted.after) + 1 :] if wanted.after in places else []
    return [each for each in every if _fits(each, wanted, now, zone)]


def appointments_fitting(
    appointments: Iterable[Appointment], wanted: AppointmentFilter, now: datetime
) -> list[Appointment]:
    """Return the appointments that fit, judged at `now`, by start, then id, without the limit."""
    return by_start(each for each in appointments if _appointment_fits(each, wanted, now))


def by_start(appointments: Iterable[Appointment]) -> list[Appointment]:
    """Return appointments by start, then id."""
    return sorted(appointments, key=lambda each: (each.visit.starts_at, number_of(each.id)))


def _fits(purchase: Purchase, wanted: PurchaseFilter, now: datetime, zone: str) -> bool:
    return (
        wanted.client in (None, *_whose(purchase, wanted))
        and wanted.payer in (None, purchase.payer)
        and wanted.package in (None, purchase.terms.package)
        and (not wanted.statuses or status_of(purchase, now, zone) in wanted.statuses)
        and (not wanted.due or due_of(purchase) > 0)
        and (not wanted.sold or is_sold(purchase))
        and wanted.reference in (None, *(each.reference for each in purchase.payments))
        and (wanted.expiring_until is None or _is_expiring(purchase, now, wanted.expiring_until))
        and (
            wanted.available_at_most is None
            or free_units(purchase) <= _few(purchase, wanted.available_at_most)
        )
    )


def _whose(purchase: Purchase, wanted: PurchaseFilter) -> tuple[ClientKey, ...]:
    if wanted.due:
        return (purchase.paid_by,)
    return purchase.redeemers if wanted.shared else (purchase.client,)


def _few(purchase: Purchase, most: int) -> int:
    return most if purchase.terms.unit == "session" else 60 * most


def _is_expiring(purchase: Purchase, now: datetime, until: datetime) -> bool:
    if purchase.ended or purchase.expires_at is None or is_expired(purchase, now):
        return False
    return free_units(purchase) > 0 and purchase.expires_at <= until


def _place(purchase: Purchase, wanted: PurchaseFilter, now: datetime) -> tuple[object, ...]:
    match wanted.sort:
        case "purchased_at":
            return ()
        case "expires_at":
            return (0, purchase.expires_at) if purchase.expires_at is not None else (1,)
        case "package":
            return (purchase.terms.package,)
        case "due":
            return (-due_of(purchase),)
        case "available":
            return (balance_of(purchase, now).available,)


def _appointment_fits(appointment: Appointment, wanted: AppointmentFilter, now: datetime) -> bool:
    visit = appointment.visit
    return (
        wanted.client in (None, appointment.client)
        and wanted.employee in (None, visit.employee)
        and wanted.location in (None, visit.location)
        and wanted.service in (None, visit.service)
        and (not wanted.statuses or appointment_status(appointment, now) in wanted.statuses)
        and (not wanted.due or bool(appointment.due))
        and wanted.reference in (None, *(each.reference for each in appointment.payments))
        and (wanted.starting_from is None or wanted.starting_from <= visit.starts_at)
        and (wanted.starting_before is None or visit.starts_at < wanted.starting_before)
    )
