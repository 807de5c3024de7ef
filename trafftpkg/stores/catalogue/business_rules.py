"""Checks the business, services and employees: their names exist, and their numbers fit."""

from collections.abc import Iterator
from datetime import time
from itertools import pairwise

from trafftpkg.stores.catalogue.business_card import Contact, OpeningHours
from trafftpkg.stores.catalogue.cross_references import CrossReferences
from trafftpkg.stores.catalogue.fault import Fault
from trafftpkg.stores.catalogue.languages import language_faults
from trafftpkg.stores.catalogue.rules import amount_faults, apply, duplicate_ids, reference_faults
from trafftpkg.stores.catalogue.schema import Business, Employee, Location, Service
from trafftpkg.stores.catalogue.time_forms import WEEKDAYS, weekdays_of


def business_faults(business: Business, known: CrossReferences) -> Iterator[Fault]:
    """Yield the faults in business.yaml."""
    return apply((_taxes_once, _methods_once, _languages_once, _opening_hours_are_apart), business, known)


def service_faults(service: Service, known: CrossReferences) -> Iterator[Fault]:
    """Yield the faults in one service."""
    return apply(
        (_price_fits_currency, _taxes_exist, _timetable_says_something, language_faults), service, known
    )


def location_faults(location: Location, known: CrossReferences) -> Iterator[Fault]:
    """Yield the faults in one location."""
    return apply((language_faults, _shifts_are_apart), location, known)


def employee_faults(employee: Employee, known: CrossReferences) -> Iterator[Fault]:
    """Yield the faults in one employee."""
    return apply((_services_exist, _locations_exist, _shifts_are_apart), employee, known)


def _taxes_once(business: Business, _: CrossReferences) -> Iterator[Fault]:
    for fault in duplicate_ids(business.taxes):
        yield fault.below("taxes")


def _methods_once(business: Business, _: CrossReferences) -> Iterator[Fault]:
    return reference_faults(("payment_methods",), business.payment_methods, None, "payment_method")


def _languages_once(business: Business, _: CrossReferences) -> Iterator[Fault]:
    return reference_faults(("languages",), business.languages or [], None, "language")


def _price_fits_currency(service: Service, known: CrossReferences) -> Iterator[Fault]:
    return amount_faults(("price",), service.price, known)


def _taxes_exist(service: Service, known: CrossReferences) -> Iterator[Fault]:
    return reference_faults(("taxes",), service.taxes, known.taxes, "tax")


def _timetable_says_something(service: Service, _: CrossReferences) -> Iterator[Fault]:
    if service.timetable is not None and not service.timetable:
        problem = "needs weekdays with times. Leave timetable out if a visit may begin at any time"
        yield Fault(("timetable",), "nothing_given", problem)


def _services_exist(employee: Employee, known: CrossReferences) -> Iterator[Fault]:
    return reference_faults(("services",), employee.services, known.services, "service")


def _locations_exist(employee: Employee, known: CrossReferences) -> Iterator[Fault]:
    return reference_faults(("locations",), employee.locations, known.locations, "location")


def _opening_hours_are_apart(business: Business, known: CrossReferences) -> Iterator[Fault]:
    return (fault.below("contact") for fault in _shifts_are_apart(business.contact, known))


def _shifts_are_apart(declared: Contact | Employee | Location, _: CrossReferences) -> Iterator[Fault]:
    told: set[tuple[str, int]] = set()
    for weekday, name in enumerate(WEEKDAYS):
        shifts = sorted(_shifts_on(weekday, declared.hours))
        for (_start, end, *_before), (start, _end, key, number) in pairwise(shifts):
            if start < end and (key, number) not in told:
                told.add((key, number))
                problem = f"overlaps another shift on {name}"
                yield Fault(("hours", key, number), "overlapping_shifts", problem)


def _shifts_on(weekday: int, hours: OpeningHours) -> Iterator[tuple[int, int, str, int]]:
    """Yield start and end in minutes, and the path of the shift."""
    for key, shifts in hours.items():
        if weekday in weekdays_of(key):
            for number, (start, end) in enumerate(shifts):
                yield _minutes(start), 1440 if end is None else _minutes(end), key, number


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
