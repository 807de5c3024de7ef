"""`trafftpkg show`: one thing with all that belongs to it."""

import re
from typing import Annotated

import typer

from trafftpkg.cli.completing import Offered, offer_all
from trafftpkg.cli.options import AsOfOption, FormatOption
from trafftpkg.cli.session import session_of
from trafftpkg.cli.showing import show_appointment, show_client, show_purchase

ThingArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="pur-1, apt-1, or a client's handle, e-mail, phone number or name.",
        click_type=Offered(offer_all),
    ),
]

_SHOW = {"pur": show_purchase, "apt": show_appointment, "client": show_client}
"""How each kind of id is shown; what is neither a purchase nor an appointment names a client."""


def command(
    ctx: typer.Context,
    thing: ThingArgument,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """Show a purchase, an appointment, or a client.

    trafftpkg show pur-1
    """
    kind = re.fullmatch(r"(pur|apt)-\d+", thing, re.ASCII)
    show = _SHOW[kind[1] if kind else "client"]
    show(session_of(ctx).desk, thing, as_of, form)
