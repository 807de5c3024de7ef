"""Payments: money received is positive, money returned negative."""

from trafftpkg.cli.views.values import Json, moment_text, money_text
from trafftpkg.domain.ids import AppointmentId, PurchaseId
from trafftpkg.domain.purchase import Payment
from trafftpkg.engine.answers import View
from trafftpkg.engine.outcomes import PaymentMade


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
