"""How the terminal tells money, days and names, whatever the locale."""

from datetime import date
from decimal import Decimal

from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import money_words, visit_words
from trafftpkg.domain.appointment import Visit
from trafftpkg.domain.ids import ServiceId
from trafftpkg.domain.wording import day_in_words


class PlainSpeech:
    """Amounts as `480.00 EUR`, days as `5 January 2026`, and names of the catalogue if it is valid."""

    def __init__(self, names: CatalogueNames, currency: str) -> None:
        self._names = names
        self._currency = currency

    def money(self, amount: Decimal) -> str:
        """`480.00 EUR`."""
        return money_words(amount, self._currency)

    def day(self, day: date) -> str:
        """`5 January 2026`."""
        return day_in_words(day)

    def service(self, service: ServiceId) -> str:
        """`Facial`, or `facial` where nothing declares it."""
        return self._names.service(service)

    def visit(self, visit: Visit) -> str:
        """`with Mira, Tue 20 Jan 2026 10:00–10:50, City centre`."""
        names = self._names
        return (
            f"with {names.employee(visit.employee)}, {visit_words(visit)}, {names.location(visit.location)}"
        )
