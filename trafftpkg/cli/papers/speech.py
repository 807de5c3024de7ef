"""How the terminal tells money, days and names, whatever the locale."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import money_words, visit_words
from trafftpkg.domain.appointment import Visit
from trafftpkg.domain.ids import ServiceId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Measure
from trafftpkg.domain.wording import day_in_words, told_in_words
from trafftpkg.languages.language import ENGLISH, Language, known_languages


class PlainSpeech:
    """Amounts as `480.00 EUR`, days as `5 January 2026`, and names of the catalogue if it is valid."""

    def __init__(self, names: CatalogueNames, currency: str) -> None:
        self._names = names
        self._currency = currency

    @property
    def language(self) -> Language:
        """English: the terminal speaks it whatever the locale."""
        return known_languages().named(ENGLISH)

    @property
    def lang(self) -> str:
        """`en`."""
        return ENGLISH

    def units(self, units: int, measure: Measure) -> str:
        """`9 sessions`, `7 h 30 min`."""
        return told_in_words(units, measure)

    def one_of(self, names: Sequence[str]) -> str:
        """`Facial or Massage`."""
        return " or ".join(names)

    def method(self, method: str) -> str:
        """`card`, as the business declares it."""
        return method

    def purchase(self, purchase: Purchase) -> str:
        """`Glow 10`."""
        return purchase.terms.name

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
