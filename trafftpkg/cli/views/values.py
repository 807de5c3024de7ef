"""Moments, days, money, payments and taxes as JSON has them; and taxes as people read them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trafftpkg.domain.money import digits_of, step_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trafftpkg.domain.ids import AppointmentId, PurchaseId
    from trafftpkg.domain.purchase import Payment
    from trafftpkg.domain.taxes import TaxPart
    from trafftpkg.engine.reading import View

Json = dict[str, object]
"""One object, its fields in the order they are printed."""


def moment_text(moment: datetime | None, zone: str) -> str | None:
    """Return ISO 8601 with the offset that holds then in `zone`: `2026-01-05T10:00:00+01:00`."""
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(zone)).isoformat()


def day_text(day: date | None) -> str | None:
    """Return `2026-07-05`."""
    return None if day is None else day.isoformat()


def money_text(amount: Decimal, currency: str) -> str:
    """Return decimal text with the currency's digits, and never fewer than the amount has."""
    if amount.same_quantum(step_of(currency)):  # hardly any has not
        return str(amount)
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int), "an amount of money is a finite number"
    return f"{amount:.{max(digits_of(currency), -exponent)}f}"


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
