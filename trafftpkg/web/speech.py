"""How receipts tell clients money, days and names: in the business's locale."""

from datetime import date
from decimal import Decimal

from trafftpkg.domain.appointment import Visit
from trafftpkg.domain.ids import ServiceId
from trafftpkg.languages.telling import Telling


class PageSpeech:
    """Amounts and days as on the other pages, and names of the catalogue."""

    def __init__(self, names: Telling) -> None:
        self._names = names

    def money(self, amount: Decimal) -> str:
        """`€480.00`."""
        return self._names.formats.money(amount)

    def day(self, day: date) -> str:
        """`5 January 2026`."""
        return self._names.formats.day(day)

    def service(self, service: ServiceId) -> str:
        """`Facial`."""
        return self._names.service(service)

    def visit(self, visit: Visit) -> str:
        """`Tue 20 Jan 2026, 10:00–10:50 with Mira, City centre`."""
        names = self._names
        when = names.formats.visit(visit)
        return names.gettext(
            "%(when)s with %(employee)s, %(location)s",
            when=when,
            employee=names.employee(visit.employee),
            location=names.location(visit.location),
        )
