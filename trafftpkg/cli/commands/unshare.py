"""`trafftpkg unshare`: take a purchase away from other clients."""

from typing import TYPE_CHECKING

import typer

from trafftpkg.cli.change_options import MembersArgument, PurchaseArgument
from trafftpkg.cli.options import (
    DryRunOption,
    FormatOption,
    KeyOption,
)
from trafftpkg.cli.output import say
from trafftpkg.cli.session import session_of
from trafftpkg.cli.writing import carry_out
from trafftpkg.engine.questions.appointments import ListAppointments
from trafftpkg.engine.requests.share import UnsharePurchase

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk


def command(
    ctx: typer.Context,
    purchase: PurchaseArgument,
    members: MembersArgument,
    key: KeyOption = None,
    dry_run: DryRunOption = False,
    form: FormatOption = "table",
) -> None:
    """Stop sharing a purchase with other clients.

    They can book nothing more with it. What they have booked stays; cancel it
    if it should not.

        trafftpkg unshare pur-1 ivo
    """
    request = UnsharePurchase(purchase=purchase, members=tuple(members))
    carry_out(ctx, request, key=key, dry_run=dry_run, form=form)
    if form == "table":
        _say_what_stays(session_of(ctx).desk, purchase, members)


def _say_what_stays(desk: "Desk", purchase: str, members: list[str]) -> None:
    """Name the visits to come that those who share it no longer have booked with it."""
    for typed in members:
        client = desk.clients.find(typed)
        if client is None:  # erased: nobody knows who would come
            continue
        asked = ListAppointments(client=client.key, statuses=("booked",))
        booked = [
            each.id
            for each in desk.inquiry.ask(asked).appointments
            if any(part.purchase == purchase for part in each.allocation)
        ]
        if booked:
            cancel = f"To cancel: trafftpkg cancel {booked[0]}"
            say(f"note: {client.handle} still has {', '.join(booked)} with it. {cancel}")
