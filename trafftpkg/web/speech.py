"""How receipts tell clients money, days and names: in the business's locale."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from trafftpkg.domain.appointment import Visit
from trafftpkg.domain.ids import ServiceId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Measure
from trafftpkg.languages.language import Language
from trafftpkg.languages.telling import Telling


class PageSpeech:
    """Amounts and days as on the other pages, and names of the catalogue."""

    def __init__(self, names: Telling) -> None:
        self._names = names

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self._names.language

    @property
    def lang(self) -> str:
        """`en-IE`."""
        return self._names.formats.lang

    def units(self, units: int, measure: Measure) -> str:
        """`9 sessions`, `7 h 30 min`."""
        return self._names.formats.units(units, measure)

    def one_of(self, names: Sequence[str]) -> str:
        """`Facial or Massage`."""
        return self._names.formats.any_of(names)

    def method(self, method: str) -> str:
        """`Card`."""
        return self._names.method(method)

    def purchase(self, purchase: Purchase) -> str:
        """`Glow 10`."""
        return self._names.purchase(purchase)

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
