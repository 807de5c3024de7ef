"""Options and arguments of the commands that change, pay for, or end what was bought or booked."""

from datetime import datetime
from functools import partial
from typing import Annotated, Literal

import typer

from trafftpkg.cli.completing import (
    Offered,
    offer_appointments,
    offer_clients,
    offer_methods,
    offer_purchases,
)
from trafftpkg.cli.days import start
from trafftpkg.cli.parsing import count, text

PurchaseArgument = Annotated[
    str,
    typer.Argument(
        metavar="PURCHASE", help="Purchase id, such as pur-1.", click_type=Offered(offer_purchases)
    ),
]
PurchasesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="PURCHASE...",
        help="Purchase ids, such as pur-1 pur-2; - reads them from standard input.",
        click_type=Offered(offer_purchases),
    ),
]
MembersArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="CLIENT...",
        help="Other clients: handle, e-mail address, phone number, or name.",
        click_type=Offered(offer_clients),
    ),
]
AppointmentArgument = Annotated[
    str,
    typer.Argument(
        metavar="APPOINTMENT", help="Appointment id, such as apt-1.", click_type=Offered(offer_appointments)
    ),
]
NewStartOption = Annotated[
    datetime | None,
    typer.Option(
        "--at",
        metavar="START",
        parser=partial(start, what="--at"),
        help="New start, in the location's time: 2026-03-02T10:00, 'mon 9:15'.",
    ),
]
MethodOption = Annotated[
    str | None,
    typer.Option(
        "--method",
        metavar="METHOD",
        help="Payment method, such as card or cash.",
        click_type=Offered(offer_methods, parser=text),
    ),
]
ReferenceOption = Annotated[
    str | None,
    typer.Option(
        "--reference", metavar="TEXT", parser=text, help="Reference of the payment elsewhere, such as ch_1."
    ),
]
CancelAppointmentsOption = Annotated[
    bool, typer.Option("--cancel-appointments", help="Also cancel upcoming appointments.")
]
ReleaseOption = Annotated[
    bool, typer.Option("--release", help="Give the units back, whatever the policy says.")
]
KeepOption = Annotated[
    bool, typer.Option("--keep", help="Count the units as used, whatever the policy says.")
]
PlacesOption = Annotated[
    int | None,
    typer.Option(
        "--places",
        metavar="N",
        parser=partial(count, what="--places"),
        help="Only N places of a party. The others come.",
    ),
]


def verdict(*, release: bool, keep: bool) -> Literal["release", "keep"] | None:
    """Return what is to become of the units; None leaves it to the policy as sold."""
    if release and keep:
        from trafftpkg.domain.errors.usage import BadArgumentError

        raise BadArgumentError(field="verdict", reason="exclusive", choices=("release", "keep"))
    if release:
        return "release"
    return "keep" if keep else None
