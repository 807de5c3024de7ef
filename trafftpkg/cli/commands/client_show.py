"""`trafftpkg client show`: one client."""

import typer

from trafftpkg.cli.options import AsOfOption, ClientArgument, FormatOption
from trafftpkg.cli.session import session_of
from trafftpkg.cli.showing import show_client


def command(
    ctx: typer.Context, client: ClientArgument, as_of: AsOfOption = None, form: FormatOption = "table"
) -> None:
    """Show a client with their purchases and appointments.

    trafftpkg client show ana
    """
    show_client(session_of(ctx).desk, client, as_of, form)
