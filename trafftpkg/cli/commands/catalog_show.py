"""`trafftpkg catalog show`: what is sold, by whom and where."""

from typing import Annotated

import typer

from trafftpkg.cli.completing import Offered, offer_declared
from trafftpkg.cli.errors import UnknownIdError
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import Format, write_lines, write_object, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.catalogue import (
    CATALOGUE_FIELDS,
    Declared,
    catalogue_object,
    catalogue_tables,
    declared_card,
    declared_object,
    things_declared,
)
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.errors.naming import nearest

IdArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="ID",
        help="Id of a package, service, employee or location.",
        click_type=Offered(offer_declared),
    ),
]


def command(ctx: typer.Context, identifier: IdArgument = None, form: FormatOption = "table") -> None:
    """Show packages, services, employees and locations.

    With an id, show one in full: a package or service as a client would see it.

        trafftpkg catalog show glow-10
    """
    catalogue = session_of(ctx).desk.catalogue.catalogue()
    if identifier is None:
        _show_all(catalogue, form)
        return
    found = _named(identifier, catalogue)
    if form == "table":
        write_lines(declared_card(found, catalogue))
    else:
        write_object(declared_object(found, catalogue), form, CATALOGUE_FIELDS)


def _show_all(catalogue: Catalogue, form: Format) -> None:
    if form == "table":
        write_lines(catalogue_tables(catalogue))
    elif form == "json":
        write_object(catalogue_object(catalogue), form, ())
    else:
        write_objects((declared_object(each, catalogue) for each in _all(catalogue)), form, CATALOGUE_FIELDS)


def _named(identifier: str, catalogue: Catalogue) -> Declared:
    """Return what has this id: where things of two kinds share one, a package or else a service."""
    found = next((each for each in _all(catalogue) if each.id == identifier), None)
    if found is None:
        known = [each.id for each in _all(catalogue)]
        raise UnknownIdError(typed=identifier, nearest=nearest(identifier, known))
    return found


def _all(catalogue: Catalogue) -> list[Declared]:
    return [each for things in things_declared(catalogue).values() for each in things]
