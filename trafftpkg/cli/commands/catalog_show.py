"""`trafftpkg catalog show`: what is sold."""

from typing import Annotated

import typer

from trafftpkg.cli.completing import Offered, offer_sold
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import Format, write_lines, write_object, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.card import package_card, service_card
from trafftpkg.cli.views.catalogue import (
    CATALOGUE_FIELDS,
    catalogue_object,
    catalogue_tables,
    package_object,
    service_object,
)
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.errors.naming import UnknownPackageError, nearest
from trafftpkg.domain.ids import PackageId, ServiceId

IdArgument = Annotated[
    str | None, typer.Argument(metavar="ID", help="Package or service id.", click_type=Offered(offer_sold))
]


def command(ctx: typer.Context, identifier: IdArgument = None, form: FormatOption = "table") -> None:
    """Show what is sold, as a client would see it.

    trafftpkg catalog show glow-10
    """
    catalogue = session_of(ctx).desk.catalogue.catalogue()
    if identifier is None:
        _show_all(catalogue, form)
    elif identifier in catalogue.packages:
        _show_package(catalogue, PackageId(identifier), form)
    elif identifier in catalogue.services:
        _show_service(catalogue, ServiceId(identifier), form)
    else:
        sold = [*catalogue.packages, *catalogue.services]
        raise UnknownPackageError(typed=identifier, nearest=nearest(identifier, sold))


def _show_all(catalogue: Catalogue, form: Format) -> None:
    if form == "table":
        write_lines(catalogue_tables(catalogue))
        return
    if form == "json":
        write_object(catalogue_object(catalogue), form, ())
    else:
        packages = [package_object(each, catalogue) for each in catalogue.packages.values()]
        services = [service_object(each, catalogue) for each in catalogue.services.values()]
        write_objects([*packages, *services], form, CATALOGUE_FIELDS)


def _show_package(catalogue: Catalogue, package: PackageId, form: Format) -> None:
    found = catalogue.packages[package]
    if form == "table":
        write_lines(package_card(found, catalogue))
    else:
        write_object(package_object(found, catalogue), form, CATALOGUE_FIELDS)


def _show_service(catalogue: Catalogue, service: ServiceId, form: Format) -> None:
    found = catalogue.services[service]
    if form == "table":
        write_lines(service_card(found, catalogue))
    else:
        write_object(service_object(found, catalogue), form, CATALOGUE_FIELDS)
