"""`trafftpkg catalog schema`: what editors check YAML files by."""

import json

import typer

from trafftpkg.cli.output import write_lines
from trafftpkg.cli.session import session_of


def command(ctx: typer.Context) -> None:
    """Print the JSON Schema of the catalogue's files.

    One object, a schema for each kind of file; editors complete and check by it.

        trafftpkg catalog schema > catalog.schema.json
    """
    write_lines([json.dumps(session_of(ctx).desk.catalogue.json_schemas(), indent=2)])
