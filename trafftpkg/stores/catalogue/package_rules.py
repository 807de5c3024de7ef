"""Checks a package, its services and its price: names exist, and numbers fit together."""

from collections.abc import Iterator

from trafftpkg.domain.pricing import charge_for
from trafftpkg.stores.catalogue.cross_references import CrossReferences
from trafftpkg.stores.catalogue.languages import language_problems
from trafftpkg.stores.catalogue.problem import Problem, did_you_mean
from trafftpkg.stores.catalogue.rules import amount_problems, apply, reference_problems
from trafftpkg.stores.catalogue.schema import Inclusion, Package
from trafftpkg.stores.catalogue.units import NOT_WHOLE, least_units, most_units, total_units, whole_units

_LENGTHS = ("days", "weeks", "months", "years")
_UNITS = {"session": "units", "hour": "minutes"}


def package_problems(package: Package, known: CrossReferences) -> Iterator[Problem]:
    """Yield the problems of a package. A rule that needs a broken field says nothing."""
    return apply(_PACKAGE_RULES, package, known)


def _no_service_twice(package: Package, _: CrossReferences) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, inclusion in enumerate(package.services):
        if inclusion.service in seen:
            problem = f"'{inclusion.service}' is included twice. Keep one"
            yield Problem(("services", number, "service"), "service_twice", problem)
        seen.add(inclusion.service)


def _total_is_whole(package: Package, _: CrossReferences) -> Iterator[Problem]:
    if package.total is not None and whole_units(package.total, package.unit) is None:
        yield Problem(("total",), "not_whole", NOT_WHOLE[package.unit])


def _total_fits_maxima(package: Package, _: CrossReferences) -> Iterator[Problem]:
    if package.total is None:
        return
    total = total_units(package)
    maxima = [most_units(each, package) for each in package.services]
    most = sum(each for each in maxima if each is not None)
    if None not in maxima and total > most:
        problem = f"is {total} {_UNITS[package.unit]}, but all max together allow only {most}"
        yield Problem(("total",), "total_above_maxima", problem)


def _minimums_fit_total(package: Package, known: CrossReferences) -> Iterator[Problem]:
    if package.total is None:
        return
    least = sum(least_units(each, package, known) for each in package.services)
    total = total_units(package)
    if least > total:
        problem = f"is {total}, but the minimum bookings need {least}, so nobody could buy this package"
        yield Problem(("total",), "minimums_above_total", problem)


def _validity_is_one_length(package: Package, _: CrossReferences) -> Iterator[Problem]:
    validity = package.validity
    if validity is None:
        return
    given = [each for each in _LENGTHS if getattr(validity, each) is not None]
    if len(given) > 1:
        yield Problem(
            ("validity", given[1]),
            "validity_unclear",
            f"is given together with '{given[0]}'. Give only one length",
        )
    if not given and validity.until is None:
        problem = "needs days, weeks, months, years or until. Leave validity out for no end"
        yield Problem(("validity",), "validity_unclear", problem)


def _inclusion_problems(package: Package, known: CrossReferences) -> Iterator[Problem]:
    """Yield the problems in each service of a package."""
    for number, inclusion in enumerate(package.services):
        for problem in apply(_INCLUSION_RULES, inclusion, package, known):
            yield problem.below("services", number)


def _service_exists(inclusion: Inclusion, _: Package, known: CrossReferences) -> Iterator[Problem]:
    service = inclusion.service
    if known.services is not None and service not in known.services:
        hint = did_you_mean(service, known.services)
        yield Problem(("service",), "unknown_service", f"there is no '{service}' in services.yaml{hint}")


def _max_is_whole(inclusion: Inclusion, package: Package, _: CrossReferences) -> Iterator[Problem]:
    if inclusion.max is not None and whole_units(inclusion.max, package.unit) is None:
        yield Problem(("max",), "not_whole", NOT_WHOLE[package.unit])


def _max_is_given(inclusion: Inclusion, package: Package, _: CrossReferences) -> Iterator[Problem]:
    if inclusion.max is None and package.total is None:
        yield Problem(("max",), "missing", "is required here, because the package has no total")


def _uses_are_of_sessions(inclusion: Inclusion, package: Package, _: CrossReferences) -> Iterator[Problem]:
    if package.unit == "hour" and inclusion.uses != 1:
        problem = "is only for session packages. In an hour package, an appointment takes its duration"
        yield Problem(("uses",), "uses_in_hours", problem)


def _min_fits_max(inclusion: Inclusion, package: Package, known: CrossReferences) -> Iterator[Problem]:
    most = most_units(inclusion, package)
    if most is None:
        return
    least = least_units(inclusion, package, known)
    if least > most:
        unit = "units" if package.unit == "session" else "minutes"
        problem = f"is {inclusion.min}, which needs {least} {unit}, but max allows {most}"
        yield Problem(("min",), "minimum_above_maximum", problem)


