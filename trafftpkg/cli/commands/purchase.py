"""`trafftpkg purchase`: sell a package."""

from functools import partial
from typing import Annotated, Any

import typer

from trafftpkg.cli.completing import offer_one_of, offer_packages
from trafftpkg.cli.options import (
    ClientArgument,
    DryRunOption,
    FormatOption,
    KeyOption,
    MethodOption,
    OverrideOption,
    ReasonOption,
    ReferenceOption,
)
from trafftpkg.cli.parsing import SHARES, overrides, wanted
from trafftpkg.cli.parsing import pay as parsed
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage

BEGINS_LEDGER = True

PackageArgument = Annotated[
    str, typer.Argument(metavar="PACKAGE", help="Package id, such as glow-10.", autocompletion=offer_packages)
]
PayOption = Annotated[
    Any,  # a Pay, of which Typer makes no type
    typer.Option(
        "--pay",
        metavar="HOW_MUCH",
        parser=partial(parsed, what="--pay"),
        help="Amount paid now: full, deposit, none, or a number.",
        autocompletion=offer_one_of(SHARES),
    ),
]
BookOption = Annotated[
    list[VisitWanted] | None,
    typer.Option(
        "--book",
        metavar="SPEC",
        parser=partial(wanted, what="--book"),
        help="Also book SERVICE@START[/EMPLOYEE[/LOCATION]]. Can be repeated.",
    ),
]
NewClientOption = Annotated[bool, typer.Option("--new-client", help="Add the client if not known yet.")]


def command(
    ctx: typer.Context,
    client: ClientArgument,
    package: PackageArgument,
    pay: PayOption = "full",
    method: MethodOption = None,
    reference: ReferenceOption = None,
    book: BookOption = None,
    new_client: NewClientOption = False,
    override: OverrideOption = None,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Sell a package to a client.

    If the package has minimum bookings, give its first appointments with
    --book. Without them nothing is sold.

        trafftpkg purchase ana glow-10 --method card

        trafftpkg purchase ana starter --book facial@2026-03-02T10:00
    """
    request = PurchasePackage(
        client=client,
        package=package,
        pay=pay,
        method=method,
        reference=reference,
        appointments=tuple(book or ()),
        new_client=new_client,
        overrides=overrides(override),
        reason=reason,
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
