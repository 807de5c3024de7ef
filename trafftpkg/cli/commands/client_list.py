"""`trafftpkg client list`: everybody."""

import typer

from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import say, write_lines, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.client import CLIENT_FIELDS, client_object, clients_table


def command(ctx: typer.Context, form: FormatOption = "table") -> None:
    """List all clients.

    trafftpkg client list --format csv
    """
    desk = session_of(ctx).desk
    with desk.ledger.reading() as books:
        found = desk.clients.clients()
        desk.inquiry.look_for_missing(books)
    if form != "table":
        write_objects((client_object(each) for each in found), form, CLIENT_FIELDS)
    elif not found:
        say("No clients. Add one: trafftpkg client add HANDLE --name NAME")
    else:
        write_lines(clients_table(found))