def _at_purchase_fits_min(inclusion: Inclusion, _: Package, __: CrossReferences) -> Iterator[Problem]:
    most = inclusion.max_at_purchase
    if most is not None and most < inclusion.min:
        problem = f"is {most}, but min needs {inclusion.min}, so nobody could buy this package"
        yield Problem(("max_at_purchase",), "minimum_above_maximum", problem)


def _uses_fit_total(inclusion: Inclusion, package: Package, _: CrossReferences) -> Iterator[Problem]:
    if inclusion.uses == 1 or package.unit == "hour":
        return
    total = total_units(package)
    if inclusion.uses > total:
        problem = f"is {inclusion.uses}, but the whole package has {total}, so nobody could book it"
        yield Problem(("uses",), "uses_above_total", problem)


_INCLUSION_RULES = (
    _service_exists,
    _max_is_whole,
    _max_is_given,
    _uses_are_of_sessions,
    _min_fits_max,
    _at_purchase_fits_min,
    _uses_fit_total,
)


def _price_problems(package: Package, known: CrossReferences) -> Iterator[Problem]:
    """Yield the problems in the price of a package."""
    return apply(_PRICE_RULES, package, known)


def _amount_fits_currency(package: Package, known: CrossReferences) -> Iterator[Problem]:
    return amount_problems(("price", "amount"), package.price.amount, known)


def _original_fits_currency(package: Package, known: CrossReferences) -> Iterator[Problem]:
    return amount_problems(("price", "original"), package.price.original, known)


def _deposit_fits_currency(package: Package, known: CrossReferences) -> Iterator[Problem]:
    if package.price.deposit is not None:
        yield from amount_problems(("price", "deposit", "amount"), package.price.deposit.amount, known)


def _taxes_exist(package: Package, known: CrossReferences) -> Iterator[Problem]:
    return reference_problems(("price", "taxes"), package.price.taxes, known.taxes, "tax")


def _payment_methods_exist(package: Package, known: CrossReferences) -> Iterator[Problem]:
    methods = package.price.payment_methods or []
    return reference_problems(("price", "payment_methods"), methods, known.payment_methods, "payment_method")


def _deposit_is_one(package: Package, _: CrossReferences) -> Iterator[Problem]:
    deposit = package.price.deposit
    if deposit is not None and (deposit.percent is None) == (deposit.amount is None):
        yield Problem(("price", "deposit"), "deposit_unclear", "must be either a percent or an amount")


def _deposit_fits_total(package: Package, known: CrossReferences) -> Iterator[Problem]:
    price = package.price
    if price.deposit is None or price.deposit.amount is None or known.currency is None:
        return
    taxes = [(known.taxes or {}).get(each) for each in price.taxes]
    good = tuple(each for each in taxes if each is not None)
    if len(good) < len(taxes):
        return
    total = charge_for(price.amount, good, known.currency).total
    if price.deposit.amount > total:
        problem = f"is {price.deposit.amount}, more than the total of {total}"
        yield Problem(("price", "deposit", "amount"), "deposit_above_total", problem)


_PRICE_RULES = (
    _amount_fits_currency,
    _original_fits_currency,
    _deposit_fits_currency,
    _taxes_exist,
    _payment_methods_exist,
    _deposit_is_one,
    _deposit_fits_total,
)


def _only_names_what_exists(package: Package, known: CrossReferences) -> Iterator[Problem]:
    if package.only is not None:
        locations, employees = package.only.locations or [], package.only.employees or []
        yield from reference_problems(("only", "locations"), locations, known.locations, "location")
        yield from reference_problems(("only", "employees"), employees, known.employees, "employee")


def _only_says_something(package: Package, _: CrossReferences) -> Iterator[Problem]:
    only = package.only
    if only is not None and not (only.locations or only.employees or only.days or only.hours):
        problem = "needs locations, employees, days or hours. Leave only out for all visits"
        yield Problem(("only",), "nothing_given", problem)


def _season_has_days(package: Package, _: CrossReferences) -> Iterator[Problem]:
    season = package.on_sale
    if season is None or season.first is None:
        return
    if season.until is not None and season.until < season.first:
        problem = f"is {season.until}, before the first day, {season.first}"
        yield Problem(("on_sale", "until"), "out_of_order", problem)
    ends = None if package.validity is None else package.validity.until
    if ends is not None and ends < season.first:
        problem = f"is {season.first}, but the package is valid only until {ends}, so nobody could buy it"
        yield Problem(("on_sale", "from"), "out_of_order", problem)


_PACKAGE_RULES = (
    _inclusion_problems,
    _price_problems,
    _no_service_twice,
    _total_is_whole,
    _total_fits_maxima,
    _minimums_fit_total,
    _validity_is_one_length,
    _only_names_what_exists,
    _only_says_something,
    _season_has_days,
    language_problems,
)
