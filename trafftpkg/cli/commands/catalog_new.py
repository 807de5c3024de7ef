"""`trafftpkg catalog new`: something to begin with."""

from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.completing import Offered, offer_one_of
from trafftpkg.cli.options import DryRunOption, FormatOption
from trafftpkg.cli.output import say, write_file, write_lines, write_object
from trafftpkg.cli.parsing import one_of
from trafftpkg.cli.session import Session, session_of

KINDS = ("package", "service", "employee", "location")
FIELDS = ("file", "dry_run", "text")
KindArgument = Annotated[
    str,
    typer.Argument(
        metavar="KIND",
        help="package, service, employee or location.",
        click_type=Offered(offer_one_of(KINDS), parser=partial(one_of, choices=KINDS, what="KIND")),
    ),
]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Id, such as glow-12; it stays for ever.")]

_NEXT = {
    "package": "It is hidden from the page. When it is ready: trafftpkg catalog set {thing} status=visible",
    "service": "Nobody gives it yet. Say who does: trafftpkg catalog set EMPLOYEE services+={id}",
    "location": "Nobody works there yet. Say who does: trafftpkg catalog set EMPLOYEE locations+={id}",
    "employee": "Without hours nobody can book with them. For example: "
    "trafftpkg catalog set {thing} 'hours.mon-fri=[\"09:00-17:00\"]'",
}


def command(
    ctx: typer.Context,
    kind: KindArgument,
    identifier: IdArgument,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Add a package, service, employee or location.

    The new entry is valid, but nobody can buy or book it yet. Its comments show
    what else you can set.

        trafftpkg catalog new package glow-12
    """
    session = session_of(ctx)
    name, text = session.desk.catalogue.begin(kind, identifier, dry_run=dry_run)
    file = f"{session.catalogue.rstrip('/')}/{name}"
    if form != "table":
        write_object({"file": file, "dry_run": dry_run, "text": text}, form, FIELDS)
    elif dry_run:
        write_file(text)
    else:
        write_lines([file])
        following = _NEXT[kind].format(id=identifier, thing=_named(session, kind, identifier))
        say(f"Edit it, then check it: trafftpkg catalog check --strict\n{following}")


def _named(session: Session, kind: str, identifier: str) -> str:
    """Return what `catalog set` calls it: by its id, and also by its kind where something else has the id."""
    there = session.desk.catalogue.catalogue()
    ids = ["business", *there.services, *there.locations, *there.employees, *there.packages]
    return f"{kind}/{identifier}" if ids.count(identifier) > 1 else identifier
