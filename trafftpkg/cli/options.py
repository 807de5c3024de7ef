"""Options and arguments that several commands share, so that they read the same everywhere.

A `parser` hands a command the value and not the text: what cannot be meant is refused before it runs.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any

import typer

from trafftpkg.cli.completing import (
    Offered,
    offer_clients,
    offer_employees_or_any,
    offer_locations_or_any,
    offer_one_of,
    offer_own_purchases,
    offer_policies,
    offer_services,
)
from trafftpkg.cli.days import moment_or_day, start
from trafftpkg.cli.helping import RARELY
from trafftpkg.cli.output import FORMATS, Format
from trafftpkg.cli.parsing import count, one_of, override, text


def chosen(name: str, choices: Sequence[str], *, metavar: str, help: str, panel: str | None = None) -> Any:  # noqa: A002
    """Return an option that has one of some words for its value, or several such; the shell offers them."""
    return typer.Option(
        name,
        metavar=metavar,
        click_type=Offered(offer_one_of(choices), parser=partial(one_of, choices=choices, what=name)),
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
        click_type=Offered(offer_clients),
    ),
]
ClientFilter = Annotated[
    str | None,
    typer.Argument(
        metavar="CLIENT",
        help="Only this client's: handle, e-mail, phone number, or name.",
        click_type=Offered(offer_clients),
    ),
]
ServiceArgument = Annotated[
    str,
    typer.Argument(metavar="SERVICE", help="Service id, such as facial.", click_type=Offered(offer_services)),
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
EmployeeOption = Annotated[
    str | None,
    typer.Option(
        "--employee",
        metavar="EMPLOYEE",
        help="Employee; any chooses somebody who is free.",
        click_type=Offered(offer_employees_or_any),
    ),
]
LocationOption = Annotated[
    str | None,
    typer.Option(
        "--location",
        metavar="LOCATION",
        help="Location; any chooses one with a free employee.",
        click_type=Offered(offer_locations_or_any),
    ),
]
PayerOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="PURCHASE",
        help="Purchase that pays, whatever the usual order.",
        click_type=Offered(offer_own_purchases),
    ),
]
PartyOption = Annotated[
    int | None,
    typer.Option(
        "--party",
        metavar="N",
        parser=partial(count, what="--party"),
        help="Number of people. Each takes one place, and the units of one visit.",
    ),
]
OverrideOption = Annotated[
    list[Any] | None,  # of Override, of which Typer makes no list
    typer.Option(
        "--override",
        metavar="POLICY",
        help="Set one rule aside: past, hours, notice, horizon, limit, minimum or overlap. "
        "Needs --reason. Can be repeated.",
        click_type=Offered(offer_policies, parser=override),
        rich_help_panel=RARELY,
    ),
]
ReasonOption = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", parser=text, help="Reason; kept in the client book.")
]
ReferenceFilter = Annotated[
    str | None,
    typer.Option(
        "--reference",
        metavar="TEXT",
        parser=text,
        help="Show only those with a payment of this reference, such as ch_1.",
    ),
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
