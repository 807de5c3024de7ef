"""All that is sold, in two tables."""

from trafftpkg.cli.views.card import contents_words, price_words, validity_words
from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.people import money_words
from trafftpkg.domain.catalogue import Catalogue, Service
from trafftpkg.domain.package import Package
from trafftpkg.domain.wording import units_in_words

_PACKAGES = (
    Column("package"),
    Column("name", elastic=True),
    Column("status"),
    Column("contains", elastic=True),
    Column("price", elastic=True),
    Column("valid", elastic=True),
)
_SERVICES = (
    Column("service"),
    Column("name", elastic=True),
    Column("takes"),
    Column("price", right=True),
    Column("places", right=True),
)


def catalogue_tables(catalogue: Catalogue) -> list[str]:
    """Return a table of packages, and one of services, in the order of their positions."""
    packages = [_package(each, catalogue) for each in catalogue.packages.values()]
    services = [_service(each, catalogue) for each in catalogue.services.values()]
    return [*table(_PACKAGES, packages), "", *table(_SERVICES, services)]


def _package(package: Package, catalogue: Catalogue) -> list[str]:
    return [
        package.id,
        package.name,
        package.status,
        contents_words(package),
        price_words(package, catalogue.business.currency),
        validity_words(package),
    ]


def _service(service: Service, catalogue: Catalogue) -> list[str]:
    return [
        service.id,
        service.name,
        units_in_words(service.duration, "minute"),
        money_words(service.price, catalogue.business.currency),
        str(service.capacity),
    ]
