"""`trafftpkg refund`: pay back what is unused, a part of it, or an amount."""

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from trafftpkg.cli.change_options import (
    CancelAppointmentsOption,
    MethodOption,
    ReferenceOption,
)
from trafftpkg.cli.completing import Offered, offer_booked
from trafftpkg.cli.options import (
    DryRunOption,
    FormatOption,
    KeyOption,
    ReasonOption,
    chosen,
)
from trafftpkg.cli.parsing import Units, amount_or_nothing
from trafftpkg.cli.parsing import units as parsed
from trafftpkg.cli.writing import carry_out
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.engine.requests.refund import RefundPurchase, RefundVisit

if TYPE_CHECKING:
    from trafftpkg.engine.requests.base import Request

Basis = Literal["pro-rata", "list-price"]
ThingArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Purchase id, or the id of an appointment without a package.",
        click_type=Offered(offer_booked),
    ),
]
BasisOption = Annotated[
    Basis | None,
    chosen(
        "--basis",
        get_args(Basis),
        metavar="BASIS",
        help="Price of used units: pro-rata or list-price. Left out: as promised with the sale, or pro-rata.",
    ),
]
UnitsOption = Annotated[
    Units | None,
    typer.Option(
        "--units",
        metavar="N",
        parser=partial(parsed, what="--units"),
        help="Pay back only so many sessions (hours: 90m, 1.5h); the purchase goes on.",
    ),
]
AmountOption = Annotated[
    Decimal | None,
    typer.Option(
        "--amount",
        metavar="AMOUNT",
        parser=partial(amount_or_nothing, what="--amount"),
        help="Pay back exactly this much, such as 100.00.",
    ),
]
GoodwillOption = Annotated[
    bool, typer.Option("--goodwill", help="Lower the price by --amount; the purchase and its units stay.")
]


def command(
    ctx: typer.Context,
    thing: ThingArgument,
    basis: BasisOption = None,
    units: UnitsOption = None,
    amount: AmountOption = None,
    goodwill: GoodwillOption = False,
    method: MethodOption = None,
    reference: ReferenceOption = None,
    cancel_appointments: CancelAppointmentsOption = False,
    reason: ReasonOption = None,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Pay back what is unused, and end the purchase.

    With --units or --goodwill only a part is paid back, and the purchase goes
    on. The money goes back the way it came, the latest payment first. Use
    --dry-run for a quote.

        trafftpkg refund pur-1 --reason moving --dry-run
    """
    request: Request
    if thing.startswith("apt-"):
        if basis is not None or units is not None:
            field = "basis" if units is None else "units"
            raise BadArgumentError(field=field, reason="no_units", thing=thing)
        request = RefundVisit(
            appointment=thing,
            amount=amount,
            goodwill=goodwill,
            method=method,
            reference=reference,
            cancel_appointments=cancel_appointments,
            reason=reason,
        )
    else:
        request = RefundPurchase(
            purchase=thing,
            basis=basis,
            units=units and units.number,
            unit=units and units.unit,
            amount=amount,
            goodwill=goodwill,
            method=method,
            reference=reference,
            cancel_appointments=cancel_appointments,
            reason=reason,
        )
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
