"""`trafftpkg purchase`: sell a package."""

from datetime import date
from functools import partial
from typing import Annotated, Any

import typer

from trafftpkg.cli.change_options import MethodOption, ReferenceOption
from trafftpkg.cli.completing import Offered, offer_clients, offer_one_of, offer_packages
from trafftpkg.cli.days import day
from trafftpkg.cli.options import (
    ClientArgument,
    DryRunOption,
    FormatOption,
    KeyOption,
    OverrideOption,
    ReasonOption,
)
from trafftpkg.cli.parsing import SHARES, amount_or_nothing, overrides, text, wanted
from trafftpkg.cli.parsing import pay as parsed
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage

BEGINS_LEDGER = True

PackageArgument = Annotated[
    str,
    typer.Argument(
        metavar="PACKAGE", help="Package id, such as glow-10.", click_type=Offered(offer_packages)
    ),
]
PayOption = Annotated[
    Any,  # a Pay, of which Typer makes no type
    typer.Option(
        "--pay",
        metavar="HOW_MUCH",
        help="Amount paid now: full, deposit, none, or a number.",
        click_type=Offered(offer_one_of(SHARES), parser=partial(parsed, what="--pay")),
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
PriceOption = Annotated[
    Any,  # a Decimal, of which Typer makes no type
    typer.Option(
        "--price",
        metavar="AMOUNT",
        parser=partial(amount_or_nothing, what="--price"),
        help="Sell it at this price instead of the declared one. Needs --reason.",
    ),
]
PaidByOption = Annotated[
    str | None,
    typer.Option(
        "--payer",
        metavar="CLIENT",
        help="Another client who pays for it: a gift, an insurer.",
        click_type=Offered(offer_clients, parser=text),
    ),
]
StartsOption = Annotated[
    date | None,
    typer.Option(
        "--starts",
        metavar="DAY",
        parser=partial(day, what="--starts"),
        help="First day it can be used; its time counts from then.",
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
    price: PriceOption = None,
    payer: PaidByOption = None,
    starts: StartsOption = None,
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

        trafftpkg purchase ana glow-10 --price 430.00 --reason "as agreed"

        trafftpkg purchase ana glow-10 --payer bo --starts 2026-12-24
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
        price=price,
        payer=payer,
        starts=starts,
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
