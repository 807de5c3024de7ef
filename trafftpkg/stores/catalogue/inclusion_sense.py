"""Whether each service of a package makes sense: it exists, and its numbers fit."""

from collections.abc import Iterator

from trafftpkg.stores.catalogue.cross_references import CrossReferences
from trafftpkg.stores.catalogue.fault import Fault, did_you_mean
from trafftpkg.stores.catalogue.rules import apply
from trafftpkg.stores.catalogue.schema import Inclusion, Package
from trafftpkg.stores.catalogue.units import NOT_WHOLE, least_units, most_units, total_units, whole_units


def inclusion_faults(package: Package, known: CrossReferences) -> Iterator[Fault]:
    """Yield what makes no sense in each service of the package."""
    for number, inclusion in enumerate(package.services):
        for fault in apply(_RULES, inclusion, package, known):
            yield fault.below("services", number)


def _service_exists(inclusion: Inclusion, _: Package, known: CrossReferences) -> Iterator[Fault]:
    service = inclusion.service
    if known.services is not None and service not in known.services:
        hint = did_you_mean(service, known.services)
        yield Fault(("service",), "unknown_service", f"services.yaml declares no '{service}'{hint}")


def _max_is_whole(inclusion: Inclusion, package: Package, _: CrossReferences) -> Iterator[Fault]:
    if inclusion.max is not None and whole_units(inclusion.max, package.unit) is None:
        yield Fault(("max",), "not_whole", NOT_WHOLE[package.unit])


def _max_is_given(inclusion: Inclusion, package: Package, _: CrossReferences) -> Iterator[Fault]:
    if inclusion.max is None and package.total is None:
        yield Fault(("max",), "missing", "is missing; only where the package has a total may it be left out")


def _uses_are_of_sessions(inclusion: Inclusion, package: Package, _: CrossReferences) -> Iterator[Fault]:
    if package.unit == "hour" and inclusion.uses != 1:
        problem = "counts sessions; in an hour package an appointment takes its duration"
        yield Fault(("uses",), "uses_in_hours", problem)


def _min_fits_max(inclusion: Inclusion, package: Package, known: CrossReferences) -> Iterator[Fault]:
    most = most_units(inclusion, package)
    if most is None:
        return
    least = least_units(inclusion, package, known)
    if least > most:
        unit = "units" if package.unit == "session" else "minutes"
        problem = f"is {inclusion.min}, which takes {least} {unit}, and max allows {most}"
        yield Fault(("min",), "minimum_above_maximum", problem)


def _uses_fit_total(inclusion: Inclusion, package: Package, _: CrossReferences) -> Iterator[Fault]:
    if inclusion.uses == 1 or package.unit == "hour":
        return
    total = total_units(package)
    if inclusion.uses > total:
        problem = f"is {inclusion.uses}, and the whole package holds {total}: it could never be booked"
        yield Fault(("uses",), "uses_above_total", problem)


_RULES = (
    _service_exists,
    _max_is_whole,
    _max_is_given,
    _uses_are_of_sessions,
    _min_fits_max,
    _uses_fit_total,
)
