"""`trafftpkg catalog schema`: what editors check YAML files by."""

import json
from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.completing import Offered, offer_one_of
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import Format, write_lines, write_object, write_objects
from trafftpkg.cli.parsing import one_of
from trafftpkg.cli.session import Session, session_of
from trafftpkg.domain.errors.usage import BadArgumentError

KINDS = ("business", "services", "locations", "employees", "package", "letter")
KindArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="KIND",
        help="Kind of file: business, services, locations, employees, package or letter. Left out: all.",
        click_type=Offered(offer_one_of(KINDS), parser=partial(one_of, choices=KINDS, what="KIND")),
    ),
]
WriteOption = Annotated[
    bool, typer.Option("--write", help="Write all of them into the catalogue's folder, as .schema/KIND.json.")
]


def command(
    ctx: typer.Context, kind: KindArgument = None, write: WriteOption = False, form: FormatOption = "table"
) -> None:
    """Print the JSON Schema of the catalogue's files.

    Editors use it to complete keys and to mark mistakes. Each file names its
    schema in its first line. After an upgrade, write them again.

        trafftpkg catalog schema --write
    """
    if write:
        _write(session_of(ctx), kind, form)
        return
    schemas = session_of(ctx).desk.catalogue_schemas()
    found = dict(schemas if kind is None else schemas[kind])
    if form == "table":
        write_lines([json.dumps(found, indent=2, ensure_ascii=False)])
    else:
        write_object(found, form, tuple(found))


def _write(session: Session, kind: str | None, form: Format) -> None:
    if kind is not None:
        raise BadArgumentError(field="kind", reason="exclusive", choices=("kind", "write"))
    files = [f"{session.catalogue.rstrip('/')}/{each}" for each in session.desk.catalogue.write_schemas()]
    if form == "table":
        write_lines(files)
    else:
        write_objects(({"file": each} for each in files), form, ("file",))
