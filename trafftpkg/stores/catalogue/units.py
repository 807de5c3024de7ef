"""The counts of a package in units: sessions, or minutes in hour packages."""

from trafftpkg.stores.catalogue.cross_references import CrossReferences
from trafftpkg.stores.catalogue.model import FieldBrokenError
from trafftpkg.stores.catalogue.number_forms import Quantity
from trafftpkg.stores.catalogue.schema import Inclusion, Package

NOT_WHOLE = {
    "session": "must be a whole number, because a session package counts appointments",
    "hour": "must be whole minutes. Write for example 4, 0.5 or 90m",
}


def whole_units(quantity: Quantity, unit: str) -> int | None:
    """Return sessions or minutes. None if they are not whole, or if sessions are given as a time."""
    return quantity.sessions if unit == "session" else quantity.minutes


def most_units(inclusion: Inclusion, package: Package) -> int | None:
    """Return the most units that a service may take. None if only the total limits it.

    Raises:
        FieldBrokenError: its `max` is not whole, which is reported already.
    """
    if inclusion.max is None:
        return None
    units = whole_units(inclusion.max, package.unit)
    if units is None:
        raise FieldBrokenError("max")
    return units * inclusion.uses if package.unit == "session" else units


def total_units(package: Package) -> int:
    """Return the units of all services together: the declared total, or the sum of their maxima.

    Raises:
        FieldBrokenError: neither is known, which is reported already.
    """
    if package.total is None:
        maxima = [most_units(each, package) for each in package.services]
        return sum(_known(each) for each in maxima)
    return _known(whole_units(package.total, package.unit))


def least_units(inclusion: Inclusion, package: Package, known: CrossReferences) -> int:
    """Return the units of the appointments that must be booked when buying.

    Raises:
        FieldBrokenError: an hour package's service has no known duration.
    """
    if not inclusion.min:
        return 0
    each = inclusion.uses if package.unit == "session" else _known(known.duration(inclusion.service))
    return inclusion.min * each


def most_at_purchase(inclusion: Inclusion, package: Package, known: CrossReferences) -> int:
    """Return how many appointments the package can pay for when it is bought.

    Raises:
        FieldBrokenError: an hour package's service has no known duration, or no limit is known.
    """
    each = inclusion.uses if package.unit == "session" else _known(known.duration(inclusion.service))
    most, total = most_units(inclusion, package), total_units(package)
    return (total if most is None else min(most, total)) // each


def _known(units: int | None) -> int:
    if units is None:
        raise FieldBrokenError("units")
    return units
