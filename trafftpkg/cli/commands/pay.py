"""`trafftpkg pay`: record money that came in."""

from functools import partial
from typing import Annotated, Any

import typer

from trafftpkg.cli.change_options import MethodOption, ReferenceOption
from trafftpkg.cli.completing import Offered, offer_booked
from trafftpkg.cli.options import (
    DryRunOption,
    FormatOption,
    KeyOption,
    ReasonOption,
)
from trafftpkg.cli.parsing import amount_or_all, count
from trafftpkg.cli.writing import carry_out
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.engine.requests.reverse import ReversePayment

ThingArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Purchase id, or the id of an appointment without a package.",
        click_type=Offered(offer_booked),
    ),
]
AmountArgument = Annotated[
    Any,  # a Decimal or all, of which Typer makes no type
    typer.Argument(
        metavar="AMOUNT",
        parser=partial(amount_or_all, what="AMOUNT"),
        help="Amount, such as 36.00, or all for everything that is due.",
    ),
]
ReverseOption = Annotated[
    int | None,
    typer.Option(
        "--reverse",
        metavar="ENTRY",
        parser=partial(count, what="--reverse"),
        help="Take back the payment of this entry; history shows its number.",
    ),
]


def command(
    ctx: typer.Context,
    thing: ThingArgument,
    amount: AmountArgument = None,
    method: MethodOption = None,
    reference: ReferenceOption = None,
    reverse: ReverseOption = None,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Record a payment for a purchase or an appointment.

    Use --reverse to take back a payment that was typed wrong and never came in.
    To give money back, use refund.

        trafftpkg pay pur-1 all --method card --reference ch_1

        trafftpkg pay pur-1 --reverse 7 --reason "paid in cash"
    """
    if amount is None and reverse is None:
        raise BadArgumentError(field="amount", reason="one_needed", choices=("amount", "reverse"))
    if amount is not None and reverse is not None:
        raise BadArgumentError(field="amount", reason="exclusive", choices=("amount", "reverse"))
    request = (
        ReceivePayment(
            thing=thing, amount=None if amount == "all" else amount, method=method, reference=reference
        )
        if reverse is None
        else ReversePayment(thing=thing, entry=reverse, reason=reason)
    )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
