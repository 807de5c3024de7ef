"""`trafftpkg client link`: a link that signs a client in."""

from datetime import timedelta
from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.clients import client_typed
from trafftpkg.cli.errors import MalformedError
from trafftpkg.cli.options import ClientArgument, FormatOption
from trafftpkg.cli.output import write_lines, write_object
from trafftpkg.cli.parsing import length
from trafftpkg.cli.session import session_of
from trafftpkg.domain.moments import minutes_of
from trafftpkg.domain.web_address import web_address

_FIELDS = ("client", "link", "until")
MOST_DAYS = 7

AddressOption = Annotated[
    str,
    typer.Option(
        "--address",
        metavar="URL",
        envvar="TRAFFTPKG_WEB_ADDRESS",
        parser=partial(web_address, field="address"),
        help="Where clients reach the page.",
    ),
]
ValidOption = Annotated[
    str, typer.Option("--valid", metavar="LENGTH", help="How long it works: 30m, 24h, at most 7d.")
]


def command(
    ctx: typer.Context,
    client: ClientArgument,
    address: AddressOption = "http://127.0.0.1:8000",
    valid: ValidOption = "24h",
    form: FormatOption = "table",
) -> None:
    """Print a link that signs a client in to the booking page.

    It works once. Give it to nobody else: whoever opens it first is in.

        trafftpkg client link ana
    """
    span = timedelta(minutes=minutes_of(length(valid, "--valid")))
    if not timedelta(0) < span <= timedelta(days=MOST_DAYS):
        raise MalformedError(what="--valid", typed=valid, expected=f"a length from 1m to {MOST_DAYS}d")
    desk = session_of(ctx).desk
    found, now = client_typed(desk, client), desk.read_clock()
    part = desk.door.link_for(found.key, now=now, valid=span, next_path="/account")
    link = f"{address}/sign-in/{part}"
    until = (now + span).isoformat(timespec="seconds")
    if form == "table":
        write_lines([link])
    else:
        write_object({"client": found.handle, "link": link, "until": until}, form, _FIELDS)
