"""`trafftpkg catalog schema`: what editors check YAML files by."""

import json

import typer

from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import write_lines, write_object
from trafftpkg.cli.session import session_of


def command(ctx: typer.Context, form: FormatOption = "table") -> None:
    """Print the JSON Schema of the catalogue's files.

    One object with a schema for each kind of file. Editors use it to complete
    and check.

        trafftpkg catalog schema > catalog.schema.json
    """
    schemas = session_of(ctx).desk.catalogue_schemas()
    if form == "table":
        write_lines([json.dumps(schemas, indent=2)])
    else:
        write_object(dict(schemas), form, tuple(schemas))
