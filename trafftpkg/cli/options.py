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
    offer_employees,
    offer_locations,
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
ServiceArgument = Annotated[
    str, typer.Argument(metavar="SERVICE", help="Id of a service: facial.", autocompletion=offer_services)
]
PurchaseArgument = Annotated[
    str, typer.Argument(metavar="PURCHASE", help="Id of a purchase: pur-1.", autocompletion=offer_purchases)
]
PurchasesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="PURCHASE...",
        help="Ids of purchases: pur-1 pur-2; - reads them from standard input.",
        autocompletion=offer_purchases,
    ),
]
AppointmentArgument = Annotated[
    str,
    typer.Argument(
        metavar="APPOINTMENT", help="Id of an appointment: apt-1.", autocompletion=offer_appointments
    ),
]

StartOption = Annotated[
    datetime,
    typer.Option(
        "--at",
        metavar="START",
        parser=partial(start, what="--at"),
        help="When it begins, local to the location: 2026-03-02T10:00.",
    ),
]
NewStartOption = Annotated[
    datetime | None,
    typer.Option(
        "--at",
        metavar="START",
        parser=partial(start, what="--at"),
        help="When it begins now, local to the location: 2026-03-02T10:00.",
    ),
]
EmployeeOption = Annotated[
    str | None,
    typer.Option(
        "--employee",
        metavar="EMPLOYEE",
        help="The employee; any picks one who is free.",
        autocompletion=offer_employees,
    ),
]
LocationOption = Annotated[
    str | None,
    typer.Option(
        "--location",
        metavar="LOCATION",
        help="The location; any picks one that is free.",
        autocompletion=offer_locations,
    ),
]
PayerOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="PURCHASE",
        help="Which purchase pays, whatever the order.",
        autocompletion=offer_own_purchases,
    ),
]
OverrideOption = Annotated[
    list[Any] | None,  # of Override, of which Typer makes no list
    typer.Option(
        "--override",
        metavar="POLICY",
        parser=override,
        help="Set one policy aside, for a --reason: past, hours, notice, horizon, limit, minimum or "
        "overlap. Repeatable.",
        autocompletion=offer_policies,
        rich_help_panel=RARELY,
    ),
]
ReasonOption = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", parser=text, help="Why; kept in the client book.")
]
MethodOption = Annotated[
    str | None,
    typer.Option(
        "--method",
        metavar="METHOD",
        parser=text,
        help="How it is paid: card, cash.",
        autocompletion=offer_methods,
    ),
]
ReferenceOption = Annotated[
    str | None,
    typer.Option("--reference", metavar="TEXT", parser=text, help="The payment's name elsewhere: ch_1."),
]
CancelAppointmentsOption = Annotated[
    bool, typer.Option("--cancel-appointments", help="Cancel the appointments that are still ahead with it.")
]
ReleaseOption = Annotated[
    bool, typer.Option("--release", help="Give the units back, whatever the policy says.")
]
KeepOption = Annotated[bool, typer.Option("--keep", help="Keep the units used, whatever the policy says.")]
AsOfOption = Annotated[
    date | None,  # or a datetime, which is one
    typer.Option(
        "--as-of",
        metavar="MOMENT",
        parser=partial(moment_or_day, what="--as-of"),
        help="Show what was known then: a moment, or a day, which means its end.",
        rich_help_panel=RARELY,
    ),
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", parser=partial(count, what="--limit"), help="At most so many."),
]

KeyOption = Annotated[
    str | None,
    typer.Option(
        "--idempotency-key",
        metavar="KEY",
        help="Name of this request: sent again under the same key, it is recorded once.",
        rich_help_panel=RARELY,
    ),
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do it.")]
DryRunOption = Annotated[
    bool,
    typer.Option("--dry-run", help="Say what would happen, and write nothing.", rich_help_panel=RARELY),
]
FormatOption = Annotated[Format, format_option(FORMATS, help="table, json, jsonl or csv.")]


def verdict(*, release: bool, keep: bool) -> Literal["release", "keep"] | None:
    """Return what is to become of the units; None leaves it to the policy as sold."""
    if release and keep:
        raise BadArgumentError(field="verdict", reason="exclusive", choices=("release", "keep"))
    if release:
        return "release"
    return "keep" if keep else None
