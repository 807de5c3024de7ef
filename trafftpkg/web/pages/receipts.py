"""Receipts of a client's own packages and visits, to print."""

from starlette.responses import HTMLResponse, Response

from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.ids import AppointmentId, PurchaseId
from trafftpkg.engine.questions.receipt import ReadReceipt
from trafftpkg.receipts.page import STYLE, receipt_page
from trafftpkg.receipts.sheet import sheet_of
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotFoundError
from trafftpkg.web.pages.own import own_appointment, purchase_to_pay, signed_in
from trafftpkg.web.safety.headers import PRIVATE, paper_policy
from trafftpkg.web.speech import PageSpeech


@signed_in
def show_package(exchange: Exchange) -> Response:
    """Show the receipt of a package that the client paid, also for another; not of one that another paid."""
    purchase = purchase_to_pay(exchange, exchange.request.path_params["own"])
    return _printable(exchange, purchase.id, ("/account/packages", exchange.names.gettext("Your packages")))


@signed_in
def show_visit(exchange: Exchange) -> Response:
    """Show the receipt of a visit that the client paid, or pays, without a package."""
    return _printable(
        exchange, own_appointment(exchange).id, ("/account", exchange.names.gettext("Your appointments"))
    )


def _printable(exchange: Exchange, thing: PurchaseId | AppointmentId, back: tuple[str, str]) -> Response:
    """A page without the site around it.

    Raises:
        NotFoundError: it has no receipt: it was a gift, a package paid it, or it was taken back.
    """
    try:
        found = exchange.ask(ReadReceipt(thing=thing))
    except BadArgumentError:
        raise NotFoundError from None
    speech = PageSpeech(exchange.names)
    sheet = sheet_of(found, speech)
    headers = {"content-security-policy": paper_policy(STYLE), "cache-control": PRIVATE}
    return HTMLResponse(receipt_page(sheet, speech, back), 200, headers)
