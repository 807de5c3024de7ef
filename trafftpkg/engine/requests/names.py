"""What requests look up in the catalogue, with the nearest known name where there is none."""

from collections.abc import Mapping
from typing import TypeVar, cast

from trafftpkg.domain.catalogue import Catalogue, Employee, Location, Service
from trafftpkg.domain.errors.naming import (
    UnknownEmployeeError,
    UnknownError,
    UnknownLocationError,
    UnknownPackageError,
    UnknownServiceError,
)
from trafftpkg.domain.package import Package

Id = TypeVar("Id", bound=str)
T = TypeVar("T")


def service_named(catalogue: Catalogue, typed: str) -> Service:
    """Return a service, or raise UnknownServiceError."""
    return _named(catalogue.services, typed, UnknownServiceError)


def employee_named(catalogue: Catalogue, typed: str) -> Employee:
    """Return an employee, or raise UnknownEmployeeError."""
    return _named(catalogue.employees, typed, UnknownEmployeeError)


def location_named(catalogue: Catalogue, typed: str) -> Location:
    """Return a location, or raise UnknownLocationError."""
    return _named(catalogue.locations, typed, UnknownLocationError)


def package_named(catalogue: Catalogue, typed: str) -> Package:
    """Return a package, or raise UnknownPackageError."""
    return _named(catalogue.packages, typed, UnknownPackageError)


def _named(known: Mapping[Id, T], typed: str, error: type[UnknownError]) -> T:
    found = known.get(cast(Id, typed))
    if found is None:
        from trafftpkg.domain.errors.naming import nearest  # only when something is wrong

        raise error(typed=typed, nearest=nearest(typed, known))
    return found
