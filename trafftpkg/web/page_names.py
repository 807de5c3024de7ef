"""Names of things on the page: from the catalogue, or their id if they are no longer declared."""

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.ids import EmployeeId, LocationId, PackageId, ServiceId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.web.formats import Formats


class PageNames:
    """Names by id, and formats."""

    def __init__(self, catalogue: Catalogue, formats: Formats) -> None:
        self.catalogue = catalogue
        self.formats = formats

    def service(self, service: ServiceId) -> str:
        """Return the name of a service."""
        found = self.catalogue.services.get(service)
        return service if found is None else found.name

    def employee(self, employee: EmployeeId) -> str:
        """Return the name of an employee."""
        found = self.catalogue.employees.get(employee)
        return employee if found is None else found.name

    def location(self, location: LocationId) -> str:
        """Return the name of a location."""
        found = self.catalogue.locations.get(location)
        return location if found is None else found.name

    def package(self, package: PackageId) -> str:
        """Return the name of a package."""
        found = self.catalogue.packages.get(package)
        return package if found is None else found.name

    def purchase(self, purchase: Purchase) -> str:
        """Return the name of a purchase, as it was when it was sold."""
        return purchase.terms.name
