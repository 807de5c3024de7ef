"""Warnings about a catalogue without errors: what nobody can buy or book, and what the page cannot sell."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import NamedTuple

from trafftpkg.domain.catalogue import Catalogue, Opening, Service
from trafftpkg.domain.ids import LocationId, PackageId, ServiceId
from trafftpkg.domain.moments import day_of, minutes_of
from trafftpkg.domain.package import Package
from trafftpkg.domain.page_methods import paid_only_with_a_checkout
from trafftpkg.domain.wording import clock_in_words, day_in_words, units_in_words, weekdays_in_words
from trafftpkg.stores.catalogue import files as names
from trafftpkg.stores.catalogue import schema
from trafftpkg.stores.catalogue.declared import Declarations, FileProblem
from trafftpkg.stores.catalogue.fitting import (
    fits,
    givers,
    is_given,
    is_only_off_the_grid,
    locations_worked_at,
    longest_shift,
    working_time,
)
from trafftpkg.stores.catalogue.problem import Path, Problem
from trafftpkg.stores.catalogue.time_forms import weekdays_of
from trafftpkg.stores.catalogue.values import catalogue_of, minute_of


class Strictness(NamedTuple):
    """By what a catalogue is looked at.

    Args:
        now: Local to the business without an offset. None: seasons are not looked at.
        by_checkout: The methods that the page's checkouts take. None: any, as far as it is known.
    """

    now: datetime | None = None
    by_checkout: tuple[str, ...] | None = ()


def for_nobody(declared: Declarations, strict: Strictness) -> list[FileProblem]:
    """Return what is declared for nobody. The files must have no errors."""
    catalogue = catalogue_of(declared)
    today = None if strict.now is None else _day_there(strict.now, catalogue.business.time_zone)
    found = [(names.BUSINESS, problem) for problem in _of_business(catalogue, declared, strict)]
    found += ((names.SERVICES, problem) for problem in _of_services(declared, catalogue))
    found += ((names.EMPLOYEES, problem) for problem in _of_employees(declared, catalogue))
    found += ((names.LOCATIONS, problem) for problem in _of_locations(declared, catalogue))
    for package in catalogue.packages.values():
        model = declared.packages[package.id]
        if model is None or package.status == "archived":
            continue
        of_it = (
            *_over(package, today),
            *_never_booked(package, catalogue),
            *_shorter_than_notice(package, catalogue),
            *_unpayable(package, model, strict),
        )
        found += ((names.package_file(package.id), problem) for problem in of_it)
    return found


def _day_there(now: datetime, zone: str) -> date:
    return now.date() if now.tzinfo is None else day_of(now, zone)


def _warning(path: Path, code: str, problem: str) -> Problem:
    return Problem(path, code, problem, "warning")


def _of_business(catalogue: Catalogue, declared: Declarations, strict: Strictness) -> Iterator[Problem]:
    business = catalogue.business
    notice, horizon = business.booking.notice, business.booking.horizon
    if minutes_of(notice) > minutes_of(horizon):
        problem = f"is {notice}, longer than the horizon of {horizon}, so nobody could book anything"
        yield _warning(("booking", "notice"), "notice_above_horizon", problem)
    shared = [
        each
        for each in catalogue.packages.values()
        if each.status == "visible" and each.price and _has_no_methods(each.id, declared)
    ]
    if shared and not _is_paid_on_the_page(business.payment_methods, strict):
        yield _warning(("payment_methods",), "not_on_the_page", _NO_WAY_TO_PAY)


_NO_WAY_TO_PAY = (
    "can be paid only at the desk: the page takes on-site and bank-transfer, others only with a checkout. "
    "Add one of the two, or set status: hidden"
)


def _has_no_methods(package: PackageId, declared: Declarations) -> bool:
    model = declared.packages[package]
    return model is not None and model.price.payment_methods is None


def _is_paid_on_the_page(methods: tuple[str, ...], strict: Strictness) -> bool:
    if strict.by_checkout is None or paid_only_with_a_checkout(methods) != methods:
        return True
    return not set(strict.by_checkout).isdisjoint(methods)


def _of_services(declared: Declarations, catalogue: Catalogue) -> Iterator[Problem]:
    for number, model in enumerate(declared.services):
        assert model is not None
        service = catalogue.services[ServiceId(model.id)]
        for problem in _of_service(service, model, catalogue):
            yield problem.below(number)


def _of_service(service: Service, model: schema.Service, catalogue: Catalogue) -> Iterator[Problem]:
    if not givers(service, catalogue):
        yield _warning(("id",), "nobody_gives", "no employee gives it, so nobody can book it")
    elif service.timetable:
        yield from _of_timetable(service, model, catalogue)
    elif is_only_off_the_grid(service, catalogue):
        step = catalogue.business.booking.step
        problem = (
            f"fits no shift at a start of every {step}, so the page offers no time. Only the desk can book it"
        )
        yield _warning(("duration",), "fits_no_start", problem)
    elif not fits(service, catalogue):
        takes, longest = working_time(service), longest_shift(givers(service, catalogue))
        problem = (
            f"takes {units_in_words(takes, 'minute')} with its buffers, but the longest shift of those who "
            f"give it is {units_in_words(longest, 'minute')}, so nobody can book it"
        )
        yield _warning(("duration",), "fits_no_shift", problem)


def _of_timetable(service: Service, model: schema.Service, catalogue: Catalogue) -> Iterator[Problem]:
    for key, starts in (model.timetable or {}).items():
        for number, start in enumerate(starts):
            minute = start.hour * 60 + start.minute
            missing = [each for each in weekdays_of(key) if not is_given(service, (each, minute), catalogue)]
            if missing:
                when = f"{weekdays_in_words(missing)} {clock_in_words(minute)}"
                problem = (
                    f"on {when} nobody who gives it has room for it in a shift, so nobody can book it then"
                )
                yield _warning(("timetable", key, number), "fits_no_shift", problem)


def _of_employees(declared: Declarations, catalogue: Catalogue) -> Iterator[Problem]:
    for number, model in enumerate(declared.employees):
        assert model is not None
        if not any(model.hours.values()):
            yield _warning((number, "hours"), "works_never", "has no shift, so nobody can book this employee")
        for problem in _while_closed(model, catalogue):
            yield problem.below(number)


def _while_closed(model: schema.Employee, catalogue: Catalogue) -> Iterator[Problem]:
    """Shifts, or parts of them, at which each place of the employee is said to be closed."""
    places = [catalogue.locations[LocationId(each)] for each in model.locations]
    told = [each.hours or catalogue.business.contact.hours for each in places]
    if not all(told):
        return
    openings = {opening for hours in told for opening in hours}
    for key, shifts in model.hours.items():
        for number, shift in enumerate(shifts):
            closed = [each for each in weekdays_of(key) if not _is_open(each, shift, openings)]
            if closed:
                days = weekdays_in_words(closed)
                problem = f"on {days} is outside the opening hours that clients are told"
                yield _warning(("hours", key, number), "outside_opening_hours", problem)


def _is_open(weekday: int, shift: tuple[time, time | None], openings: Iterable[Opening]) -> bool:
    first, until = minute_of(shift[0]), minute_of(shift[1]) or 1440
    return any(day == weekday and start <= first and until <= end for day, start, end in openings)


def _of_locations(declared: Declarations, catalogue: Catalogue) -> Iterator[Problem]:
    worked_at = locations_worked_at(catalogue)
    for number, model in enumerate(declared.locations):
        if model is not None and model.id not in worked_at:
            yield _warning(
                (number, "id"), "nobody_works_there", "no employee works there, so nobody can book it"
            )


def _unpayable(package: Package, model: schema.Package, strict: Strictness) -> Iterator[Problem]:
    own = model.price.payment_methods is not None and package.status == "visible" and package.price
    if own and not _is_paid_on_the_page(package.payment_methods, strict):
        yield _warning(("price", "payment_methods"), "not_on_the_page", _NO_WAY_TO_PAY)


def _over(package: Package, today: date | None) -> Iterator[Problem]:
    season = None if package.on_sale is None else package.on_sale.until
    ends: dict[Path, date | None] = {
        ("validity", "until"): package.validity.until,
        ("on_sale", "until"): season,
    }
    for path, until in ends.items():
        if today is not None and until is not None and until < today:
            problem = (
                f"was {day_in_words(until)}, so nobody can buy this package any more. Set status: archived"
            )
            yield _warning(path, "season_over", problem)


def _never_booked(package: Package, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the services of a package that nobody can book, or not so that it pays."""
    unpaid = []
    for number, each in enumerate(package.inclusions):
        service = catalogue.services[each.service]
        if not fits(service, catalogue):
            buys = ", so nobody can buy this package" if each.min else ""
            problem = f"nobody can book '{service.id}'{buys}. See services.yaml"
            yield _warning(("services", number, "service"), "never_booked", problem)
        elif package.only is not None and not fits(service, catalogue, package.only):
            unpaid.append((number, service.id))
    for number, service_id in unpaid:
        problem = f"only lets it pay for no visit to '{service_id}': nobody gives it there and then"
        yield _warning(("services", number, "service"), "never_paid", problem)


def _shorter_than_notice(package: Package, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a length that is over before the first visit could begin."""
    notice = catalogue.business.booking.notice
    if package.redeem_by == "booking" or package.validity_from == "first-appointment":
        return
    days = {"days": package.validity.days, "weeks": (package.validity.weeks or 0) * 7 or None}
    for name, count in days.items():
        # The day of the sale counts beside them.
        if count is not None and (count + 1) * 1440 <= minutes_of(notice):
            problem = f"is over before a visit can begin, with a notice of {notice}, so it could pay for none"
            yield _warning(("validity", name), "shorter_than_notice", problem)
