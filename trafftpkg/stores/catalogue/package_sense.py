"""Whether a package makes sense: what it names exists, and its numbers fit together."""

from collections.abc import Iterator

from trafftpkg.stores.catalogue.cross_references import CrossReferences
from trafftpkg.stores.catalogue.fault import Fault
from trafftpkg.stores.catalogue.inclusion_sense import inclusion_faults
from trafftpkg.stores.catalogue.price_sense import price_faults
from trafftpkg.stores.catalogue.rules import apply
from trafftpkg.stores.catalogue.schema import Package
from trafftpkg.stores.catalogue.units import NOT_WHOLE, least_units, most_units, total_units, whole_units

_LENGTHS = ("days", "weeks", "months", "years")
_UNITS = {"session": "units", "hour": "minutes"}


def package_faults(package: Package, known: CrossReferences) -> Iterator[Fault]:
    """Yield what makes no sense; a rule that needs a broken field says nothing."""
    return apply(_RULES, package, known)


def _no_service_twice(package: Package, _: CrossReferences) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, inclusion in enumerate(package.services):
        if inclusion.service in seen:
            problem = f"'{inclusion.service}' is included a second time; keep one"
            yield Fault(("services", number, "service"), "service_twice", problem)
        seen.add(inclusion.service)


def _total_is_whole(package: Package, _: CrossReferences) -> Iterator[Fault]:
    if package.total is not None and whole_units(package.total, package.unit) is None:
        yield Fault(("total",), "not_whole", NOT_WHOLE[package.unit])


def _total_fits_maxima(package: Package, _: CrossReferences) -> Iterator[Fault]:
    if package.total is None:
        return
    total = total_units(package)
    maxima = [most_units(each, package) for each in package.services]
    most = sum(each for each in maxima if each is not None)
    if None not in maxima and total > most:
        rest = f"all maxima together are {most}: the rest could never be redeemed"
        problem = f"is {total} {_UNITS[package.unit]}, and {rest}"
        yield Fault(("total",), "total_above_maxima", problem)


def _minimums_fit_total(package: Package, known: CrossReferences) -> Iterator[Fault]:
    if package.total is None:
        return
    least = sum(least_units(each, package, known) for each in package.services)
    total = total_units(package)
    if least > total:
        problem = (
            f"is {total} {_UNITS[package.unit]}, and the minimums take {least}: it could never be bought"
        )
        yield Fault(("total",), "minimums_above_total", problem)


def _validity_is_one_length(package: Package, _: CrossReferences) -> Iterator[Fault]:
    validity = package.validity
    if validity is None:
        return
    given = [each for each in _LENGTHS if getattr(validity, each) is not None]
    if len(given) > 1:
        yield Fault(
            ("validity", given[1]), "validity_unclear", f"stands beside '{given[0]}'; give one length"
        )
    if not given and validity.until is None:
        problem = "needs days, weeks, months, years or until; leave validity out for no end"
        yield Fault(("validity",), "validity_unclear", problem)


_RULES = (
    inclusion_faults,
    price_faults,
    _no_service_twice,
    _total_is_whole,
    _total_fits_maxima,
    _minimums_fit_total,
    _validity_is_one_length,
)
