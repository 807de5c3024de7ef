"""A bank transfer as a client types it at their bank, and as a code that a bank's app reads."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from markupsafe import Markup

from trafftpkg.domain.catalogue import Bank, Business
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.purchase import Purchase

_EURO = "EUR"
"""The currency of EPC codes. There is none for others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """What to pay by bank transfer.

    Args:
        bank: Where it goes to. None if the business does not say it here.
        until: Until when it has to arrive, where that counts.
    """

    bank: Bank | None
    amount: Decimal
    reference: PurchaseId
    until: datetime | None
    currency: str

    def code(self) -> Markup | None:
        """Return an EPC code as SVG. None without a bank, or in another currency than the euro."""
        if self.bank is None or self.currency != _EURO:
            return None
        return _code(self.bank, self.amount, self.reference)


def transfer_for(purchase: Purchase, amount: Decimal, business: Business, until: datetime | None) -> Transfer:
    """Return how `amount` of a purchase is paid by bank transfer."""
    return Transfer(
        bank=business.bank,
        amount=amount,
        reference=purchase.id,
        until=until,
        currency=business.currency,
    )


def _code(bank: Bank, amount: Decimal, reference: str) -> Markup | None:
    """Return the code. None if a text is too long for it, or there is nothing to pay."""
    from segno.helpers import make_epc_qr

    try:
        made = make_epc_qr(bank.holder, bank.iban, amount, text=reference, bic=bank.bic)
    except ValueError:
        return None
    drawn = made.svg_inline(
        border=4, dark="#000", light="#fff", svgclass="epc", lineclass=None, omitsize=True
    )
    return Markup(drawn)  # noqa: S704 - drawn of squares only: it contains no text
