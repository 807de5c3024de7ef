"""What things are called on the page: by the catalogue as declared now, or by their id where it is gone."""

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.ids import EmployeeId, LocationId, PackageId, ServiceId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.web.formats import Formats


class PageNames:
    """PageNames by id, with the formats that go with them."""

    def __init__(self, catalogue: Catalogue, formats: Formats) -> None:
        self.catalogue = catalogue
        self.formats = formats

    def service(self, service: ServiceId) -> str:
        """What a service is called."""
        found = self.catalogue.services.get(service)
        return service if found is None else found.name

    def employee(self, employee: EmployeeId) -> str:
        """What an employee is called."""
        found = self.catalogue.employees.get(employee)
        return employee if found is None else found.name

    def location(self, location: LocationId) -> str:
        """What a location is called."""
        found = self.catalogue.locations.get(location)
        return location if found is None else found.name

    def package(self, package: PackageId) -> str:
        """What a package is called."""
        found = self.catalogue.packages.get(package)
        return package if found is None else found.name

    def purchase(self, purchase: Purchase) -> str:
        """What a purchase was called when it was sold."""
        return purchase.terms.name
