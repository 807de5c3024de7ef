"""Names of services, employees and locations: from the catalogue if it is valid, otherwise their ids."""

from typing import TYPE_CHECKING

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.ids import EmployeeId, LocationId, ServiceId

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk
    from trafftpkg.domain.catalogue import Catalogue


class CatalogueNames:
    """Names for people. A broken catalogue does not keep anyone from reading the ledger."""

    def __init__(self, desk: "Desk") -> None:
        self._catalogue = _catalogue_if_good(desk)

    def business(self) -> str | None:
        """`Studio Lumen`; None where nothing declares it."""
        return self._catalogue.business.name if self._catalogue else None

    def service(self, service: ServiceId) -> str:
        """`Facial`, or `facial` where nothing declares it."""
        found = self._catalogue.services.get(service) if self._catalogue else None
        return found.name if found else service

    def employee(self, employee: EmployeeId) -> str:
        """`Mira`, or `mira`."""
        found = self._catalogue.employees.get(employee) if self._catalogue else None
        return found.name if found else employee

    def location(self, location: LocationId) -> str:
        """`City centre`, or `centre`."""
        found = self._catalogue.locations.get(location) if self._catalogue else None
        return found.name if found else location


def _catalogue_if_good(desk: "Desk") -> "Catalogue | None":
    try:
        return desk.catalogue.catalogue()
    except TrafftpkgError:
        return None
