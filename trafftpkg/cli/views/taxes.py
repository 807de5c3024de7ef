"""Taxes by their names: as JSON, and in words."""

from collections.abc import Iterable

from trafftpkg.cli.views.values import Json, money_text
from trafftpkg.domain.taxes import TaxPart


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
