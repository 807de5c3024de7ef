"""Payments, money received positive and money returned negative; and taxes by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafftpkg.cli.views.values import Json, moment_text, money_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trafftpkg.domain.ids import AppointmentId, PurchaseId
    from trafftpkg.domain.purchase import Payment
    from trafftpkg.domain.taxes import TaxPart
    from trafftpkg.engine.outcomes import PaymentMade
    from trafftpkg.engine.reading import View


def tax_objects(taxes: Iterable[TaxPart], currency: str) -> list[Json]:
    """Return taxes by name and rate; these are null where only the sum of all taxes is known."""
    return [
        {
            "id": each.id,
            "name": each.name,
            "percent": None if each.percent is None else f"{each.percent.normalize():f}",
            "amount": money_text(each.amount, currency),
        }
        for each in taxes
    ]


def taxes_words(taxes: Iterable[TaxPart], currency: str) -> str:
    """`VAT 20 %: 80.00, City tax 5 %: 20.00`; empty without any."""
    return ", ".join(f"{each.label}: {money_text(each.amount, currency)}" for each in taxes if each.amount)


def with_taxes(taxes: Iterable[TaxPart], currency: str) -> str:
    """` (VAT 20 %: 80.00)`, to follow an amount; empty without any."""
    words = taxes_words(taxes, currency)
    return f" ({words})" if words else ""


def payment_object(
    payment: Payment, purchase: PurchaseId | None, appointment: AppointmentId | None, view: View
) -> Json:
    """Return a payment and the one thing it was for."""
    return {
        "purchase": purchase,
        "amount": money_text(payment.amount, view.currency),
        "method": payment.method,
        "reference": payment.reference,
        "at": moment_text(payment.at, view.time_zone),
        "appointment": appointment,
    }


def payment_words(made: PaymentMade, view: View) -> str:
    """`480.00 EUR by card for pur-1`, or what went back."""
    from trafftpkg.cli.views.people import money_words  # JSON needs none of it

    amount, method = made.payment.amount, made.payment.method
    reference = f" ({made.payment.reference})" if made.payment.reference else ""
    if amount < 0:
        return f"{money_words(-amount, view.currency)} back by {method}{reference}"
    return f"{money_words(amount, view.currency)} paid by {method}{reference}"
