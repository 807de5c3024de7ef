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
    str, typer.Argument(metavar="PACKAGE", help="Id of a package: glow-10.", autocompletion=offer_packages)
]
PayOption = Annotated[
    Any,  # a Pay, of which Typer makes no type
    typer.Option(
        "--pay",
        metavar="HOW_MUCH",
        parser=partial(parsed, what="--pay"),
        help="What is paid now: full, deposit, none, or an amount.",
        autocompletion=offer_one_of(SHARES),
    ),
]
BookOption = Annotated[
    list[VisitWanted] | None,
    typer.Option(
        "--book",
        metavar="SPEC",
        parser=partial(wanted, what="--book"),
        help="Book with it: SERVICE@START[/EMPLOYEE[/LOCATION]]. Repeatable.",
    ),
]
NewClientOption = Annotated[bool, typer.Option("--new-client", help="Add the client if nobody knows them.")]


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

    A package that asks for a minimum is sold together with its first
    appointments, or not at all.

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
