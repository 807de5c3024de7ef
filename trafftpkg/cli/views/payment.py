"""A payment as JSON: money received is positive, money returned negative."""

from trafftpkg.cli.views.values import Json, moment_text, money_text
from trafftpkg.domain.ids import AppointmentId, PurchaseId
from trafftpkg.domain.purchase import Payment
from trafftpkg.engine.answers import View


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
