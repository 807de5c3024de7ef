"""`trafftpkg client show`: one client."""

import typer

from trafftpkg.cli.options import AsOfOption, ClientArgument, FormatOption
from trafftpkg.cli.output import format_of
from trafftpkg.cli.parsing import moment
from trafftpkg.cli.session import session_of
from trafftpkg.cli.showing import show_client


def command(
    ctx: typer.Context, client: ClientArgument, as_of: AsOfOption = None, form: FormatOption = "table"
) -> None:
    """Show a client with their purchases and appointments.

    trafftpkg client show ana
    """
    asked = format_of(form)
    at = None if as_of is None else moment(as_of, "--as-of")
    show_client(session_of(ctx).desk, client, at, asked)
