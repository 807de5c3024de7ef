"""Checks the business, services and employees: their names exist, and their numbers fit."""

from collections.abc import Iterator
from datetime import time
from itertools import pairwise

from trafftpkg.stores.catalogue.business_card import Contact, OpeningHours
from trafftpkg.stores.catalogue.cross_references import CrossReferences
from trafftpkg.stores.catalogue.languages import language_problems
from trafftpkg.stores.catalogue.problem import Problem
from trafftpkg.stores.catalogue.rules import amount_problems, apply, duplicate_ids, reference_problems
from trafftpkg.stores.catalogue.schema import Business, Employee, Location, Service
from trafftpkg.stores.catalogue.time_forms import WEEKDAYS, weekdays_of


def business_problems(business: Business, known: CrossReferences) -> Iterator[Problem]:
    """Yield the problems in business.yaml."""
    return apply((_taxes_once, _methods_once, _languages_once, _opening_hours_are_apart), business, known)


def service_problems(service: Service, known: CrossReferences) -> Iterator[Problem]:
    """Yield the problems in one service."""
    return apply(
        (_price_fits_currency, _taxes_exist, _timetable_says_something, language_problems), service, known
    )


def location_problems(location: Location, known: CrossReferences) -> Iterator[Problem]:
    """Yield the problems in one location."""
    return apply((language_problems, _shifts_are_apart), location, known)


def employee_problems(employee: Employee, known: CrossReferences) -> Iterator[Problem]:
    """Yield the problems in one employee."""
    return apply((_services_exist, _locations_exist, _shifts_are_apart), employee, known)


def _taxes_once(business: Business, _: CrossReferences) -> Iterator[Problem]:
    for problem in duplicate_ids(business.taxes):
        yield problem.below("taxes")


def _methods_once(business: Business, _: CrossReferences) -> Iterator[Problem]:
    return reference_problems(("payment_methods",), business.payment_methods, None, "payment_method")


def _languages_once(business: Business, _: CrossReferences) -> Iterator[Problem]:
    return reference_problems(("languages",), business.languages or [], None, "language")


def _price_fits_currency(service: Service, known: CrossReferences) -> Iterator[Problem]:
    return amount_problems(("price",), service.price, known)


def _taxes_exist(service: Service, known: CrossReferences) -> Iterator[Problem]:
    return reference_problems(("taxes",), service.taxes, known.taxes, "tax")


def _timetable_says_something(service: Service, _: CrossReferences) -> Iterator[Problem]:
    if service.timetable is not None and not service.timetable:
        problem = "needs weekdays with times. Leave timetable out if a visit may begin at any time"
        yield Problem(("timetable",), "nothing_given", problem)


def _services_exist(employee: Employee, known: CrossReferences) -> Iterator[Problem]:
    return reference_problems(("services",), employee.services, known.services, "service")


def _locations_exist(employee: Employee, known: CrossReferences) -> Iterator[Problem]:
    return reference_problems(("locations",), employee.locations, known.locations, "location")


def _opening_hours_are_apart(business: Business, known: CrossReferences) -> Iterator[Problem]:
    return (problem.below("contact") for problem in _shifts_are_apart(business.contact, known))


def _shifts_are_apart(declared: Contact | Employee | Location, _: CrossReferences) -> Iterator[Problem]:
    told: set[tuple[str, int]] = set()
    for weekday, name in enumerate(WEEKDAYS):
        shifts = sorted(_shifts_on(weekday, declared.hours))
        for (_start, end, *_before), (start, _end, key, number) in pairwise(shifts):
            if start < end and (key, number) not in told:
                told.add((key, number))
                problem = f"overlaps another shift on {name}"
                yield Problem(("hours", key, number), "overlapping_shifts", problem)


def _shifts_on(weekday: int, hours: OpeningHours) -> Iterator[tuple[int, int, str, int]]:
    """Yield start and end in minutes, and the path of the shift."""
    for key, shifts in hours.items():
        if weekday in weekdays_of(key):
            for number, (start, end) in enumerate(shifts):
                yield _minutes(start), 1440 if end is None else _minutes(end), key, number


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
