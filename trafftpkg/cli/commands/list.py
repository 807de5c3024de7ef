"""`trafftpkg list`: purchases, and what is left of them."""

from typing import TYPE_CHECKING, Annotated, get_args

import typer

from trafftpkg.cli.options import AsOfOption, LimitOption
from trafftpkg.cli.output import format_or_ids, say, write_lines, write_objects
from trafftpkg.cli.parsing import count, length, moment, one_of
from trafftpkg.cli.session import session_of
from trafftpkg.domain.balance import PurchaseStatus
from trafftpkg.domain.filters import PurchaseSort
from trafftpkg.engine.questions.purchases import ListPurchases

if TYPE_CHECKING:
    from trafftpkg.engine.questions.purchases import PurchaseList

_STATUSES: tuple[PurchaseStatus, ...] = get_args(PurchaseStatus)
_SORTS: tuple[PurchaseSort, ...] = get_args(PurchaseSort)

ClientFilter = Annotated[
    str | None, typer.Argument(metavar="CLIENT", help="Only this client's: handle, e-mail, or phone number.")
]
PackageOption = Annotated[
    str | None, typer.Option("--package", metavar="PACKAGE", help="Only purchases of this package.")
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help="Only these: active, pending, frozen, used_up, expired, refunded, voided. Repeatable.",
    ),
]
ExpiringOption = Annotated[
    str | None,
    typer.Option("--expiring-within", metavar="LENGTH", help="Only those with units that lapse within: 30d."),
]
SortOption = Annotated[
    str,
    typer.Option("--sort", metavar="FIELD", help="By purchased_at, expires_at, package or available."),
]
ListFormatOption = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="table, json, jsonl, csv, or ids, one a line.")
]


def command(
    ctx: typer.Context,
    client: ClientFilter = None,
    package: PackageOption = None,
    status: StatusOption = None,
    expiring_within: ExpiringOption = None,
    as_of: AsOfOption = None,
    sort: SortOption = "purchased_at",
    limit: LimitOption = None,
    form: ListFormatOption = "table",
) -> None:
    """List purchases and what is left of them.

    trafftpkg list ana

    trafftpkg list --expiring-within 30d --format csv
    """
    asked = format_or_ids(form)
    question = ListPurchases(
        client=client,
        package=package,
        statuses=tuple(one_of(each, _STATUSES, "--status") for each in status or ()),
        expiring_within=None if expiring_within is None else length(expiring_within, "--expiring-within"),
        sort=one_of(sort, _SORTS, "--sort"),
        limit=None if limit is None else count(limit, "--limit"),
    )
    moment_asked = None if as_of is None else moment(as_of, "--as-of")
    found = session_of(ctx).desk.inquiry.ask(question, as_of=moment_asked)
    if asked == "ids":
        write_lines(each.id for each in found.purchases)
    elif asked == "table":
        _show_table(found, client)
    else:
        from trafftpkg.cli.objects.purchase import PURCHASE_FIELDS, purchase_object

        write_objects((purchase_object(each, found.view) for each in found.purchases), asked, PURCHASE_FIELDS)


def _show_table(found: "PurchaseList", client: str | None) -> None:
    from trafftpkg.cli.tables.purchases import purchases_table

    if not found.purchases:
        say(f"No purchases. Sell one: trafftpkg purchase {client or 'CLIENT'} PACKAGE")
        return
    write_lines(purchases_table(found.purchases, found.view))
    if found.total > len(found.purchases):
        say(f"{len(found.purchases)} of {found.total}; all of them without --limit.")
