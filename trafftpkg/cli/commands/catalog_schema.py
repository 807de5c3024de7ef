"""`trafftpkg catalog schema`: what editors check YAML files by."""

import json
from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.completing import offer_one_of
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import write_lines, write_object
from trafftpkg.cli.parsing import one_of
from trafftpkg.cli.session import session_of

KINDS = ("business", "services", "locations", "employees", "package")
KindArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="KIND",
        parser=partial(one_of, choices=KINDS, what="KIND"),
        help="Kind of file: business, services, locations, employees or package; none: all, by kind.",
        autocompletion=offer_one_of(KINDS),
    ),
]


def command(ctx: typer.Context, kind: KindArgument = None, form: FormatOption = "table") -> None:
    """Print the JSON Schema of the catalogue's files.

    Editors use it to complete keys and to mark mistakes. Each file names its
    schema in its first line.

        trafftpkg catalog schema package > catalog/.schema/package.json
    """
    schemas = session_of(ctx).desk.catalogue_schemas()
    found = dict(schemas if kind is None else schemas[kind])
    if form == "table":
        write_lines([json.dumps(found, indent=2, ensure_ascii=False)])
    else:
        write_object(found, form, tuple(found))
