"""How things are told to clients in one language: words, names from the catalogue, days and money."""

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.ids import EmployeeId, LocationId, PackageId, ServiceId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.languages.formats import Formats
from trafftpkg.languages.language import Language


class Telling:
    """Words, names by id, and formats.

    Args:
        catalogue: As declared. Here it is told in the language.
    """

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        business = catalogue.business
        self.declared = catalogue
        self.catalogue = catalogue.text_in(language.code)
        self.language = language
        self.formats = Formats(language, business.locale, business.currency)
        self.gettext = language.gettext
        self.ngettext = language.ngettext
        self.pgettext = language.pgettext

    def service(self, service: ServiceId) -> str:
        """Return the name of a service, or its id if it is no longer declared."""
        found = self.catalogue.services.get(service)
        return service if found is None else found.name

    def employee(self, employee: EmployeeId) -> str:
        """Return the name of an employee, or their id."""
        found = self.catalogue.employees.get(employee)
        return employee if found is None else found.name

    def location(self, location: LocationId) -> str:
        """Return the name of a location, or its id."""
        found = self.catalogue.locations.get(location)
        return location if found is None else found.name

    def package(self, package: PackageId) -> str:
        """Return the name of a package, or its id."""
        found = self.catalogue.packages.get(package)
        return package if found is None else found.name

    def method(self, method: str) -> str:
        """`Card`: a usual way to pay by its name in the language, another as the business calls it."""
        usual = {
            "card": self.gettext("Card"),
            "cash": self.gettext("Cash"),
            "bank-transfer": self.gettext("Bank transfer"),
            "on-site": self.gettext("On site"),
            "voucher": self.gettext("Voucher"),
            "invoice": self.gettext("Invoice"),
        }
        return usual.get(method) or method.replace("-", " ").capitalize()

    def purchase(self, purchase: Purchase) -> str:
        """Return the name under which a purchase was sold, in this language if it was sold in it (R-13.1).

        Where it was not, the catalogue's package tells it, if that is still called the same.
        """
        sold = purchase.terms.text_in(self.language.code).name
        declared = self.declared.packages.get(purchase.terms.package)
        if sold != purchase.terms.name or declared is None or declared.name != sold:
            return sold
        return self.package(declared.id)
