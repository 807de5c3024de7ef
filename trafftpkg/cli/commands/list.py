"""`trafftpkg list`: purchases, and what is left of them."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import typer

from trafftpkg.cli.completing import Offered, offer_clients, offer_packages, offer_purchases
from trafftpkg.cli.options import (
    AsOfOption,
    ClientFilter,
    LimitOption,
    ReferenceFilter,
    chosen,
    format_option,
)
from trafftpkg.cli.output import say, write_lines, write_object, write_objects
from trafftpkg.cli.parsing import length
from trafftpkg.cli.session import session_of
from trafftpkg.domain.balance import PurchaseStatus
from trafftpkg.domain.filters import PurchaseSort
from trafftpkg.domain.moments import Length
from trafftpkg.domain.value import replace
from trafftpkg.engine.questions.purchases import ListPurchases

if TYPE_CHECKING:
    from trafftpkg.engine.questions.purchases import PurchaseList

_STATUSES: tuple[PurchaseStatus, ...] = get_args(PurchaseStatus)
_SORTS: tuple[PurchaseSort, ...] = get_args(PurchaseSort)

ListFormat = Literal["table", "json", "jsonl", "csv", "ids"]

PackageOption = Annotated[
    str | None,
    typer.Option(
        "--package", metavar="PACKAGE", help="Show only this package.", click_type=Offered(offer_packages)
    ),
]
StatusOption = Annotated[
    list[Any] | None,  # of PurchaseStatus, of which Typer makes no list
    chosen(
        "--status",
        _STATUSES,
        metavar="STATUS",
        help="Show only active, pending, frozen, used_up, expired, refunded or voided. Can be repeated.",
    ),
]
ExpiringOption = Annotated[
    Length | None,
    typer.Option(
        "--expiring-within",
        metavar="LENGTH",
        parser=partial(length, what="--expiring-within"),
        help="Show only purchases with units that lapse within, say, 30d.",
    ),
]
SortOption = Annotated[
    PurchaseSort,
    chosen("--sort", _SORTS, metavar="FIELD", help=f"Sort by {', '.join(_SORTS)}."),
]
AfterOption = Annotated[
    str | None,
    typer.Option(
        "--after",
        metavar="PURCHASE",
        help="Start after this purchase, in the same order.",
        click_type=Offered(offer_purchases),
    ),
]
PaidByOption = Annotated[
    str | None,
    typer.Option(
        "--payer",
        metavar="CLIENT",
        help="Only what this client pays for others.",
        click_type=Offered(offer_clients),
    ),
]
DueOption = Annotated[bool, typer.Option("--due", help="Only purchases with money still to be paid.")]
CountOption = Annotated[bool, typer.Option("--count", help="Print only the number of purchases.")]
ListFormatOption = Annotated[
    ListFormat,
    format_option(get_args(ListFormat), help="table, json, jsonl, csv, or ids (one per line)."),
]


def command(
    ctx: typer.Context,
    client: ClientFilter = None,
    package: PackageOption = None,
    status: StatusOption = None,
    expiring_within: ExpiringOption = None,
    payer: PaidByOption = None,
    due: DueOption = False,
    as_of: AsOfOption = None,
    sort: SortOption = "purchased_at",
    after: AfterOption = None,
    reference: ReferenceFilter = None,
    limit: LimitOption = None,
    count_only: CountOption = False,
    form: ListFormatOption = "table",
) -> None:
    """List purchases and what is left of them.

    Those of a client include what others share with them; --format ids does not.

    trafftpkg list ana

    trafftpkg list --expiring-within 30d --format csv

    Read a long list in pages: start each page after the last purchase of the
    one before.

    trafftpkg list --status active --limit 20 --after pur-20
    """
    question = ListPurchases(
        client=client,
        payer=payer,
        package=package,
        statuses=tuple(status or ()),
        expiring_within=expiring_within,
        due=due,
        sort=sort,
        after=after,
        reference=reference,
        limit=limit,
    )
    inquiry = session_of(ctx).desk.inquiry
    if count_only:
        _show_count(inquiry.count(question, as_of=as_of), form)
    elif form == "table":
        _show_table(inquiry.ask(question, as_of=as_of), question)
    elif form == "ids":
        # Ids are there to be handed to other commands: only the client's own.
        own = inquiry.pages(replace(question, own=True), as_of=as_of)
        write_lines(each.id for page in own for each in page.purchases)
    else:
        from trafftpkg.cli.views.purchase import PURCHASE_FIELDS, purchase_object  # words need none of it

        pages = inquiry.pages(question, as_of=as_of)
        objects = (purchase_object(each, page.view) for page in pages for each in page.purchases)
        write_objects(objects, form, PURCHASE_FIELDS)


def _show_count(found: int, form: ListFormat) -> None:
    if form != "table" and form != "ids":  # noqa: PLR1714 - the type checker follows only this
        write_object({"count": found}, form, ["count"])
    else:
        write_lines([str(found)])


def _show_table(found: "PurchaseList", question: ListPurchases) -> None:
    from trafftpkg.cli.views.purchase_words import purchases_table  # JSON needs none of it

    if found.purchases:
        write_lines(purchases_table(found.purchases, found.view))
    elif not found.total:
        say(_nothing(question))
    if found.total > len(found.purchases) == question.limit:
        say(f"Showing {question.limit} of {found.total}. Next page: --after {found.purchases[-1].id}")


def _nothing(question: ListPurchases) -> str:
    """Return that there are none; a sale would only help where all of them were asked for."""
    asked = question.package, question.statuses, question.expiring_within, question.payer, question.reference
    if question.due or any(asked):
        return "No such purchases."
    from shlex import quote  # only where there is nothing to list

    client = "CLIENT" if question.client is None else quote(question.client)
    return f"No purchases. Sell one: trafftpkg purchase {client} PACKAGE --method METHOD"
