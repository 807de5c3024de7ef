"""Options and arguments that several commands share, so that they read the same everywhere.

A `parser` hands a command the value and not the text: what cannot be meant is refused before it runs.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any, Literal

import typer

from trafftpkg.cli.completing import (
    offer_appointments,
    offer_clients,
    offer_employees_or_any,
    offer_locations_or_any,
    offer_methods,
    offer_one_of,
    offer_own_purchases,
    offer_policies,
    offer_purchases,
    offer_services,
)
from trafftpkg.cli.days import moment_or_day, start
from trafftpkg.cli.helping import RARELY
from trafftpkg.cli.output import FORMATS, Format
from trafftpkg.cli.parsing import count, one_of, override, text
from trafftpkg.domain.errors.usage import BadArgumentError


def chosen(name: str, choices: Sequence[str], *, metavar: str, help: str, panel: str | None = None) -> Any:  # noqa: A002
    """Return an option that has one of some words for its value, or several such; the shell offers them."""
    return typer.Option(
        name,
        metavar=metavar,
        parser=partial(one_of, choices=choices, what=name),
        autocompletion=offer_one_of(choices),
        help=help,
        rich_help_panel=panel,
    )


def format_option(choices: Sequence[str], *, help: str) -> Any:  # noqa: A002 - as Typer has it
    """Return `--format` for these formats."""
    return chosen("--format", choices, metavar="FORMAT", help=help, panel=RARELY)


ClientArgument = Annotated[
    str,
    typer.Argument(
        metavar="CLIENT",
        help="A client: handle, e-mail address, phone number, or name.",
        autocompletion=offer_clients,
    ),
]
ClientFilter = Annotated[
    str | None,
    typer.Argument(
        metavar="CLIENT",
        help="Only this client's: handle, e-mail, phone number, or name.",
        autocompletion=offer_clients,
    ),
]
ServiceArgument = Annotated[
    str, typer.Argument(metavar="SERVICE", help="Service id, such as facial.", autocompletion=offer_services)
]
PurchaseArgument = Annotated[
    str,
    typer.Argument(metavar="PURCHASE", help="Purchase id, such as pur-1.", autocompletion=offer_purchases),
]
PurchasesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="PURCHASE...",
        help="Purchase ids, such as pur-1 pur-2; - reads them from standard input.",
        autocompletion=offer_purchases,
    ),
]
MembersArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="CLIENT...",
        help="Other clients: handle, e-mail address, phone number, or name.",
        autocompletion=offer_clients,
    ),
]
AppointmentArgument = Annotated[
    str,
    typer.Argument(
        metavar="APPOINTMENT", help="Appointment id, such as apt-1.", autocompletion=offer_appointments
    ),
]

StartOption = Annotated[
    datetime,
    typer.Option(
        "--at",
        metavar="START",
        parser=partial(start, what="--at"),
        help="Start, in the location's time: 2026-03-02T10:00, 'mon 9:15'.",
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
EmployeeOption = Annotated[
    str | None,
    typer.Option(
        "--employee",
        metavar="EMPLOYEE",
        help="Employee; any chooses somebody who is free.",
        autocompletion=offer_employees_or_any,
    ),
]
LocationOption = Annotated[
    str | None,
    typer.Option(
        "--location",
        metavar="LOCATION",
        help="Location; any chooses one with a free employee.",
        autocompletion=offer_locations_or_any,
    ),
]
PayerOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="PURCHASE",
        help="Purchase that pays, whatever the usual order.",
        autocompletion=offer_own_purchases,
    ),
]
PartyOption = Annotated[
    int | None,
    typer.Option(
        "--party",
        metavar="N",
        parser=partial(count, what="--party"),
        help="So many people come: each takes a place, and the units of one.",
    ),
]
OverrideOption = Annotated[
    list[Any] | None,  # of Override, of which Typer makes no list
    typer.Option(
        "--override",
        metavar="POLICY",
        parser=override,
        help="Set one rule aside: past, hours, notice, horizon, limit, minimum or overlap. "
        "Needs --reason. Can be repeated.",
        autocompletion=offer_policies,
        rich_help_panel=RARELY,
    ),
]
ReasonOption = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", parser=text, help="Reason; kept in the client book.")
]
MethodOption = Annotated[
    str | None,
    typer.Option(
        "--method",
        metavar="METHOD",
        parser=text,
        help="Payment method, such as card or cash.",
        autocompletion=offer_methods,
    ),
]
ReferenceOption = Annotated[
    str | None,
    typer.Option(
        "--reference", metavar="TEXT", parser=text, help="Reference of the payment elsewhere, such as ch_1."
    ),
]
ReferenceFilter = Annotated[
    str | None,
    typer.Option("--reference", metavar="TEXT", parser=text, help="Only with a payment of this name: ch_1."),
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
AsOfOption = Annotated[
    date | None,  # or a datetime, which is one
    typer.Option(
        "--as-of",
        metavar="MOMENT",
        parser=partial(moment_or_day, what="--as-of"),
        help="Show what was known then; a day means its end.",
        rich_help_panel=RARELY,
    ),
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", parser=partial(count, what="--limit"), help="Show at most N rows."),
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

KeyOption = Annotated[
    str | None,
    typer.Option(
        "--idempotency-key",
        metavar="KEY",
        help="Name this request: the same key never records it twice.",
        rich_help_panel=RARELY,
    ),
]
YesOption = Annotated[bool, typer.Option("--yes", help="Confirm.")]
DryRunOption = Annotated[
    bool,
    typer.Option("--dry-run", help="Show what would happen; record nothing.", rich_help_panel=RARELY),
]
FormatOption = Annotated[Format, format_option(FORMATS, help="table, json, jsonl or csv.")]


def verdict(*, release: bool, keep: bool) -> Literal["release", "keep"] | None:
    """Return what is to become of the units; None leaves it to the policy as sold."""
    if release and keep:
        raise BadArgumentError(field="verdict", reason="exclusive", choices=("release", "keep"))
    if release:
        return "release"
    return "keep" if keep else None
