"""`trafftpkg client link`: a link that signs a client in."""

from datetime import timedelta
from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.clients import client_typed
from trafftpkg.cli.errors import MalformedError
from trafftpkg.cli.options import ClientArgument, FormatOption
from trafftpkg.cli.output import say, write_lines, write_object
from trafftpkg.cli.parsing import length
from trafftpkg.cli.session import session_of
from trafftpkg.domain.door import web_address
from trafftpkg.domain.moments import minutes_of

_FIELDS = ("client", "link", "until")
MOST_DAYS = 7


def _span(typed: str) -> timedelta:
    found = timedelta(minutes=minutes_of(length(typed, "--valid")))
    if found > timedelta(days=MOST_DAYS):
        raise MalformedError(what="--valid", typed=typed, expected=f"a length from 1m to {MOST_DAYS}d")
    return found


_HERE = "http://127.0.0.1:8000"
AddressOption = Annotated[
    str,
    typer.Option(
        "--address",
        metavar="URL",
        envvar="TRAFFTPKG_WEB_ADDRESS",
        parser=partial(web_address, field="address"),
        show_default=False,
        help=f"Address of the booking page.  [default: {_HERE}]",
    ),
]
ValidOption = Annotated[
    timedelta | None,
    typer.Option(
        "--valid",
        metavar="LENGTH",
        parser=_span,
        help="How long the link works: 30m, 24h, at most 7d.  [default: 24h]",
    ),
]


def command(
    ctx: typer.Context,
    client: ClientArgument,
    address: AddressOption = _HERE,
    valid: ValidOption = None,
    form: FormatOption = "table",
) -> None:
    """Print a link that signs a client in to the booking page.

    The link works once. Give it to this client only: whoever opens it first is
    signed in.

        trafftpkg client link ana
    """
    span = valid or timedelta(hours=24)
    desk = session_of(ctx).desk
    found, now = client_typed(desk, client), desk.read_clock()
    part = desk.door.link_for(found.key, now=now, valid=span, next_path="/account")
    link = f"{address}/sign-in/{part}"
    until = (now + span).isoformat(timespec="seconds")
    if form == "table":
        write_lines([link])
        if address == _HERE:
            say(
                "note: this link works on this computer only. "
                "For clients, give --address or set TRAFFTPKG_WEB_ADDRESS."
            )
    else:
        write_object({"client": found.handle, "link": link, "until": until}, form, _FIELDS)
