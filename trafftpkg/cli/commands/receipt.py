"""`trafftpkg receipt`: what was sold, its taxes, and its payments, to hand out."""

from typing import Annotated, Literal, get_args

import typer

from trafftpkg.cli.completing import Offered, offer_booked
from trafftpkg.cli.options import AsOfOption, format_option
from trafftpkg.cli.output import say, write_file, write_lines, write_object
from trafftpkg.cli.session import session_of
from trafftpkg.engine.questions.receipt import ReadReceipt

ReceiptFormat = Literal["text", "html", "table", "json", "jsonl", "csv"]
ReceiptFormatOption = Annotated[
    ReceiptFormat,
    format_option(get_args(ReceiptFormat), help="text (or table), html (a page), json, jsonl or csv."),
]
SaleArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Purchase id or appointment id, such as pur-1 or apt-1; or the number of a receipt.",
        click_type=Offered(offer_booked),
    ),
]

_NO_SELLER = (
    "The receipt does not say who sells, because the catalogue is missing or has problems.\n"
    "Find them with: trafftpkg catalog check"
)


def command(
    ctx: typer.Context,
    thing: SaleArgument,
    as_of: AsOfOption = None,
    form: ReceiptFormatOption = "text",
) -> None:
    """Print the receipt of a purchase or a visit.

    Shows who sells and who bought, each tax, the payments, and what is due.
    Refunds follow as credit notes. What is not paid at all is an invoice.
    The number of a receipt prints that one again.

        trafftpkg receipt pur-1 --format html > receipt.html
    """
    desk = session_of(ctx).desk
    found = desk.inquiry.ask(ReadReceipt(thing=thing), as_of=as_of)
    if form in ("json", "jsonl", "csv"):
        from trafftpkg.cli.views.receipt import RECEIPT_FIELDS, receipt_object

        write_object(receipt_object(found), form, RECEIPT_FIELDS)
    else:
        from trafftpkg.cli.papers.speech import PlainSpeech
        from trafftpkg.cli.views.names import CatalogueNames
        from trafftpkg.receipts.sheet import sheet_of

        speech = PlainSpeech(CatalogueNames(desk), found.view.currency)
        sheet = sheet_of(found, speech)
        if form == "html":
            from trafftpkg.receipts.page import receipt_page

            write_file(receipt_page(sheet, speech))
        else:
            from trafftpkg.cli.papers.text import receipt_text

            write_lines(receipt_text(sheet))
    if found.seller is None:
        say(_NO_SELLER)
